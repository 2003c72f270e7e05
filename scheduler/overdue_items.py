"""Hazards whose deadline has come: to whoever was to put them right, then the principal, then the regulators.

These look at the record as it stands and not at the window, so that a hazard entered with a deadline that has
passed already is heard of the next morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from checklists.schedule import Overdue as Rule
from checklists.workdays import DAY, moved
from scheduler.batch import Batch, Round
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
    today, rule = batch.round.window.today, batch.round.schedule.overdue
    for hazard in overdue(unit, EVERYTHING, today + AHEAD, enterprise_ids=batch.sites.keys()):
        staff = batch.staff.get(hazard.enterprise_id, ())
        first = first_to_hear(hazard, staff)
        for person in staff:
            if person.id in batch.people:
                yield from _to_person(batch, hazard, person, _stages(person, first, rule))
    for person in batch.officials:
        for role in person.roles:
            if role.role in REGULATORS:
                for hazard in overdue(unit, role.scope, today, since=today - REGULATORS_LOOK_BACK):
                    yield from _to_person(batch, hazard, person, (rule.regulator,), official=True)


def _stages(person: Person, first: Iterable[Person], rule: Rule) -> tuple[int, ...]:
    """Days after the deadline on which this person hears of it."""
    stages = []
    if person in first:
        stages.append(rule.responsible)
    if person.role("principal"):
        stages.append(rule.principal)
    return tuple(sorted(set(stages))) if len(stages) > 1 else tuple(stages)


def first_to_hear(hazard: Overdue, staff: Iterable[Person]) -> tuple[Person, ...]:
    """Whoever bears the responsible person's name, and those in charge of safety; else the principal."""
    people = tuple(staff)
    named = hazard.responsible.strip()
    found = [
        person
        for person in people
        if (named and person.name == named) or person.role("safety_officer", "safety_director")
    ]
    return tuple(found or [person for person in people if person.role("principal")])


def _to_person(
    batch: Batch, hazard: Overdue, person: Person, stages: tuple[int, ...], *, official: bool = False
) -> Iterator[Item]:
    one, texts = batch.round, batch.round.content.texts
    reached, day, when = one.once((stages, hazard.deadline), _reached, one, stages, hazard.deadline)
    if not reached:
        return
    *earlier, (days, fires) = reached
    series = f"overdue/{hazard.id}/{hazard.deadline}/{hazard.reopened}"
    line = texts(
        "reminders.overdue.major" if hazard.major else "reminders.overdue.general",
        number=hazard.number, words=shortened(hazard.words), day=day, when=when,
    )  # fmt: skip
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
        tuple([f"{series}/{past}/{person.id}" for past, _ in earlier]),
    )


def _reached(one: Round, stages: Iterable[int], deadline: date) -> tuple[tuple[tuple[int, date], ...], str, str]:
    """The stages whose call has gone out by today, each with its day; the deadline in words, and how far away it is."""
    today, texts = one.window.today, one.content.texts
    reached = tuple((days, fires) for days in stages if (fires := fires_on(deadline, days)) <= today)
    return reached, day_words(deadline, texts), when_words(deadline, today, texts)


def fires_on(deadline: date, days: int) -> date:
    """When the call so many days after a deadline goes out: never before it has passed, but for the day itself."""
    return moved(deadline + days * DAY, None if days == 0 else deadline + DAY)
