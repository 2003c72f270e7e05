"""How many enterprises and building projects a body looks after, and which of them have not inspected themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from storage.figures.behind import Behind
from storage.figures.body import Body, looks_after
from storage.figures.period import Period
from storage.scope import Scope, within
from storage.tables import enterprises, inspections
from storage.unit_of_work import UnitOfWork

MOST_DIGITS = 15
"""Of a key in a mark somebody may have written by hand."""


@dataclass(frozen=True)
class MissingSite:
    """One enterprise that has not inspected; `last` is when it did at all."""

    id: int
    name: str
    region: str
    sector: str
    high_risk: bool
    last: datetime | None


@dataclass(frozen=True)
class Missing:
    """Enterprises that have not inspected: how many in all, and the first of their names."""

    count: int
    names: tuple[str, ...]


def count_enterprises(unit: UnitOfWork, body: Body, period: Period, *_: None) -> tuple[int]:
    """How many stand in the record at the period's end: entered before it, and not closed before it."""
    statement = select(func.count()).select_from(enterprises).where(looks_after(body), _standing(period.end))
    return (int(unit.execute(statement).scalar_one()),)


def enterprises_behind(unit: UnitOfWork, body: Body, period: Period, _: None = None) -> tuple[Behind, ...]:
    """The enterprises behind the count, in order of entry; `what` is the unified social credit code."""
    statement = (
        select(enterprises.c.id, enterprises.c.name, enterprises.c.created_at, enterprises.c.uscc)
        .where(looks_after(body), _standing(period.end))
        .order_by(enterprises.c.created_at, enterprises.c.id)
    )
    return tuple(
        Behind("enterprises", row.id, "", row.id, row.name, row.created_at, row.uscc) for row in unit.execute(statement)
    )


def not_inspected(
    unit: UnitOfWork, scope: Scope, begins: Mapping[bool, datetime | None], end: datetime, *, names: int
) -> Missing:
    """Enterprises without a finished self-inspection between the beginning of their own period and `end`.

    `begins` gives that beginning for high-risk ones (True) and for the others (False); None where nothing is asked of
    them. `names` (at least 1) caps the list of names; high-risk ones come first.
    """
    first = (
        select(enterprises.c.id, func.count().over().label("all_of_them"))
        .where(_missing(scope, begins, end))
        .order_by(enterprises.c.high_risk.desc(), enterprises.c.id)
        .limit(names)
        .subquery()
    )
    named = (
        select(enterprises.c.name, first.c.all_of_them)
        .select_from(first.join(enterprises, enterprises.c.id == first.c.id))
        .order_by(enterprises.c.high_risk.desc(), enterprises.c.id)
    )
    rows = unit.execute(named).all()
    return Missing(rows[0].all_of_them if rows else 0, tuple(row.name for row in rows))


def missing_page(
    unit: UnitOfWork, scope: Scope, begins: Mapping[bool, datetime | None], end: datetime, *, after: str = "",
    limit: int = 50,
) -> tuple[tuple[MissingSite, ...], str]:  # fmt: skip
    """The enterprises that `not_inspected` counts, page by page: high-risk ones first, then in order of entry.

    `after` is the mark that came with the page before; the mark of the last page is "".
    """
    latest = (
        select(func.max(inspections.c.finished_at))
        .where(inspections.c.enterprise_id == enterprises.c.id, inspections.c.finished_at < end)
        .scalar_subquery()
    )
    query = select(
        enterprises.c.id, enterprises.c.name, enterprises.c.region, enterprises.c.sector, enterprises.c.high_risk,
        latest.label("last"),
    ).where(_missing(scope, begins, end))  # fmt: skip
    risk, _, last = after.partition(".")
    if risk in ("0", "1") and last.isascii() and last.isdecimal() and len(last) <= MOST_DIGITS:
        behind = and_(enterprises.c.high_risk.is_(risk == "1"), enterprises.c.id > int(last))
        query = query.where(or_(behind, enterprises.c.high_risk.is_(False)) if risk == "1" else behind)
    rows = unit.execute(query.order_by(enterprises.c.high_risk.desc(), enterprises.c.id).limit(limit + 1)).all()
    sites = tuple(
        MissingSite(row.id, row.name, row.region, row.sector, row.high_risk, row.last) for row in rows[:limit]
    )
    return sites, f"{int(sites[-1].high_risk)}.{sites[-1].id}" if len(rows) > limit else ""


def _missing(scope: Scope, begins: Mapping[bool, datetime | None], end: datetime) -> ColumnElement[bool]:
    due = [
        and_(
            enterprises.c.high_risk.is_(high_risk),
            ~exists().where(
                inspections.c.enterprise_id == enterprises.c.id,
                inspections.c.finished_at >= begin,
                inspections.c.finished_at < end,
            ),
        )
        for high_risk, begin in begins.items()
        if begin is not None
    ]
    return and_(within(scope), _standing(end), or_(false(), *due))


def _standing(end: datetime) -> ColumnElement[bool]:
    return and_(enterprises.c.created_at < end, or_(enterprises.c.closed_at.is_(None), enterprises.c.closed_at >= end))
