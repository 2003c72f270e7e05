"""Whose figures are counted: levels, departments, listings and standing numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from checklists.periods import midnight
from storage import tables
from storage.database import open_engine, units
from storage.figures.actions import standing, standing_behind
from storage.figures.body import Body
from storage.figures.hazards import CONFIRMED, Wanted, count_hazards, hazards_behind
from storage.figures.period import Period, days
from storage.figures.spot_checks import checked_enterprises, checks_behind
from storage.scope import NOTHING, Scope
from storage.unit_of_work import UnitOfWork

JUNE, JULY = days(date(2023, 6, 1), date(2023, 7, 1)), days(date(2023, 7, 1), date(2023, 8, 1))
AREA = Scope(region="360702")
COUNTY, CITY = Body(AREA, ("county",)), Body(Scope(region="3607"))


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[UnitOfWork]:
    """A record with a county's department (1), the city's (2), and one enterprise (1) in the county."""
    engine = open_engine(f"sqlite:///{tmp_path}/record.db")
    tables.metadata.create_all(engine)
    with units(
        engine, lambda: datetime(2023, 8, 1, tzinfo=UTC), lambda length: "A" * length, b"a secret of the tests"
    )() as opened:
        for name, region, level in (("county's", "360702", "county"), ("city's", "360700", "city")):
            opened.execute(insert(tables.departments).values(name=name, region=region, level=level, sectors=[]))
        opened.execute(
            insert(tables.enterprises).values(
                name="A", uscc="1" * 18, region="360702", sector="mine", kinds=[], profile={},
                created_at=midnight(date(2023, 1, 1)),
            )
        )  # fmt: skip
        yield opened
    engine.dispose()


def _hazard(unit: UnitOfWork, number: int, **values: object) -> None:
    usual = {
        "enterprise_id": 1, "number": str(number), "source": "department", "level": "major", "status": "open",
        "words": "", "place": "", "found_at": midnight(date(2023, 6, 5)),
    }  # fmt: skip
    unit.execute(insert(tables.hazards).values(**{**usual, **values}))


def _count(unit: UnitOfWork, body: Body, wanted: Wanted, period: Period = JUNE) -> int:
    (count,) = count_hazards(unit, body, period, wanted)
    assert len(hazards_behind(unit, body, period, wanted)) == count
    return count


def test_a_find_counts_for_the_one_who_made_it(unit: UnitOfWork) -> None:
    _hazard(unit, 1, found_by_department=1)
    _hazard(unit, 2, found_by_department=2)
    _hazard(unit, 3)  # the county's regulator, without a department
    found = Wanted("found", "department")
    assert _count(unit, COUNTY, found) == 2
    assert _count(unit, CITY, found) == 3
    assert _count(unit, Body(Scope(region="360702", department_id=1), ("county",)), found) == 1
    assert _count(unit, Body(Scope(region="3607", department_id=2), ("city",)), found) == 1
    assert _count(unit, Body(Scope(enterprise_id=1)), found) == 3
    assert _count(unit, Body(NOTHING), found) == 0


def test_suspected_hazards_count_unless_confirmed_ones_are_asked_for(unit: UnitOfWork) -> None:
    _hazard(unit, 1, level="suspected_major")
    _hazard(unit, 2, level="suspected_major", status="rejected")
    _hazard(unit, 3, level="unclear")
    assert _count(unit, COUNTY, Wanted("found")) == 1
    assert _count(unit, COUNTY, Wanted("found", levels=CONFIRMED)) == 0


def test_a_hazard_listed_by_the_county_and_then_by_the_city(unit: UnitOfWork) -> None:
    _hazard(
        unit, 1, supervised_at=midnight(date(2023, 7, 10)), supervision_level="city", status="signed_off",
        signed_off_at=midnight(date(2023, 7, 20)),
    )  # fmt: skip
    for day, level in ((date(2023, 6, 10), "county"), (date(2023, 7, 10), "city")):
        unit.execute(
            insert(tables.hazard_events).values(hazard_id=1, at=midnight(day), kind="listed", data={"level": level})
        )
    assert [_count(unit, COUNTY, Wanted("listed"), month) for month in (JUNE, JULY)] == [1, 1]
    assert _count(unit, COUNTY, Wanted("listed"), days(date(2023, 6, 1), date(2023, 8, 1))) == 1
    assert [_count(unit, COUNTY, Wanted("listed", by="city"), month) for month in (JUNE, JULY)] == [0, 1]
    assert [_count(unit, COUNTY, Wanted("fixed", listed=True), month) for month in (JUNE, JULY)] == [0, 1]
    assert hazards_behind(unit, COUNTY, JUNE, Wanted("listed"))[0].when == midnight(date(2023, 6, 10))


def test_one_category_is_not_taken_for_another_that_resembles_it(unit: UnitOfWork) -> None:
    for number, findings in enumerate((["not_led"], ["not_led", "no_drill"], ["notxled"])):
        unit.execute(
            insert(tables.spot_checks).values(
                enterprise_id=1, level="county", region="360702", inspectors=[], findings=findings, photos=[],
                checked_at=midnight(date(2023, 6, 1 + number)), recorded_at=midnight(date(2023, 6, 1)),
            )
        )  # fmt: skip
    assert checked_enterprises(unit, COUNTY, JUNE, None, "not_led", "no_safety_body") == (1, 1, 0)
    assert checked_enterprises(unit, COUNTY, days(date(2023, 6, 3), date(2023, 7, 1)), "not_led") == (0,)
    assert [check.amount for check in checks_behind(unit, COUNTY, JUNE, "not_led")] == [1, 0]


def test_a_standing_number_is_the_last_one_of_each_body(unit: UnitOfWork) -> None:
    for region, level, department, day, count in (
        ("360702", "county", None, date(2023, 1, 10), 5),
        ("360702", "county", None, date(2023, 6, 30), 8),
        ("360702", "county", None, date(2023, 7, 1), 99),
        ("360702", "county", 1, date(2023, 2, 1), 2),
        ("360703", "county", None, date(2023, 3, 1), 4),
        ("360700", "city", 2, date(2023, 3, 1), 10),
    ):
        unit.execute(
            insert(tables.actions).values(
                kind="technical_inspectors", region=region, level=level, department_id=department, happened_on=day,
                count=count, recorded_at=midnight(day),
            )
        )  # fmt: skip
    assert standing(unit, COUNTY, JUNE, "technical_inspectors") == (8 + 2,)
    assert standing(unit, CITY, JUNE, "technical_inspectors") == (8 + 2 + 4 + 10,)
    assert [row.amount for row in standing_behind(unit, COUNTY, JUNE, "technical_inspectors")] == [2, 8]
