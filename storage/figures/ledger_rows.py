"""The rows of the ledger 台账 for a body and a period: every major hazard that stood open at some time in it.

That is, found before the period's end and not signed off before it began, whoever found it; what is still open from
earlier stays in the ledger until it is signed off. A department's ledger holds its sectors' hazards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from storage.dispositions import latest_dispositions
from storage.figures.body import Body, looks_after
from storage.figures.hazards import is_major
from storage.figures.period import Period
from storage.tables import departments, enterprises, hazard_events, hazards
from storage.unit_of_work import UnitOfWork


class LedgerRow(NamedTuple):
    """One hazard with what the official ledgers print of it. `region` is the enterprise's county code.

    A tuple, since a ledger may have a hundred thousand of them.
    """

    number: str
    region: str
    enterprise: str
    uscc: str
    sector: str
    kinds: Sequence[str]
    words: str
    place: str
    clause: str | None
    level: str
    status: str
    source: str
    found_at: datetime
    responsible: str
    measures: str
    deadline: date | None
    rectified_at: datetime | None
    signed_off_at: datetime | None
    supervision_level: str | None
    supervision_document: str
    supervision_department: str
    """The department that listed it, "" where the government did."""
    on_site: str
    administrative: str


def count_ledger(unit: UnitOfWork, body: Body, period: Period, *, from_before: bool = False) -> int:
    """How many rows `ledger_rows` gives, or of these only those found before the period."""
    statement = select(func.count()).select_from(hazards.join(enterprises)).where(_in_ledger(body, period))
    if from_before:
        statement = statement.where(hazards.c.found_at < period.begin)
    return int(unit.execute(statement).scalar_one())


def ledger_rows(unit: UnitOfWork, body: Body, period: Period) -> Iterator[LedgerRow]:
    """The rows by county, in the order in which they were found; a few hundred at a time are in memory."""
    disposed = latest_dispositions()
    query = (
        select(  # in the order of LedgerRow
            hazards.c.number, enterprises.c.region, enterprises.c.name, enterprises.c.uscc, enterprises.c.sector,
            enterprises.c.kinds, hazards.c.words, hazards.c.place, hazards.c.clause, hazards.c.level,
            hazards.c.status, hazards.c.source, hazards.c.found_at, func.coalesce(hazards.c.responsible, ""),
            func.coalesce(hazards.c.measures, ""), hazards.c.deadline, hazards.c.rectified_at, hazards.c.signed_off_at,
            hazards.c.supervision_level, func.coalesce(hazards.c.supervision_document, ""),
            case((hazards.c.supervision_level.is_(None), ""), else_=func.coalesce(_listing_department(), "")),
            func.coalesce(disposed.c.on_site, ""), func.coalesce(disposed.c.administrative, ""),
        )
        .select_from(hazards.join(enterprises).outerjoin(disposed, disposed.c.hazard_id == hazards.c.id))
        .where(_in_ledger(body, period))
        .order_by(enterprises.c.region, hazards.c.found_at, hazards.c.id)
        .execution_options(yield_per=500)
    )  # fmt: skip
    with unit.execute(query) as rows:
        yield from map(LedgerRow._make, rows)


def _listing_department() -> ScalarSelect[str]:
    """The name of the department that listed the hazard last; it stands with the event."""
    department = hazard_events.c.data["department"].as_integer()
    return (
        select(departments.c.name)
        .select_from(hazard_events.join(departments, departments.c.id == department))
        .where(hazard_events.c.hazard_id == hazards.c.id, hazard_events.c.kind == "listed")
        .order_by(hazard_events.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _in_ledger(body: Body, period: Period) -> ColumnElement[bool]:
    closed = and_(hazards.c.status == "signed_off", hazards.c.signed_off_at < period.begin)
    return and_(
        looks_after(body),
        is_major(),
        hazards.c.found_at < period.end,
        or_(hazards.c.signed_off_at.is_(None), ~closed),
    )
