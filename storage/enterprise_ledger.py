"""Hazards as documents ask for them: by number, and those of an enterprise within a stretch of time."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from storage.figures.period import Period
from storage.hazards import Hazard, read_hazard
from storage.scope import Scope, within
from storage.tables import enterprises, hazards
from storage.unit_of_work import UnitOfWork


def hazard_numbered(unit: UnitOfWork, scope: Scope, number: str) -> Hazard | None:
    """The hazard of the number people quote, if the scope holds its enterprise."""
    query = (
        select(hazards, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(within(scope), hazards.c.number == number)
    )
    row = unit.execute(query).one_or_none()
    return read_hazard(row) if row is not None else None


def stood_within(unit: UnitOfWork, scope: Scope, period: Period) -> tuple[Hazard, ...]:
    """Every hazard of the scope that stood open at some time in the period, of whatever level, the oldest first."""
    closed = and_(hazards.c.status == "signed_off", hazards.c.signed_off_at < period.begin)
    query = (
        select(hazards, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(within(scope), hazards.c.status != "rejected", hazards.c.found_at < period.end)
        .where(or_(hazards.c.signed_off_at.is_(None), ~closed))
        .order_by(hazards.c.found_at, hazards.c.id)
    )
    return tuple(map(read_hazard, unit.execute(query)))
