"""Enterprises spot-checked 抽查 by the body itself, and those found wanting, by category of finding.

Every figure counts enterprises, so one that was checked three times in the period counts once, and one that showed the
same fault in two of the checks counts once for it. The day of the check decides. Withdrawn records do not count.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ColumnElement, Text, and_, cast, func, select, true

from storage.figures.behind import Behind
from storage.figures.body import Body, checks_with_enterprises, own_checks
from storage.figures.period import Period
from storage.tables import enterprises, spot_checks
from storage.unit_of_work import UnitOfWork


def checked_enterprises(unit: UnitOfWork, body: Body, period: Period, *findings: str | None) -> tuple[int, ...]:
    """At how many enterprises the body found each of these; None stands for all it checked, whatever it found."""
    enterprise = spot_checks.c.enterprise_id.distinct()
    counts = [func.count(enterprise).filter(_found(finding)) for finding in findings]
    statement = select(*counts).select_from(checks_with_enterprises(body, period)).where(_within(body, period))
    return tuple(unit.execute(statement).one())


def checks_behind(unit: UnitOfWork, body: Body, period: Period, finding: str | None = None) -> tuple[Behind, ...]:
    """Every check behind the count, by time; an enterprise's later ones add nothing to it (`amount` 0)."""
    statement = (
        select(
            spot_checks.c.id,
            spot_checks.c.enterprise_id,
            enterprises.c.name,
            spot_checks.c.checked_at,
            spot_checks.c.note,
            spot_checks.c.findings,
        )
        .select_from(checks_with_enterprises(body, period))
        .where(_within(body, period), _found(finding))
        .order_by(spot_checks.c.checked_at, spot_checks.c.id)
    )
    seen: set[int] = set()
    rows = []
    for row in unit.execute(statement):
        adds = Decimal(0 if row.enterprise_id in seen else 1)
        seen.add(row.enterprise_id)
        rows.append(
            Behind(
                entity="spot_checks",
                id=row.id,
                number="",
                enterprise_id=row.enterprise_id,
                enterprise=row.name,
                when=row.checked_at,
                what=row.note,
                findings=tuple(row.findings),
                amount=adds,
            )
        )
    return tuple(rows)


def _within(body: Body, period: Period) -> ColumnElement[bool]:
    return and_(own_checks(body), spot_checks.c.checked_at >= period.begin, spot_checks.c.checked_at < period.end)


def _found(finding: str | None) -> ColumnElement[bool]:
    # The list is stored as JSON text on SQLite and JSONB on PostgreSQL; both print a name in double quotes.
    return cast(spot_checks.c.findings, Text).contains(f'"{finding}"', autoescape=True) if finding else true()
