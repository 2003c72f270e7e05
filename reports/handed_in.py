"""For each deadline now in question: who has handed in, when and who did it, and who has not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from checklists.content import Content
from checklists.due_dates import deadline_days
from reports.bodies import ReportingBody
from reports.due_forms import Offer, level_of, watched
from reports.periods import covered
from storage import submissions
from storage.scope import Scope
from storage.submissions import Reporter, Submission
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class HandedIn:
    """One deadline on one due day: the bodies that handed in with their last copy, and those that have not."""

    offer: Offer
    there: tuple[tuple[str, Submission], ...]
    lacking: tuple[Reporter, ...]


def handed_in(
    content: Content, unit: UnitOfWork, scope: Scope, body: ReportingBody, day: date
) -> tuple[HandedIn, ...]:  # fmt: skip
    """How it stands with every deadline that body has to do with on that day, in the plans' order.

    Once everybody has handed in, that is what stands here until the next period is over and can be handed in.
    """
    to = level_of(body)
    return tuple(_one(unit, scope, _still(unit, offer, to, day), to) for offer in watched(content, unit, body, day))


def _still(unit: UnitOfWork, offer: Offer, to: str | None, day: date) -> Offer:
    """The offer for the due day before, where that is complete and the offer's own period not over yet."""
    plan, deadline = offer.plan, offer.deadline
    past = [one for one in deadline_days(deadline, plan, day.year) if one < day]
    over = deadline.period is None or covered(deadline.period, offer.due).whole.end <= unit.now
    if over or offer.due <= day or not past:
        return offer
    return offer if submissions.missing(unit, plan, deadline, past[-1], to=to) else replace(offer, due=past[-1])


def _one(unit: UnitOfWork, scope: Scope, offer: Offer, to: str | None) -> HandedIn:
    lacking = submissions.missing(unit, offer.plan, offer.deadline, offer.due, to=to)
    out = {who.key for who in lacking}
    names = {who.key: who.name for who in submissions.reporters(unit, offer.plan, offer.deadline, to=to)}
    copies = submissions.handed_in(unit, scope, offer.plan.id, offer.due)
    keyed = [(submissions.body_key(copy.region, copy.department_id), copy) for copy in copies]
    first = offer.layouts[0].id
    there = tuple((names[key], copy) for key, copy in keyed if copy.form == first and key in names and key not in out)
    return HandedIn(offer, there, lacking)
