"""The sample county: believable, whole, the same each time, and nobody's."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, select
from stdnum.cn import uscc

from bot.sample import County, plant_county
from bot.sample.county import campaign_for
from bot.sample.people import demo_people
from checklists.content import Content
from checklists.periods import beijing_day
from reports.bodies import region_body
from reports.filling import fill
from storage import tables
from storage.enterprises import campaigns_for
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit
from tests.conftest import Database, SetClock

PLANS = ("ganzhou-2023", "weihai-mines-2023")


def planted(content: Content, open_unit: OpenUnit, plan: str, folder: Path) -> County:
    with open_unit() as unit:
        day = beijing_day(unit.now)
        county = plant_county(
            unit, content, content.plans[plan], folder, campaign_for(content.plans[plan], day), enterprises=40
        )
        unit.commit()
    return county


def rows(open_unit: OpenUnit, table: Table) -> list[dict[str, object]]:
    with open_unit() as unit:
        return [dict(row) for row in unit.execute(select(table)).mappings()]


@pytest.mark.parametrize("plan", PLANS)
def test_a_county_with_hazards_in_every_state(content: Content, database: Database, plan: str, tmp_path: Path) -> None:
    planted(content, database.open_unit, plan, tmp_path)
    found = rows(database.open_unit, tables.hazards)
    assert {row["status"] for row in found} == {"open", "rectified", "signed_off", "rejected"}
    assert {row["level"] for row in found} == {"suspected_major", "major", "general"}
    assert {row["source"] for row in found} >= {"self", "department"}
    assert any(row["supervised_at"] for row in found)
    assert [row["number"] for row in found] == sorted(str(row["number"]) for row in found)
    for row in found:
        assert row["status"] != "signed_off" or row["signed_off_at"] > row["rectified_at"] >= row["found_at"]  # type: ignore[operator]
        assert row["status"] != "rectified" or row["signed_off_at"] is None


def test_nothing_lies_in_the_future(content: Content, database: Database, tmp_path: Path) -> None:
    planted(content, database.open_unit, PLANS[0], tmp_path)
    now = SetClock().now
    for table, column in (
        (tables.hazards, "found_at"), (tables.hazards, "signed_off_at"), (tables.hazard_events, "at"),
        (tables.inspections, "finished_at"), (tables.spot_checks, "checked_at"),
    ):  # fmt: skip
        assert max(row[column] for row in rows(database.open_unit, table) if row[column]) <= now  # type: ignore[type-var]
    assert max(row["happened_on"] for row in rows(database.open_unit, tables.actions)) <= beijing_day(now)  # type: ignore[type-var]


def test_codes_pass_the_check_and_were_never_given_to_anybody(
    content: Content, database: Database, tmp_path: Path
) -> None:
    planted(content, database.open_unit, PLANS[0], tmp_path)
    sites = rows(database.open_unit, tables.enterprises)
    codes = [str(row["uscc"]) for row in sites]
    assert len(set(codes)) == len({row["name"] for row in sites}) == 40
    assert all(uscc.is_valid(code) and code[8:12] == "0000" for code in codes)


@pytest.mark.parametrize(("plan", "form"), [("ganzhou-2023", "F7"), ("weihai-mines-2023", "F12")])
def test_the_county_table_is_full(
    content: Content, database: Database, clock: SetClock, plan: str, form: str, tmp_path: Path
) -> None:
    clock.now = datetime(2023, 9, 22, 4, tzinfo=UTC)
    county = planted(content, database.open_unit, plan, tmp_path)
    with database.open_unit() as unit:
        body = region_body(unit, EVERYTHING, county.code)
        filled = fill(content, unit, form, body, "2023-09", as_of=unit.now)
    cells = [cell for cell in filled.cells.values() if cell.cell.metrics]
    empty = [cell.cell.at for cell in cells if not any(cell.figures)]
    # F12 covers four weeks only, in which of the rarest things there may be none.
    assert len(empty) <= (0 if form == "F7" else 4), empty
    assert filled.unbalanced == ()


def test_the_same_moment_gives_the_same_county(content: Content, tmp_path: Path, database: Database) -> None:
    if database.kind != "sqlite":
        return
    planted(content, database.open_unit, PLANS[0], tmp_path / "one")
    first = {table.name: rows(database.open_unit, table) for table in (tables.hazards, tables.inspection_answers)}
    with database.open_unit() as unit:
        for table in reversed(tables.metadata.sorted_tables):
            unit.execute(table.delete())
        unit.commit()
    planted(content, database.open_unit, PLANS[0], tmp_path / "two")

    def plain(found: list[dict[str, object]]) -> Counter[str]:
        names = {name for row in found for name in row} - {"id"}
        return Counter(str([row[name] for name in sorted(names) if not name.endswith(("_id", "_by"))]) for row in found)

    for table in (tables.hazards, tables.inspection_answers):
        assert plain(rows(database.open_unit, table)) == plain(first[table.name])


@pytest.mark.parametrize("month", range(1, 13))
def test_the_campaign_runs_on_any_day_of_any_year(content: Content, month: int) -> None:
    day = datetime(2027, month, 3, tzinfo=UTC).date()
    for plan in content.plans.values():
        campaign = campaign_for(plan, day)
        assert campaign.begins <= day - timedelta(weeks=12)
        assert campaign.ends > day
        assert campaign.year == 2027


def test_everybody_of_the_demo_is_bound(content: Content, database: Database, tmp_path: Path) -> None:
    with database.open_unit() as unit:
        assert demo_people(unit, content) == ()
    planted(content, database.open_unit, PLANS[0], tmp_path)
    with database.open_unit() as unit:
        shown = demo_people(unit, content)
        assert campaigns_for(unit, "360702", beijing_day(unit.now))
    assert [one.key for one in shown] == [
        "principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator",
        "stranger",
    ]  # fmt: skip
    assert len({one.address for one in shown}) == 9
