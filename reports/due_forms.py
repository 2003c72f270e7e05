"""Which forms a body has to hand in now, and how the one it looks at stands against what was handed in before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from checklists.content import Content
from checklists.due_dates import deadline_days
from checklists.layout import Layout
from checklists.plan import Deadline, Plan
from reports.bodies import ReportingBody
from reports.filling import FilledForm, fill
from reports.freezing import Changed, changes
from reports.oddities import oddities
from reports.periods import covered, stands_alone
from storage.enterprises import campaigns_for
from storage.scope import region_prefix
from storage.submissions import Reporter, Submission, latest, missing, reporters
from storage.unit_of_work import UnitOfWork

STILL_DUE = timedelta(days=20)
"""How long a form that nobody handed in stays in front of the next one."""


@dataclass(frozen=True)
class Offer:
    """The forms of one deadline, for one due day. `id` tells it from others; `version` how often it was handed in;
    `own` whether this body hands it in, or only looks at what others do; `early` that its period is over now, and was
    not when this body handed it in."""

    id: str
    plan: Plan
    deadline: Deadline
    due: date
    layouts: tuple[Layout, ...]
    version: int
    own: bool
    early: bool = False


@dataclass(frozen=True)
class Looked:
    """One form before it is handed in: its figures, the last copy with what changed since, and what looks odd."""

    filled: FilledForm
    last: Submission | None
    changed: tuple[Changed, ...]
    odd: tuple[str, ...]


def offers(content: Content, unit: UnitOfWork, body: ReportingBody, day: date) -> tuple[Offer, ...]:
    """The deadlines with forms of the plans in force for that body on that day; a city sees those of its counties.

    What was handed in before its period was over comes once more after it, so that its last days get into a form.
    """
    found = [one for one in watched(content, unit, body, day) if one.own or body.kind == "city"]
    return tuple(each for one in found for each in (*_handed_in_early(unit, body, one, day), one))


def watched(content: Content, unit: UnitOfWork, body: ReportingBody, day: date) -> tuple[Offer, ...]:
    """The same with those that a county's departments hand in to it: everything that body hands in or waits for."""
    return tuple(_offers(content, unit, body, day))


def boards(content: Content, unit: UnitOfWork, region: str, day: date) -> tuple[Layout, ...]:
    """The forms with a page for each enterprise, to print and hang up, of the plans in force there on that day."""
    plans = {campaign.plan for campaign in campaigns_for(unit, region, day)}
    return tuple(
        layout
        for layout in content.layouts.values()
        if layout.plan in plans and any(band.over == "enterprises" for band in layout.bands)
    )


def look(content: Content, unit: UnitOfWork, body: ReportingBody, offer: Offer, as_of: datetime) -> tuple[Looked, ...]:
    """The offer's forms filled from what happened before `as_of`."""
    return tuple(_looked(content, unit, body, offer, layout, as_of) for layout in offer.layouts)


def _offers(content: Content, unit: UnitOfWork, body: ReportingBody, day: date) -> Iterator[Offer]:
    for campaign in campaigns_for(unit, body.region, day):
        plan = content.plans.get(campaign.plan)
        for deadline in plan.deadlines if plan is not None else ():
            layouts = tuple(
                content.layouts[name].worded(in_county=body.in_county)
                for name in deadline.forms if name in content.layouts
            )  # fmt: skip
            if plan is None or not layouts or not _concerns(reporters(unit, plan, deadline, to=level_of(body)), body):
                continue
            due = _due(unit, plan, deadline, body, day)
            if due is None:
                continue
            copy = latest(unit, layouts[0].id, body.region, _department(body), due=due)
            yield Offer(
                id=_id(plan, deadline, due),
                plan=plan,
                deadline=deadline,
                due=due,
                layouts=layouts,
                version=copy.version if copy is not None else 0,
                own=body.kind in deadline.who,
            )


def _id(plan: Plan, deadline: Deadline, due: date) -> str:
    return f"{deadline.id}.{plan.id[:8]}.{due:%m%d}"


def _handed_in_early(unit: UnitOfWork, body: ReportingBody, offer: Offer, day: date) -> Iterator[Offer]:
    """The offer of the due day before, where this body's copy of it stops before the period that it covers does."""
    past = [one for one in deadline_days(offer.deadline, offer.plan, day.year) if one < day]
    rule = offer.deadline.period
    if not (past and offer.own and rule is not None and stands_alone(rule)) or day - past[-1] > STILL_DUE:
        return
    end = covered(rule, past[-1]).whole.end
    copy = latest(unit, offer.layouts[0].id, body.region, _department(body), due=past[-1])
    if copy is not None and copy.submitted_at < end <= unit.now:
        name = _id(offer.plan, offer.deadline, past[-1])
        yield replace(offer, id=name, due=past[-1], version=copy.version, early=True)


def level_of(body: ReportingBody) -> str | None:
    """The region to whose list a body belongs: a county and its departments to the county's, others to the city's."""
    return body.region if region_prefix(body.region) == body.region else None


def _concerns(who: tuple[Reporter, ...], body: ReportingBody) -> bool:
    """A city or county looks at everybody's of its list, a department at what it hands in itself."""
    own = (body.region, _department(body))
    return any(body.kind != "department" or (one.region, one.department_id) == own for one in who)


def _due(unit: UnitOfWork, plan: Plan, deadline: Deadline, body: ReportingBody, day: date) -> date | None:
    """The day now in question: one just past for which something is missing, else the next one, else the last."""
    days = deadline_days(deadline, plan, day.year)
    past, ahead = [one for one in days if one < day], [one for one in days if one >= day]
    if past and day - past[-1] <= STILL_DUE:
        lacking = {
            (one.region, one.department_id) for one in missing(unit, plan, deadline, past[-1], to=level_of(body))
        }
        waits = body.kind == "city" or body.kind not in deadline.who
        if (waits and lacking) or (body.region, _department(body)) in lacking:
            return past[-1]
    return ahead[0] if ahead else past[-1] if past else None


def _department(body: ReportingBody) -> int | None:
    return body.figures.scope.department_id


def _looked(
    content: Content, unit: UnitOfWork, body: ReportingBody, offer: Offer, layout: Layout, as_of: datetime
) -> Looked:
    filled = fill(content, unit, layout.id, body, offer.due, as_of=as_of)
    before = latest(unit, layout.id, body.region, _department(body), before=offer.due)
    last = latest(unit, layout.id, body.region, _department(body), due=offer.due) or before
    return Looked(
        filled,
        last,
        changes(filled, last.figures) if last is not None else (),
        oddities(filled, content.texts, before.figures if before is not None else None),
    )
