"""One row of the ledger 台账 as it stands, and reading such rows within a scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from storage.scope import Scope, within
from storage.tables import enterprises, hazards
from storage.unit_of_work import UnitOfWork

UNDECIDED = ("suspected_major", "unclear")


@dataclass(frozen=True)
class Hazard:
    """One row of the ledger. `funds` in yuan; `deadline` the last day on which it is not overdue."""

    id: int
    number: str
    enterprise_id: int
    enterprise: str
    source: str
    level: str
    status: str
    words: str
    place: str
    clause: str | None
    judgement: Mapping[str, Any] | None
    found_at: datetime
    found_by: int | None
    responsible: str | None
    measures: str | None
    funds: Decimal | None
    deadline: date | None
    contingency: str | None
    rectified_at: datetime | None
    signed_off_at: datetime | None
    reported_at: datetime | None
    reopened: int
    revision: int

    @property
    def is_undecided(self) -> bool:
        """Whether no official has said yet whether it is major."""
        return self.level in UNDECIDED

    @property
    def is_major(self) -> bool:
        """Suspected ones count until a person rejects them: a missed one costs lives."""
        return self.level in ("major", "suspected_major")


def hazard(unit: UnitOfWork, hazard_id: int, scope: Scope) -> Hazard | None:
    """The hazard of that id, if the scope holds its enterprise."""
    row = unit.execute(_query(scope).where(hazards.c.id == hazard_id)).one_or_none()
    return read_hazard(row) if row is not None else None


def ledger(
    unit: UnitOfWork, scope: Scope, *, statuses: Sequence[str] = ("open", "rectified"), limit: int = 20, after: int = 0
) -> tuple[Hazard, ...]:
    """Hazards in those states: major ones first, then by deadline; `after` skips that many."""
    rank = func.coalesce(hazards.c.deadline, date(9999, 12, 31))
    major = hazards.c.level.in_(("major", "suspected_major"))
    query = _query(scope).where(hazards.c.status.in_(statuses)).order_by(major.desc(), rank, hazards.c.id)
    return tuple(map(read_hazard, unit.execute(query.offset(after).limit(limit))))


def closed(unit: UnitOfWork, scope: Scope, words: str, *, limit: int = 9) -> tuple[Hazard, ...]:
    """Signed-off and rejected hazards whose number, enterprise, place or words hold `words`, the latest first."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    held = (hazards.c.number, enterprises.c.name, hazards.c.place, hazards.c.words)
    query = _query(scope).where(
        hazards.c.status.in_(("signed_off", "rejected")), or_(*(one.like(pattern, escape="\\") for one in held))
    )
    return tuple(map(read_hazard, unit.execute(query.order_by(hazards.c.id.desc()).limit(limit))))


def closed_undecided(unit: UnitOfWork, scope: Scope, *, limit: int = 9) -> tuple[Hazard, ...]:
    """What was signed off before an official had a word on it: suspected ones, which the tables count as major, first,
    then the latest."""
    suspected = hazards.c.level == "suspected_major"
    query = _query(scope).where(hazards.c.status == "signed_off", hazards.c.level.in_(UNDECIDED))
    return tuple(map(read_hazard, unit.execute(query.order_by(suspected.desc(), hazards.c.id.desc()).limit(limit))))


def count(unit: UnitOfWork, scope: Scope, *conditions: ColumnElement[bool]) -> int:
    """How many hazards the scope holds under those conditions."""
    query = select(func.count()).select_from(hazards.join(enterprises)).where(within(scope), *conditions)
    return int(unit.execute(query).scalar_one())


def counts_by_status(unit: UnitOfWork, scope: Scope) -> dict[str, int]:
    """How many hazards of the scope are in each state."""
    query = (
        select(hazards.c.status, func.count().label("hazards"))
        .select_from(hazards.join(enterprises))
        .where(within(scope))
        .group_by(hazards.c.status)
    )
    return {row.status: row.hazards for row in unit.execute(query)}


def _query(scope: Scope) -> Any:
    return (
        select(hazards, enterprises.c.name.label("enterprise"))
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(within(scope))
    )


def read_hazard(row: Row[Any]) -> Hazard:
    """A hazard out of a row that holds all its columns and its enterprise's name as `enterprise`."""
    return Hazard(
        row.id,
        row.number,
        row.enterprise_id,
        row.enterprise,
        row.source,
        row.level,
        row.status,
        row.words,
        row.place,
        row.clause,
        row.judgement,
        row.found_at,
        row.found_by,
        row.responsible,
        row.measures,
        row.funds,
        row.deadline,
        row.contingency,
        row.rectified_at,
        row.signed_off_at,
        row.reported_at,
        row.reopened,
        row.revision,
    )
