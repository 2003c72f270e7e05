"""How many enterprises and building projects a body looks after."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from storage.figures.behind import Behind
from storage.figures.body import Body, looks_after
from storage.figures.period import Period
from storage.tables import enterprises
from storage.unit_of_work import UnitOfWork


def count_enterprises(unit: UnitOfWork, body: Body, period: Period, *_: None) -> tuple[int]:
    """How many stand in the record at the period's end: entered before it, and not closed before it."""
    statement = select(func.count()).select_from(enterprises).where(looks_after(body), standing_at(period.end))
    return (int(unit.execute(statement).scalar_one()),)


def enterprises_behind(unit: UnitOfWork, body: Body, period: Period, _: None = None) -> tuple[Behind, ...]:
    """The enterprises behind the count, in order of entry; `what` is the unified social credit code."""
    statement = (
        select(enterprises.c.id, enterprises.c.name, enterprises.c.created_at, enterprises.c.uscc)
        .where(looks_after(body), standing_at(period.end))
        .order_by(enterprises.c.created_at, enterprises.c.id)
    )
    return tuple(
        Behind("enterprises", row.id, "", row.id, row.name, row.created_at, row.uscc) for row in unit.execute(statement)
    )


def standing_at(end: datetime) -> ColumnElement[bool]:
    """Those entered before that moment and not closed before it."""
    return and_(enterprises.c.created_at < end, or_(enterprises.c.closed_at.is_(None), enterprises.c.closed_at >= end))
