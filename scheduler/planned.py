"""What each of a batch of people has to hear this morning: worked out before anything is claimed or queued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.batch import Batch, Round, batch_of
from scheduler.deadline_items import deadline_items
from scheduler.duty_items import duty_items
from scheduler.expiry_items import expiry_items
from scheduler.item import WEIGHTS, Item
from scheduler.letter import letter
from scheduler.overdue_items import overdue_items
from scheduler.supervision_items import supervision_items
from storage import due
from storage.letters import Written
from storage.people import Person
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Planned:
    """One person's message, and what it says."""

    person_id: int
    items: tuple[Item, ...]
    letter: Written


def plan(unit: UnitOfWork, one: Round, people: tuple[Person, ...]) -> tuple[Planned, ...]:
    """The messages of those of these people who have something to hear that was not said before. Only looks."""
    batch = batch_of(unit, one, people)
    return tuple(
        Planned(person_id, tuple(items), letter(one, batch.people[person_id], items))
        for person_id, items in _unsaid(unit, _all_items(unit, batch)).items()
    )


def _all_items(unit: UnitOfWork, batch: Batch) -> list[Item]:
    items = [
        *overdue_items(unit, batch),
        *supervision_items(unit, batch),
        *expiry_items(unit, batch),
        *duty_items(unit, batch),
        *deadline_items(unit, batch),
    ]
    # Two plans in force, or two roles of one person, may ask for the very same thing.
    return list({item.key: item for item in items}.values())


def _unsaid(unit: UnitOfWork, items: Iterable[Item]) -> dict[int, list[Item]]:
    """By person, what was not said before, by weight."""
    listed = sorted(items, key=lambda item: WEIGHTS.index(item.kind))
    said = due.known(unit, [item.key for item in listed])
    found: dict[int, list[Item]] = defaultdict(list)
    for item in listed:
        if item.key not in said:
            found[item.person_id].append(item)
    return found
