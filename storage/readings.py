"""Photos to be read behind a conversation: asked for in its transaction, read outside any, taken over and forgotten.

What was read holds an identity number: it stands sealed, and goes with the conversation that takes it over, at the
latest a day on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage.tables import photo_readings
from storage.unit_of_work import UnitOfWork

PURPOSE = "reading"
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """One photo to be read. `found` is what the reader made of it, None while it waits or where it failed."""

    id: int
    media_id: int
    binding_id: int
    state: str
    found: Mapping[str, Any] | None
    tries: int


def ask(unit: UnitOfWork, *, media_id: int, binding_id: int) -> None:
    """Have a photo read; once more where it was read before."""
    forget(unit, media_id)
    unit.execute(
        insert(photo_readings).values(
            media_id=media_id, binding_id=binding_id, state="waiting", asked_at=unit.now, due_at=unit.now, tries=0
        )
    )


def reading(unit: UnitOfWork, media_id: int) -> Reading | None:
    """How far it is; None when nobody asked, or when it was taken over."""
    row = unit.execute(select(photo_readings).where(photo_readings.c.media_id == media_id)).one_or_none()
    return _reading(unit, row) if row is not None else None


def take_due(unit: UnitOfWork, keeps: timedelta, limit: int = 1) -> tuple[Reading, ...]:
    """What is to be read now, the oldest first; nobody else gets it before `keeps` has passed."""
    query = (
        select(photo_readings)
        .where(photo_readings.c.state == "waiting", photo_readings.c.due_at <= unit.now)
        .order_by(photo_readings.c.due_at, photo_readings.c.id)
        .limit(limit)
    )
    taken = []
    for row in unit.execute(query).all():
        mine = unit.execute(
            update(photo_readings)
            .where(photo_readings.c.id == row.id, photo_readings.c.due_at == row.due_at)
            .values(due_at=unit.now + keeps, tries=row.tries + 1)
        )
        if mine.rowcount:
            taken.append(_reading(unit, row))
    return tuple(taken)


def settle(unit: UnitOfWork, reading_id: int, found: Mapping[str, Any] | None) -> None:
    """It was read, or (None) could not be. Nothing happens where nobody waits for it any more."""
    unit.execute(
        update(photo_readings)
        .where(photo_readings.c.id == reading_id)
        .values(state="failed" if found is None else "done", found=_sealed(unit, found))
    )


def forget(unit: UnitOfWork, media_id: int) -> None:
    """The conversation has it, or does without."""
    unit.execute(delete(photo_readings).where(photo_readings.c.media_id == media_id))


def sweep(unit: UnitOfWork) -> int:
    """Forget what nobody came back for within a day; how many rows there were."""
    return unit.execute(delete(photo_readings).where(photo_readings.c.asked_at < unit.now - KEPT)).rowcount


def _sealed(unit: UnitOfWork, found: Mapping[str, Any] | None) -> dict[str, str] | None:
    return None if found is None else {"sealed": unit.keys.seal(PURPOSE, dict(found))}


def _reading(unit: UnitOfWork, row: Row[Any]) -> Reading:
    found = unit.keys.open(PURPOSE, row.found["sealed"]) if row.found and "sealed" in row.found else row.found
    return Reading(row.id, row.media_id, row.binding_id, row.state, found, row.tries)
