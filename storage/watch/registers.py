"""What runs out, and which drills were held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from checklists.periods import Period
from storage.lots import among
from storage.scope import Scope, within
from storage.tables import enterprises, register_entries
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Expiring:
    """A live entry with its last valid day. `title`: the kind of work, or the contractor; `holder`: whose it is."""

    id: int
    enterprise_id: int
    register: str
    title: str
    holder: str
    valid_until: date


def expiring(
    unit: UnitOfWork, scope: Scope, enterprise_ids: Collection[int], registers: Collection[str], until: date
) -> tuple[Expiring, ...]:
    """Live entries valid until that day or less, the earliest first.

    An entry is left out once another of the same register, title and holder is valid for longer: it was renewed.
    """
    newer = register_entries.alias("newer")
    renewed = select(newer.c.id).where(
        newer.c.enterprise_id == register_entries.c.enterprise_id,
        newer.c.register == register_entries.c.register,
        newer.c.title == register_entries.c.title,
        newer.c.holder == register_entries.c.holder,
        newer.c.valid_until > register_entries.c.valid_until,
        newer.c.withdrawn_at.is_(None),
    )
    query = (
        select(register_entries)
        .join(enterprises, enterprises.c.id == register_entries.c.enterprise_id)
        .where(
            within(scope),
            _live(unit, enterprise_ids),
            register_entries.c.register.in_(registers),
            register_entries.c.valid_until <= until,
            ~renewed.exists(),
        )
        .order_by(register_entries.c.valid_until, register_entries.c.id)
    )
    return tuple(
        Expiring(row.id, row.enterprise_id, row.register, row.title, row.holder, row.valid_until)
        for row in unit.execute(query)
    )


def drills(
    unit: UnitOfWork, scope: Scope, enterprise_ids: Collection[int], period: Period
) -> dict[int, tuple[str, ...]]:
    """The kinds of the drills each enterprise held in the period ("" where none was noted), one for each drill."""
    query = (
        select(register_entries.c.enterprise_id, register_entries.c.details)
        .join(enterprises, enterprises.c.id == register_entries.c.enterprise_id)
        .where(
            within(scope),
            _live(unit, enterprise_ids),
            register_entries.c.register == "drill",
            register_entries.c.happened_on >= period.begin,
            register_entries.c.happened_on < period.end,
        )
        .order_by(register_entries.c.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in unit.execute(query):
        found[row.enterprise_id].append(str(row.details.get("kind") or ""))
    return {enterprise_id: tuple(kinds) for enterprise_id, kinds in found.items()}


def _live(unit: UnitOfWork, enterprise_ids: Collection[int]) -> ColumnElement[bool]:
    return and_(
        among(unit, register_entries.c.enterprise_id, enterprise_ids), register_entries.c.withdrawn_at.is_(None)
    )
