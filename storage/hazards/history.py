"""Everything that happened to a hazard, with who did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select

from storage.scope import Scope, within
from storage.tables import enterprises, hazard_events, hazards, persons
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Event:
    """Something that happened to a hazard, with who did it."""

    at: datetime
    kind: str
    person: str
    role: str
    note: str


def events(unit: UnitOfWork, hazard_id: int, scope: Scope) -> tuple[Event, ...]:
    """A hazard's history, the oldest first; nothing when the scope does not hold it."""
    query = (
        select(hazard_events, persons.c.name)
        .join(hazards, hazards.c.id == hazard_events.c.hazard_id)
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .outerjoin(persons, persons.c.id == hazard_events.c.person_id)
        .where(hazard_events.c.hazard_id == hazard_id, within(scope))
        .order_by(hazard_events.c.id)
    )
    return tuple(Event(row.at, row.kind, row.name or "", row.role or "", row.note) for row in unit.execute(query))


def last_signers(unit: UnitOfWork, hazard_id: int, scope: Scope) -> tuple[Event, ...]:
    """Who signed it off the last time, even where it was reopened since: each answers for it (谁签名、谁负责)."""
    signed: list[Event] = []
    for event in events(unit, hazard_id, scope):
        if event.kind == "rectified":
            signed.clear()
        elif event.kind == "signed":
            signed.append(event)
    return tuple(signed)


def ordered_deadline(unit: UnitOfWork, hazard_id: int, scope: Scope) -> date | None:
    """The last day an official has ordered since the hazard was last reopened, or then; None where none has."""
    row = _last_days(unit, hazard_id, scope, "deadline", "reopened")
    day = None if row is None else row.data["after"] if row.kind == "deadline" else (row.data or {}).get("ordered")
    return date.fromisoformat(day) if day is not None else None


def deadline_before(unit: UnitOfWork, hazard_id: int, scope: Scope) -> date | None:
    """The deadline it had when it was last reopened; None where it had none or never was."""
    row = _last_days(unit, hazard_id, scope, "reopened")
    day = (row.data or {}).get("before") if row is not None else None
    return date.fromisoformat(day) if day is not None else None


def _last_days(unit: UnitOfWork, hazard_id: int, scope: Scope, *kinds: str) -> Row[Any] | None:
    """The last event of these kinds, whose data name days."""
    query = (
        select(hazard_events.c.kind, hazard_events.c.data)
        .join(hazards, hazards.c.id == hazard_events.c.hazard_id)
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(hazard_events.c.hazard_id == hazard_id, hazard_events.c.kind.in_(kinds), within(scope))
        .order_by(hazard_events.c.id.desc())
        .limit(1)
    )
    return unit.execute(query).one_or_none()


def happened(
    unit: UnitOfWork, hazard_id: int, kind: str, *, by: int | None, role: str | None, note: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write one event down; whoever changes the hazard calls it in the same transaction."""
    unit.execute(
        insert(hazard_events).values(
            hazard_id=hazard_id, at=unit.now, person_id=by, kind=kind, role=role, note=note, data=data
        )
    )
