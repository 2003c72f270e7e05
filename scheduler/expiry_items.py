"""Certificates and agreements that run out, to those who answer for safety at the enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checklists.schedule import Expiry
from checklists.workdays import DAY
from scheduler.batch import Batch
from scheduler.calls import AHEAD
from scheduler.item import Item
from scheduler.repeating import calls_around
from scheduler.window import Call, Window
from scheduler.wording import day_words, shortened, when_words
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from storage.watch.registers import expiring

ROLES = ("principal", "safety_director", "safety_officer")


def expiry_items(unit: UnitOfWork, batch: Batch) -> Iterator[Item]:
    """One item for each entry with a call in the window and each person."""
    rule, window, texts = batch.round.schedule.expiry, batch.round.window, batch.round.content.texts
    until = window.today + max((*rule.before, 0)) * DAY + AHEAD
    for entry in expiring(unit, EVERYTHING, batch.sites.keys(), rule.registers, until):
        calls = sorted(
            (call for call in expiry_calls(entry.id, entry.valid_until, rule, window) if call.fires in window),
            key=lambda call: call.fires,
        )
        if not calls:
            continue
        *earlier, latest = calls
        site = batch.sites[entry.enterprise_id]
        line = texts(
            f"reminders.expiry.{entry.register}",
            title=shortened(entry.title),
            holder=entry.holder,
            day=day_words(entry.valid_until, texts),
            when=when_words(entry.valid_until, window.today, texts),
        )
        for person in batch.staff.get(site.id, ()):
            if person.id in batch.people and person.role(*ROLES):
                yield Item(
                    "expiry",
                    person.id,
                    f"{latest.key}/{person.id}",
                    latest.fires,
                    line,
                    ("registers",),
                    site.name,
                    tuple(f"{call.key}/{person.id}" for call in earlier),
                )


def expiry_calls(entry_id: int, valid_until: date, rule: Expiry, window: Window) -> Iterator[Call]:
    """The calls about one entry near the window. `valid_until` is its last valid day."""
    return calls_around(f"expiry/{entry_id}/{valid_until}", valid_until, rule.before, rule.then_every, window)
