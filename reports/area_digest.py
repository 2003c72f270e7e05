"""The digest of one regulator's area: which area that is, and which plans are in force there."""

from __future__ import annotations

from datetime import date

from checklists.content import Content
from reports.digest import Digest, last_day, weekly
from reports.periods import week_of
from storage.enterprises import campaigns, region_name
from storage.figures.bodies import department_named
from storage.scope import Scope, region_prefix
from storage.unit_of_work import UnitOfWork


def area_digest(content: Content, unit: UnitOfWork, scope: Scope, day: date) -> Digest:
    """The digest of the week (Monday to Monday, Beijing) that holds `day`, for that scope; this week as it stands."""
    week = week_of(day)
    plans = plans_of_area(content, unit, scope, last_day(min(week.end, unit.now)))
    return weekly(content, unit, scope, area_name(content, unit, scope), week, plans=plans)


def area_name(content: Content, unit: UnitOfWork, scope: Scope) -> str:
    """What the area is called: the department's name, or the region's."""
    if scope.department_id is not None:
        return department_named(unit, scope.department_id).name
    if not scope.region:
        return content.texts("digest.everywhere")
    return region_name(unit, scope.region.ljust(6, "0"))


def plans_of_area(content: Content, unit: UnitOfWork, scope: Scope, day: date) -> tuple[str, ...]:
    """The plans in force in the area: its own region's, those of the city above it, or of places within it."""
    own, found = scope.region or "", []
    for campaign in campaigns(unit, day):
        plan, theirs = content.plans.get(campaign.plan), region_prefix(campaign.region)
        touches = own.startswith(theirs) or theirs.startswith(own)
        bound = plan is not None and (not plan.sectors or not scope.sectors or set(plan.sectors) & set(scope.sectors))
        if touches and bound:
            found.append(campaign.plan)
    return tuple(dict.fromkeys(found))
