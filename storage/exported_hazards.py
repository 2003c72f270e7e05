"""Hazards of every level for another system's table: those of a period, read a few hundred at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from storage.figures.period import Period
from storage.hazards import Hazard, read_hazard
from storage.scope import Scope, within
from storage.tables import enterprises, hazards, persons
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ExportRow:
    """One hazard with its enterprise and its finder's name; "" where it was reported by somebody unknown."""

    hazard: Hazard
    uscc: str
    region: str
    address: str
    sector: str
    kinds: tuple[str, ...]
    finder: str
    listed: str


def exported_hazards(unit: UnitOfWork, scope: Scope, period: Period) -> Iterator[ExportRow]:
    """What was found, put right or signed off in the period, in the order found; rejected ones are no hazards."""
    moments = (hazards.c.found_at, hazards.c.rectified_at, hazards.c.signed_off_at)
    query = (
        select(
            hazards, enterprises.c.name.label("enterprise"), enterprises.c.uscc, enterprises.c.region,
            enterprises.c.address, enterprises.c.sector, enterprises.c.kinds, persons.c.name.label("finder"),
        )
        .select_from(hazards.join(enterprises).outerjoin(persons, persons.c.id == hazards.c.found_by))
        .where(within(scope), hazards.c.status != "rejected")
        .where(or_(*(and_(moment >= period.begin, moment < period.end) for moment in moments)))
        .order_by(hazards.c.found_at, hazards.c.id)
        .execution_options(yield_per=500)
    )  # fmt: skip
    with unit.execute(query) as rows:
        for row in rows:
            finder = (row.finder or "") if row.source != "whistle" else ""
            listed = row.supervision_document or ""
            yield ExportRow(
                read_hazard(row), row.uscc, row.region, row.address or "", row.sector, tuple(row.kinds), finder, listed
            )
