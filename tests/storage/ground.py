"""The least a storage test stands on: two counties, an enterprise in one, its people, an official."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from storage import enterprises, people, whistles
from storage.unit_of_work import UnitOfWork

DAY = date(2023, 6, 12)
FIELDS = {
    "responsible": "李安",
    "measures": "装泄爆片",
    "funds": Decimal(30000),
    "deadline": DAY,
    "contingency": "停用",
}


@dataclass(frozen=True)
class Ground:
    """Ids of what was planted."""

    enterprise: int
    other: int
    principal: int
    officer: int
    official: int


def plant(unit: UnitOfWork) -> Ground:
    """An enterprise in 章贡 with two people, another one in 南康, and 章贡's official."""
    for code, name, level in (
        ("360700", "赣州市", "city"),
        ("360702", "章贡区", "county"),
        ("360703", "南康区", "county"),
    ):
        enterprises.add_region(unit, code, name, level)
    enterprise = enterprises.add_enterprise(
        unit, name="赣州宏达家具有限公司", uscc="91360702000000019E", region="360702", sector="industry"
    )
    other = enterprises.add_enterprise(
        unit, name="赣州永兴食品有限公司", uscc="91360703000000027P", region="360703", sector="mine"
    )
    principal, officer, official = (people.add_person(unit, name) for name in ("王建国", "李安", "刘明"))
    people.grant(unit, principal, "principal", enterprise_id=enterprise, by=None)
    people.grant(unit, officer, "safety_officer", enterprise_id=enterprise, by=None)
    people.grant(unit, official, "county", region="360702", by=None)
    return Ground(enterprise, other, principal, officer, official)


def enter(unit: UnitOfWork) -> None:
    """The next full hour comes, and with it the reports that waited for it."""
    unit.now += timedelta(hours=1)
    whistles.release(unit, Path("no photos"))
