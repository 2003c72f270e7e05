"""A round of reminders, and the portion of its people that one transaction plans for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checklists.content import Content
from checklists.schedule import Schedule
from scheduler.binding import answerable
from scheduler.calls import Calls
from scheduler.once import Once
from scheduler.window import Window
from storage.people import Person
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from storage.watch.recipients import people_of
from storage.watch.sites import Site, sites


@dataclass(frozen=True)
class Round:
    """What is the same for everybody this morning."""

    content: Content
    schedule: Schedule
    window: Window
    calls: Calls
    once: Once = field(default_factory=Once)


@dataclass(frozen=True)
class Batch:
    """Some people with the open enterprises they belong to, and those enterprises' whole staff.

    `officials` are those of the people who hold a role at no enterprise.
    """

    round: Round
    people: Mapping[int, Person]
    officials: tuple[Person, ...]
    sites: Mapping[int, Site]
    staff: Mapping[int, tuple[Person, ...]]

    def answering(self, site: Site) -> Iterator[Person]:
        """Who of this batch hears of that enterprise's duties."""
        return (person for person in answerable(self.staff.get(site.id, ())) if person.id in self.people)


def batch_of(unit: UnitOfWork, one: Round, people: tuple[Person, ...]) -> Batch:
    """Look up what belongs to these people."""
    ids = {role.enterprise_id for person in people for role in person.roles if role.enterprise_id is not None}
    found = sites(unit, EVERYTHING, ids)
    officials = tuple(person for person in people if any(role.enterprise_id is None for role in person.roles))
    by_id = {person.id: person for person in people}
    return Batch(one, by_id, officials, found, people_of(unit, EVERYTHING, found.keys(), by_id))
