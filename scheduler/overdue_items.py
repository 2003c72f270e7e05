"""Hazards whose deadline has come: to whoever was to put them right, then the principal, then the regulators.

These look at the record as it stands and not at the window, so that a hazard entered with a deadline that has
passed already is heard of the next morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from checklists.schedule import Overdue as Rule
from checklists.workdays import DAY, moved
from scheduler.batch import Batch
from scheduler.calls import AHEAD
from scheduler.item import Item
from scheduler.wording import day_words, shortened, when_words
from storage.letters import Menu
from storage.people import REGULATORS, Person
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from storage.watch.ledger import Overdue, overdue

REGULATORS_LOOK_BACK = timedelta(days=62)
"""Regulators hear of each hazard once; what is older than this stands in their digest every week."""


def overdue_items(unit: UnitOfWork, batch: Batch) -> Iterator[Item]:
    """One item for each overdue hazard and person who has to hear of it now (or has heard: see due_runs)."""
    today = batch.round.window.today
    for hazard in overdue(unit, EVERYTHING, today + AHEAD, enterprise_ids=batch.sites.keys()):
        staff = batch.staff.get(hazard.enterprise_id, ())
        for person in staff:
            if person.id in batch.people:
                yield from _to_person(
                    batch, hazard, person, _stages(hazard, person, staff, batch.round.schedule.overdue)
                )
    for person in batch.people.values():
        for role in person.roles:
            if role.role in REGULATORS:
                for hazard in overdue(unit, role.scope, today, since=today - REGULATORS_LOOK_BACK):
                    stages = (batch.round.schedule.overdue.regulator,)
                    yield from _to_person(batch, hazard, person, stages, official=True)


def _stages(hazard: Overdue, person: Person, staff: Iterable[Person], rule: Rule) -> tuple[int, ...]:
    """Days after the deadline on which this person hears of it."""
    stages = []
    if person.id in {one.id for one in first_to_hear(hazard, staff)}:
        stages.append(rule.responsible)
    if person.role("principal"):
        stages.append(rule.principal)
    return tuple(sorted(set(stages)))


def first_to_hear(hazard: Overdue, staff: Iterable[Person]) -> tuple[Person, ...]:
    """Whoever bears the responsible person's name, and those in charge of safety; else the principal."""
    people = tuple(staff)
    named = hazard.responsible.strip()
    found = tuple(
        person
        for person in people
        if (named and person.name == named) or person.role("safety_officer", "safety_director")
    )
    return found or tuple(person for person in people if person.role("principal"))


def _to_person(
    batch: Batch, hazard: Overdue, person: Person, stages: Iterable[int], *, official: bool = False
) -> Iterator[Item]:
    today, texts = batch.round.window.today, batch.round.content.texts
    reached = [(days, fires) for days in stages if (fires := fires_on(hazard.deadline, days)) <= today]
    if not reached:
        return
    *earlier, (days, fires) = reached
    series = f"overdue/{hazard.id}/{hazard.deadline}/{hazard.reopened}"
    line = texts(
        f"reminders.overdue.{'major' if hazard.major else 'general'}",
        number=hazard.number,
        words=shortened(hazard.words),
        day=day_words(hazard.deadline, texts),
        when=when_words(hazard.deadline, today, texts),
    )
    if hazard.responsible:
        line += texts("reminders.overdue.responsible", name=hazard.responsible)
    menu: Menu = "oversee" if official else "ledger"
    yield Item(
        "overdue",
        person.id,
        f"{series}/{days}/{person.id}",
        fires,
        # A regulator is told whose it is; at the enterprise everybody knows.
        texts("reminders.at_site", site=hazard.enterprise, line=line) if official else line,
        (menu,),
        "" if official else hazard.enterprise,
        tuple(f"{series}/{one}/{person.id}" for one, _ in earlier),
    )


def fires_on(deadline: date, days: int) -> date:
    """When the call so many days after a deadline goes out: never before it has passed, but for the day itself."""
    return moved(deadline + days * DAY, None if days == 0 else deadline + DAY)
