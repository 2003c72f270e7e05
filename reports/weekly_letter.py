"""The weekly digest as a message: words, and the picture that goes with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from checklists.content import Content
from reports.chart import picture
from reports.digest import Digest, weekly
from reports.digest_words import in_words
from reports.periods import week_of
from storage import enterprises
from storage.letters import LetterBody, Tap
from storage.scope import Scope, region_prefix
from storage.unit_of_work import UnitOfWork

OVERSEE = "oversee"
KeepPicture = Callable[[UnitOfWork, bytes], int]
"""Stores a picture the program drew; its media id."""


def digest_of(content: Content, unit: UnitOfWork, scope: Scope, day: date) -> Digest:
    """The digest of the week (Monday to Monday, Beijing) that holds `day`, for that scope."""
    week = week_of(day)
    return weekly(content, unit, scope, area_name(content, unit, scope), week, plans=_plans(content, unit, scope, day))


def write_letter(content: Content, unit: UnitOfWork, scope: Scope, day: date, keep: KeepPicture) -> LetterBody:
    """The digest of the week that holds `day`, ready for the outbox."""
    digest = digest_of(content, unit, scope, day)
    photo = keep(unit, picture(content, digest))
    ledger = Tap(label=content.texts("notice.open_oversee"), token=f"m.{OVERSEE}")
    return LetterBody(text=in_words(content, digest), photos=(photo,), choices=(ledger,), kind="digest")


def area_name(content: Content, unit: UnitOfWork, scope: Scope) -> str:
    """What the scope's region is called."""
    if not scope.region:
        return content.texts("digest.everywhere")
    return enterprises.region_name(unit, scope.region.ljust(6, "0"))


def _plans(content: Content, unit: UnitOfWork, scope: Scope, day: date) -> tuple[str, ...]:
    """The plans in force in the area: those of its own region, of the city above it, or of places within it."""
    own = scope.region or ""
    found = []
    for campaign in enterprises.campaigns(unit, day):
        plan, theirs = content.plans.get(campaign.plan), region_prefix(campaign.region)
        touches = own.startswith(theirs) or theirs.startswith(own)
        bound = plan is not None and (not plan.sectors or not scope.sectors or set(plan.sectors) & set(scope.sectors))
        if touches and bound:
            found.append(campaign.plan)
    return tuple(dict.fromkeys(found))
