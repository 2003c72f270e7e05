"""What lies on the border of a period, of every kind of figure: the first moment is in, the end belongs to the next.

June runs from 1 June 00:00 to 1 July 00:00 in Beijing. Each is counted over June and over the first half of the year,
which a large record answers in another way, and over May and July, where it must not be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert

from checklists.periods import midnight
from storage import tables
from storage.figures.actions import Act, count_acts, split_acts, standing
from storage.figures.body import Body
from storage.figures.enterprises import count_enterprises
from storage.figures.hazards import Wanted, count_hazards, split_hazards
from storage.figures.ledger_rows import count_ledger
from storage.figures.period import Period, days
from storage.figures.risks import split_problems, split_risks, tally_problems, tally_risks
from storage.figures.spot_checks import checked_enterprises
from storage.figures.standing import by_sector
from storage.figures.visits import count_sent, count_served
from storage.scope import Scope
from storage.unit_of_work import UnitOfWork
from tests.conftest import Database

BEGIN, END = midnight(date(2023, 6, 1)), midnight(date(2023, 7, 1))
JUNE = Period(BEGIN, END)
HALF_YEAR = days(date(2023, 1, 1), date(2023, 7, 1))
INSTANT = timedelta(seconds=1)
MOMENTS = (BEGIN - INSTANT, BEGIN, END - INSTANT, END)
"""The last second of May, June's first and last, and July's first."""
IN_JUNE, IN_HALF_YEAR = 2, 3
COUNTY, CITY = Body(Scope(region="360702"), ("county",)), Body(Scope(region="3607"))


@pytest.fixture
def unit(database: Database) -> Iterator[UnitOfWork]:
    """A county with four enterprises (1 to 4), so that each moment has its own."""
    with database.open_unit() as opened:
        for number in range(1, 5):
            opened.execute(
                insert(tables.enterprises).values(
                    name=f"E{number}", uscc=f"{number:018d}", region="360702", sector="mine", kinds=[], profile={},
                    created_at=midnight(date(2022, 1, 1)),
                )
            )  # fmt: skip
        yield opened


def _hazards(unit: UnitOfWork, **moments: str) -> None:
    """One hazard for each of MOMENTS, which the columns said to be `at` hold."""
    for number, moment in enumerate(MOMENTS, 1):
        values: dict[str, object] = {name: moment for name, how in moments.items() if how == "at"}
        values |= {name: how for name, how in moments.items() if how != "at"}
        usual = {
            "enterprise_id": number, "number": str(number), "source": "self", "level": "major", "status": "open",
            "words": "", "place": "", "found_at": midnight(date(2022, 1, 1)),
        }  # fmt: skip
        unit.execute(insert(tables.hazards).values(**{**usual, **values}))


def _counted(unit: UnitOfWork, wanted: Wanted) -> tuple[int, int, int]:
    """Over June in one figure, in a row of a table, and over the half-year."""
    return (
        count_hazards(unit, COUNTY, JUNE, wanted)[0],
        split_hazards(unit, COUNTY, JUNE, wanted)(COUNTY)[0],
        count_hazards(unit, COUNTY, HALF_YEAR, wanted)[0],
    )


def test_found(unit: UnitOfWork) -> None:
    _hazards(unit, found_at="at")
    assert _counted(unit, Wanted("found")) == (IN_JUNE, IN_JUNE, IN_HALF_YEAR)
    assert count_ledger(unit, COUNTY, JUNE) == 3  # open still, but for the one found as July began
    assert [row.open for row in by_sector(unit, COUNTY, END)] == [3]


def test_fixed(unit: UnitOfWork) -> None:
    _hazards(unit, signed_off_at="at", status="signed_off")
    assert _counted(unit, Wanted("fixed")) == (IN_JUNE, IN_JUNE, IN_HALF_YEAR)
    assert count_ledger(unit, COUNTY, JUNE) == 3  # not the one closed in the last second of May
    assert [row.open for row in by_sector(unit, COUNTY, END)] == [1]  # closed as July began: open until then


def test_reopened_since(unit: UnitOfWork) -> None:
    _hazards(unit, found_at="at", signed_off_at="at", rectified_at="at", status="open")
    assert _counted(unit, Wanted("fixed")) == (0, 0, 0)
    assert _counted(unit, Wanted("found")) == (IN_JUNE, IN_JUNE, IN_HALF_YEAR)
    assert count_ledger(unit, COUNTY, JUNE) == 3


def test_listed_as_the_hazard_says(unit: UnitOfWork) -> None:
    _hazards(unit, supervised_at="at", supervision_level="county")
    assert _counted(unit, Wanted("listed")) == (IN_JUNE, IN_JUNE, IN_HALF_YEAR)
    assert _counted(unit, Wanted("listed", by="county")) == (IN_JUNE, IN_JUNE, IN_HALF_YEAR)
    assert _counted(unit, Wanted("listed", by="city")) == (0, 0, 0)


def test_listed_as_its_history_says(unit: UnitOfWork) -> None:
    _hazards(unit)
    for number, moment in enumerate(MOMENTS, 1):
        for kind, at in (("listed", moment), ("progress", BEGIN), ("delisted", BEGIN)):
            unit.execute(
                insert(tables.hazard_events).values(
                    hazard_id=number, at=at, kind=kind, note="", data={"level": "county"}
                )
            )  # fmt: skip
    assert _counted(unit, Wanted("listed")) == (IN_JUNE, IN_JUNE, IN_HALF_YEAR)
    assert _counted(unit, Wanted("listed", by="county")) == (IN_JUNE, IN_JUNE, IN_HALF_YEAR)
    assert _counted(unit, Wanted("listed", by="city")) == (0, 0, 0)


def test_fixed_after_it_was_listed_at_any_time_before_the_end(unit: UnitOfWork) -> None:
    """Listed long ago counts; listed only after the period, when it was fixed already, does not."""
    _hazards(unit, supervised_at="at", supervision_level="county", status="signed_off")
    unit.execute(tables.hazards.update().values(signed_off_at=BEGIN))
    assert _counted(unit, Wanted("fixed", listed=True)) == (3, 3, 3)
    assert _counted(unit, Wanted("fixed", listed=True, by="city")) == (0, 0, 0)
    unit.execute(tables.hazards.update().values(supervised_at=None))
    unit.execute(insert(tables.hazard_events).values(hazard_id=1, at=END, kind="listed", note=""))
    unit.execute(insert(tables.hazard_events).values(hazard_id=2, at=END - INSTANT, kind="listed", note=""))
    assert _counted(unit, Wanted("fixed", listed=True)) == (1, 1, 1)


def test_with_measures(unit: UnitOfWork) -> None:
    _hazards(unit, found_at="at", measures="m")
    unit.execute(tables.hazards.update().where(tables.hazards.c.id == 2).values(measures=""))
    unit.execute(tables.hazards.update().where(tables.hazards.c.id == 1).values(measures=None))
    assert _counted(unit, Wanted("found", measured=True)) == (1, 1, 1)


def test_spot_checks_and_those_who_were_sent(unit: UnitOfWork) -> None:
    for number, moment in enumerate(MOMENTS, 1):
        unit.execute(
            insert(tables.spot_checks).values(
                enterprise_id=number, level="county", region="360702", inspectors=["A", "B"], checked_at=moment,
                findings=["not_led"], photos=[], problems_found=1, problems_fixed=1, recorded_at=moment,
            )
        )  # fmt: skip
    assert checked_enterprises(unit, COUNTY, JUNE, None, "not_led", "no_drill") == (IN_JUNE, IN_JUNE, 0)
    # The last second of May in Beijing is still 31 May in UTC, and so is June's first: two days, two teams.
    wanted = ("teams", "officers", "problems", "problems-fixed")
    assert count_sent(unit, COUNTY, JUNE, *wanted) == (2, 4, 2, 2)  # type: ignore[arg-type]
    assert count_sent(unit, COUNTY, HALF_YEAR, *wanted) == (3, 6, 3, 3)  # type: ignore[arg-type]
    assert count_served(unit, COUNTY, JUNE, None) == (IN_JUNE,)


def test_acts_of_a_day(unit: UnitOfWork) -> None:
    for day in (date(2023, 5, 31), date(2023, 6, 1), date(2023, 6, 30), date(2023, 7, 1)):
        for kind in ("penalty", "help_enterprise", "technical_inspectors"):
            unit.execute(
                insert(tables.actions).values(
                    kind=kind, level="county", region="360702", happened_on=day, count=day.day, amount=Decimal(5),
                    recorded_at=END,
                )
            )  # fmt: skip
    penalties, amount = Act("penalty"), Act("penalty", "amount")
    assert count_acts(unit, COUNTY, JUNE, penalties, amount) == (1 + 30, 10)
    assert split_acts(unit, COUNTY, JUNE, penalties, amount)(COUNTY) == (1 + 30, 10)
    assert count_served(unit, COUNTY, JUNE, None) == (1 + 30,)
    assert standing(unit, COUNTY, JUNE, "technical_inspectors") == (30,)


def test_what_the_city_did_in_a_county_is_the_city_s(unit: UnitOfWork) -> None:
    for level, count in (("county", 3), ("city", 4)):
        unit.execute(
            insert(tables.actions).values(
                kind="penalty", level=level, region="360702", enterprise_id=1, happened_on=date(2023, 6, 5),
                count=count, recorded_at=END,
            )
        )  # fmt: skip
    assert count_acts(unit, COUNTY, JUNE, Act("penalty")) == (3,)
    assert count_acts(unit, CITY, JUNE, Act("penalty")) == (7,)


def test_a_standing_number_is_added_up_over_offices(unit: UnitOfWork) -> None:
    department = int(
        unit.execute(
            insert(tables.departments)
            .values(name="d", region="360702", level="county", sectors=[])
            .returning(tables.departments.c.id)
        ).scalar_one()
    )
    for region, level, office, day, count in (
        ("360702", "county", None, 1, 5), ("360702", "county", None, 2, 7), ("360702", "county", department, 1, 11),
        ("360703", "county", None, 1, 13), ("360700", "city", None, 1, 17),
    ):  # fmt: skip
        unit.execute(
            insert(tables.actions).values(
                kind="technical_inspectors", level=level, region=region, department_id=office,
                happened_on=date(2023, 6, day), count=count, recorded_at=END,
            )
        )  # fmt: skip
    assert standing(unit, COUNTY, JUNE, "technical_inspectors") == (7 + 11,)
    assert standing(unit, CITY, JUNE, "technical_inspectors") == (7 + 11 + 13 + 17,)


def test_risks_and_problems(unit: UnitOfWork) -> None:
    for number, moment in enumerate((*MOMENTS, BEGIN), 1):
        withdrawn = {"withdrawn_at": END} if number == 5 else {}
        usual = {"enterprise_id": 1, "found_at": moment, **withdrawn}
        unit.execute(
            insert(tables.risks).values(level="red", place="", harm="", photos=[], controlled_at=moment, **usual)
        )  # fmt: skip
        unit.execute(insert(tables.prominent_problems).values(words="", rooted_at=moment, fixed_at=moment, **usual))
    unit.execute(
        insert(tables.risks).values(enterprise_id=1, level="orange", place="", harm="", photos=[], found_at=BEGIN)
    )
    assert tally_risks(unit, COUNTY, JUNE, "found", "controlled") == (IN_JUNE, IN_JUNE)
    assert split_risks(unit, COUNTY, JUNE, "found", "controlled")(COUNTY) == (IN_JUNE, IN_JUNE)
    assert tally_problems(unit, COUNTY, JUNE, "found", "rooted", "fixed") == (IN_JUNE, IN_JUNE, IN_JUNE)
    assert split_problems(unit, COUNTY, HALF_YEAR, "found", "rooted", "fixed")(COUNTY) == (3, 3, 3)


def test_enterprises_entered_and_closed(unit: UnitOfWork) -> None:
    assert count_enterprises(unit, COUNTY, JUNE) == (4,)
    closed = tables.enterprises.update()
    unit.execute(closed.where(tables.enterprises.c.id == 1).values(closed_at=END - INSTANT))
    unit.execute(closed.where(tables.enterprises.c.id == 2).values(closed_at=END))
    unit.execute(closed.where(tables.enterprises.c.id == 3).values(created_at=END - INSTANT))
    unit.execute(closed.where(tables.enterprises.c.id == 4).values(created_at=END))
    assert count_enterprises(unit, COUNTY, JUNE) == (2,)


def test_another_county_s_are_not_counted(unit: UnitOfWork) -> None:
    _hazards(unit, found_at="at")
    neighbour = Body(Scope(region="360703"), ("county",))
    for period in (JUNE, HALF_YEAR):
        assert count_hazards(unit, neighbour, period, Wanted("found")) == (0,)
        assert split_hazards(unit, neighbour, period, Wanted("found"))(neighbour) == (0,)
