"""The ledger page by page, narrowed by what somebody is looking for.

A page begins behind the last row of the one before (keyset, not offset): the ten thousandth row costs what the first
does, and rows that come and go meanwhile are neither shown twice nor passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, case, func, literal, or_, select, tuple_

from storage.hazards import Hazard, read_hazard
from storage.scope import Scope, within
from storage.tables import enterprises, hazard_photos, hazards
from storage.unit_of_work import UnitOfWork

STANDING = ("open", "rectified")
CLOSED = ("signed_off", "rejected")
MAJOR = ("major", "suspected_major")
_NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Wanted:
    """What is looked for; everything empty is what still stands. `status`: a state, or `all`; `level`: a level, or
    `any_major` for confirmed and suspected ones; `words` stand in number, place, words, or the enterprise's name."""

    status: str = ""
    level: str = ""
    sector: str = ""
    enterprise_id: int | None = None
    overdue: bool = False
    words: str = ""

    @property
    def by_urgency(self) -> bool:
        """Whether major ones come first, then the earliest deadline; closed ones come latest first."""
        return self.overdue or self.status in ("", *STANDING)


@dataclass(frozen=True)
class Line:
    """One row with where its enterprise lies, and its first photo of each stage (media ids)."""

    hazard: Hazard
    region: str
    sector: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class LedgerPage:
    """Some rows, and the mark of the next page; "" on the last one."""

    lines: tuple[Line, ...]
    next: str


def ledger_page(
    unit: UnitOfWork, scope: Scope, wanted: Wanted, today: date, *, after: str = "", limit: int = 30
) -> LedgerPage:
    """The rows behind the mark `after` (of an earlier page; anything else is the beginning)."""
    rank = case((hazards.c.level.in_(MAJOR), 0), else_=1)
    due = func.coalesce(hazards.c.deadline, _NEVER, type_=Date)
    query = (
        select(hazards, enterprises.c.name.label("enterprise"), enterprises.c.region, enterprises.c.sector)
        .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
        .where(within(scope), *_conditions(wanted, today))
    )
    mark = _read(after)
    if wanted.by_urgency:
        query = query.order_by(rank, due, hazards.c.id)
        if mark is not None:
            behind = tuple_(literal(mark[0], Integer), literal(mark[1], Date), literal(mark[2], Integer))
            query = query.where(tuple_(rank, due, hazards.c.id) > behind)
    else:
        query = query.order_by(hazards.c.id.desc())
        if mark is not None:
            query = query.where(hazards.c.id < mark[2])
    rows = unit.execute(query.limit(limit + 1)).all()
    shown = rows[:limit]
    photos = _first_photos(unit, [row.id for row in shown])
    lines = tuple(
        Line(read_hazard(row), row.region, row.sector, photos.get((row.id, "before")), photos.get((row.id, "after")))
        for row in shown
    )
    return LedgerPage(lines, _mark(lines[-1].hazard) if len(rows) > limit else "")


def count_ledger_page(unit: UnitOfWork, scope: Scope, wanted: Wanted, today: date) -> int:
    """How many rows all pages have together."""
    query = select(func.count()).select_from(hazards.join(enterprises))
    return int(unit.execute(query.where(within(scope), *_conditions(wanted, today))).scalar_one())


def sectors_within(unit: UnitOfWork, scope: Scope) -> tuple[str, ...]:
    """The sectors of the scope's enterprises, by id."""
    query = select(enterprises.c.sector).where(within(scope)).distinct().order_by(enterprises.c.sector)
    return tuple(unit.execute(query).scalars())


def holding(words: str, *columns: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that one of the columns holds these words as they stand."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return or_(*(column.like(pattern, escape="\\") for column in columns))


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.status in (*STANDING, *CLOSED):
        found.append(hazards.c.status == wanted.status)
    elif wanted.status != "all":
        found.append(hazards.c.status.in_(STANDING))
    if wanted.level:
        levels = MAJOR if wanted.level == "any_major" else (wanted.level,)
        found.append(hazards.c.level.in_(levels))
    if wanted.sector:
        found.append(enterprises.c.sector == wanted.sector)
    if wanted.enterprise_id is not None:
        found.append(hazards.c.enterprise_id == wanted.enterprise_id)
    if wanted.overdue:
        found.append(and_(hazards.c.status == "open", hazards.c.deadline < today))
    if wanted.words:
        columns = (hazards.c.number, hazards.c.words, hazards.c.place, enterprises.c.name)
        found.append(holding(wanted.words, *columns))
    return found


def _first_photos(unit: UnitOfWork, hazard_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    query = (
        select(hazard_photos.c.hazard_id, hazard_photos.c.stage, func.min(hazard_photos.c.media_id).label("first"))
        .where(hazard_photos.c.hazard_id.in_(hazard_ids))
        .group_by(hazard_photos.c.hazard_id, hazard_photos.c.stage)
    )
    return {(row.hazard_id, row.stage): row.first for row in unit.execute(query)} if hazard_ids else {}


def _mark(one: Hazard) -> str:
    return f"{0 if one.is_major else 1}.{(one.deadline or _NEVER).isoformat()}.{one.id}"


def _read(mark: str) -> tuple[int, date, int] | None:
    rank, _, rest = mark.partition(".")
    day, _, last = rest.partition(".")
    if rank not in ("0", "1") or not (last.isascii() and last.isdecimal()) or len(last) > 15:
        return None
    try:
        return int(rank), date.fromisoformat(day), int(last)
    except ValueError:
        return None
