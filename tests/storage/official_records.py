"""A city with two counties, three enterprises and their officials, for tests of what officials record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from storage import enterprises, hazards, people
from storage.hazards import Hazard
from storage.oversight.office import Office
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork

CITY, EAST, WEST = "369900", "369902", "369903"
COUNTY_OF_EAST = Office("county", EAST, None)
CITY_ITSELF = Office("city", CITY, None)
IN_EAST, IN_WEST, IN_CITY = Scope(region=EAST), Scope(region=WEST), Scope(region="3699")
FIVE_FIELDS = {
    "responsible": "李安", "measures": "加装泄爆片", "funds": 30000, "deadline": date(2023, 8, 1), "contingency": "停",
}  # fmt: skip


@dataclass(frozen=True)
class City:
    """Ids of what was planted."""

    foundry: int
    mine: int
    far: int
    official: int
    department: int


def plant(unit: UnitOfWork) -> City:
    """Regions, enterprises (foundry and mine in the east, one far in the west), an official, a city department."""
    for code, name, level in ((CITY, "试验市", "city"), (EAST, "东县", "county"), (WEST, "西县", "county")):
        enterprises.add_region(unit, code, name, level)
    foundry, mine, far = (
        enterprises.add_enterprise(unit, name=name, uscc=f"{number:018d}", region=region, sector=sector)
        for number, (name, region, sector) in enumerate(
            (("东县铸造厂", EAST, "industry"), ("东县石料矿", EAST, "mine"), ("西县铸造厂", WEST, "industry"))
        )
    )
    official = people.add_person(unit, "刘明")
    department = enterprises.add_department(unit, "试验市应急管理局", CITY, "city", ("industry", "mine"))
    return City(foundry, mine, far, official, department)


def found(unit: UnitOfWork, enterprise_id: int, **more: object) -> Hazard:
    """A major hazard that the enterprise found itself, unless said otherwise."""
    values = {
        "source": "self",
        "level": "major",
        "words": "除尘器没有泄爆",
        "place": "二号车间",
        "found_by": None,
        **more,
    }
    return hazards.report(unit, enterprise_id=enterprise_id, **values)  # type: ignore[arg-type]


def again(unit: UnitOfWork, one: Hazard) -> Hazard:
    """The hazard as it stands now."""
    there = hazards.hazard(unit, one.id, Scope(enterprise_id=one.enterprise_id))
    assert there is not None
    return there


def close(unit: UnitOfWork, one: Hazard, by: int) -> Hazard:
    """Put right and signed off by the principal."""
    hazards.rectify(unit, again(unit, one), how="改好了", photos=(), by=by, role="safety_officer")
    hazards.sign(unit, again(unit, one), roles=("principal",), by=by, needed=("principal",))
    return again(unit, one)


def beijing(words: str) -> datetime:
    """`2023-06-01 09:00` in Beijing."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
