"""Permits whose work should be over, or should have been looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from storage.scope import Scope, within
from storage.tables import enterprises, permits
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Unfinished:
    """A permit somebody has to act on. `done_at` is None while nobody said that the work is done."""

    id: int
    number: str
    enterprise_id: int
    enterprise: str
    kind: str
    place: str
    ends_at: datetime
    done_at: datetime | None
    applied_by: int
    reported: bool


def unfinished(unit: UnitOfWork, scope: Scope, since: datetime) -> tuple[Unfinished, ...]:
    """Work that has begun and run out of its time after `since`, and work done after `since` that nobody looked at
    again; by id."""
    late = and_(permits.c.status == "begun", permits.c.ends_at <= unit.now, permits.c.ends_at > since)
    unseen = and_(permits.c.status == "done", permits.c.done_at > since)
    query = (
        select(permits, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == permits.c.enterprise_id)
        .where(within(scope), or_(late, unseen))
        .order_by(permits.c.id)
    )
    return tuple(
        Unfinished(
            row.id, row.number, row.enterprise_id, row.enterprise, row.kind, row.place, row.ends_at, row.done_at,
            row.applied_by, row.reported_at is not None,
        )
        for row in unit.execute(query)
    )  # fmt: skip
