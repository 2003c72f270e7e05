"""The ledger as it stood at a moment: what is open, overdue and unconfirmed; and how it moved over the weeks.

Open at a moment: a major hazard (see storage.figures.hazards) found before it and not signed off before it.
Overdue: open, not yet reported as rectified by then, and its deadline was an earlier Beijing day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select, union_all

from storage.figures.body import Body, looks_after
from storage.figures.hazards import is_major
from storage.figures.period import Period, days
from storage.tables import enterprises, hazards
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Late:
    """An enterprise with overdue hazards: its name, how many, and the earliest of their deadlines."""

    enterprise: str
    count: int
    since: date


@dataclass(frozen=True)
class SectorFigures:
    """One sector at a moment: open major hazards, how many of those are overdue, and how many are only suspected, so
    that a person still has to confirm or reject them."""

    sector: str
    open: int
    overdue: int
    awaiting: int


def by_sector(unit: UnitOfWork, body: Body, at: datetime) -> tuple[SectorFigures, ...]:
    """The ledger by sector, the fullest first; sectors with nothing open are left out."""
    standing, opened = _standing(at), func.count().label("opened")
    statement = (
        select(
            enterprises.c.sector,
            opened,
            func.sum(standing.c.late).label("late"),
            func.count().filter(standing.c.level == "suspected_major").label("awaiting"),
        )
        .select_from(standing.join(enterprises, enterprises.c.id == standing.c.enterprise_id))
        .where(looks_after(body))
        .group_by(enterprises.c.sector)
        .order_by(opened.desc(), enterprises.c.sector)
    )
    return tuple(SectorFigures(row.sector, row.opened, row.late, row.awaiting) for row in unit.execute(statement))


def late_enterprises(unit: UnitOfWork, body: Body, at: datetime, *, names: int) -> tuple[int, tuple[Late, ...]]:
    """How many enterprises have overdue hazards, and the first `names` of them, longest overdue first."""
    standing = _standing(at)
    since = func.min(standing.c.deadline).label("since")
    first = (
        select(
            standing.c.enterprise_id,
            func.count().label("late"),
            since,
            func.count().over().label("enterprises"),
        )
        .select_from(standing.join(enterprises, enterprises.c.id == standing.c.enterprise_id))
        .where(standing.c.late == 1, looks_after(body))
        .group_by(standing.c.enterprise_id)
        .order_by(since, standing.c.enterprise_id)
        .limit(names)
        .subquery()
    )
    named = (
        select(enterprises.c.name, first.c.late, first.c.since, first.c.enterprises)
        .select_from(first.join(enterprises, enterprises.c.id == first.c.enterprise_id))
        .order_by(first.c.since, first.c.enterprise_id)
    )
    rows = unit.execute(named).all()
    return (rows[0].enterprises if rows else 0), tuple(Late(row.name, row.late, row.since) for row in rows)


def found_and_fixed(unit: UnitOfWork, body: Body, borders: Sequence[date]) -> tuple[tuple[int, int], ...]:
    """Found and fixed between each two neighbouring days of `borders` (ascending), half-open, whoever found them."""
    whole = days(borders[0], borders[-1])
    steps = [days(begin, end) for begin, end in pairwise(borders)]
    found = _counts(unit, body, whole, steps, hazards.c.found_at)
    fixed = _counts(unit, body, whole, steps, hazards.c.signed_off_at, hazards.c.status == "signed_off")
    return tuple(zip(found, fixed, strict=True))


def _counts(
    unit: UnitOfWork,
    body: Body,
    whole: Period,
    steps: Sequence[Period],
    column: ColumnElement[datetime],
    *more: ColumnElement[bool],
) -> tuple[int, ...]:
    """How many of these moments lie in each step of the whole period."""
    statement = (
        select(*(func.count().filter(column >= step.begin, column < step.end) for step in steps))
        .select_from(hazards.join(enterprises))
        .where(looks_after(body), is_major(), column >= whole.begin, column < whole.end, *more)
    )
    return tuple(unit.execute(statement).one())


def _standing(at: datetime) -> Subquery:
    """What was open at that moment, with `late` 1 where overdue: the few that still are, and those closed since.

    Two selects, so that each finds its own by an index instead of reading all that was ever found.
    """
    late = case((_overdue(at), 1), else_=0).label("late")
    of_them = select(hazards.c.enterprise_id, hazards.c.level, hazards.c.deadline, late)
    found = and_(is_major(), hazards.c.found_at < at)
    still = of_them.where(found, hazards.c.status.in_(("open", "rectified")))
    since = of_them.where(found, hazards.c.status == "signed_off", hazards.c.signed_off_at >= at)
    return union_all(still, since).subquery()


def _overdue(at: datetime) -> ColumnElement[bool]:
    return and_(
        hazards.c.deadline < Period(at, at).after_day,
        # A reopened hazard is open again whatever its old rectification says.
        or_(hazards.c.status == "open", hazards.c.rectified_at.is_(None), hazards.c.rectified_at >= at),
    )
