"""The sample county: believable, whole, the same each time, and nobody's."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select
from stdnum.cn import uscc

from bot.sample import County, plant_county
from bot.sample.county import campaign_for
from bot.sample.people import demo_people
from checklists.content import Content
from checklists.periods import beijing_day
from checklists.plan import Plan
from reports.area_digest import area_digest
from reports.bodies import region_body
from reports.filling import fill
from storage import tables
from storage.database import open_engine, units
from storage.enterprises import campaigns_for
from storage.inspected_months import differing
from storage.scope import EVERYTHING
from storage.unit_of_work import OpenUnit
from tests.conftest import CountedCodes, Database, SetClock, unwatched

PLANS = ("ganzhou-2023", "weihai-mines-2023")
NOW = datetime(2023, 9, 22, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Planted:
    """A county planted for a plan in a database of its own."""

    plan: Plan
    county: County
    open_unit: OpenUnit

    def rows(self, table: Table) -> list[dict[str, Any]]:
        with self.open_unit() as unit:
            return [dict(row) for row in unit.execute(select(table)).mappings()]


def plant(content: Content, open_unit: OpenUnit, plan: str, folder: Path, *, whole: bool) -> Planted:
    chosen = content.plans[plan]
    with open_unit() as unit:
        campaign = campaign_for(chosen, beijing_day(unit.now))
        county = plant_county(unit, content, chosen, folder, campaign, enterprises=40, whole=whole)
        unit.commit()
    return Planted(chosen, county, open_unit)


def planted_in(content: Content, plan: str, folder: Path, *, whole: bool = True) -> Planted:
    engine = open_engine(f"sqlite:///{folder / 'county.sqlite3'}")
    tables.metadata.create_all(engine)
    return plant(
        content, units(engine, SetClock(NOW), CountedCodes(), b"a secret of the tests"), plan, folder, whole=whole
    )


@pytest.fixture(scope="module", params=PLANS)
def planted(request: pytest.FixtureRequest, content: Content, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    folder = tmp_path_factory.mktemp("county")
    with nullcontext() if request.param == PLANS[0] else unwatched():  # the same lines for every plan
        return planted_in(content, request.param, folder)


def test_a_county_with_hazards_in_every_state(planted: Planted) -> None:
    found = planted.rows(tables.hazards)
    assert {row["status"] for row in found} == {"open", "rectified", "signed_off", "rejected"}
    assert {row["level"] for row in found} == {"suspected_major", "major", "general"}
    assert {row["source"] for row in found} >= {"self", "department"}
    assert any(row["supervised_at"] for row in found)
    assert [row["number"] for row in found] == sorted(row["number"] for row in found)
    for row in found:
        assert row["status"] != "signed_off" or row["signed_off_at"] > row["rectified_at"] >= row["found_at"]
        assert row["status"] != "rectified" or row["signed_off_at"] is None


def test_nothing_lies_in_the_future(planted: Planted) -> None:
    for table, column in (
        (tables.hazards, "found_at"), (tables.hazards, "signed_off_at"), (tables.hazard_events, "at"),
        (tables.inspections, "finished_at"), (tables.spot_checks, "checked_at"),
    ):  # fmt: skip
        assert max(row[column] for row in planted.rows(table) if row[column]) <= NOW
    assert max(row["happened_on"] for row in planted.rows(tables.actions)) <= beijing_day(NOW)


def test_the_record_is_whole_and_most_have_inspected_themselves(content: Content, planted: Planted) -> None:
    """As `db check` sees it, and the digest of the week before."""
    with planted.open_unit() as unit:
        assert differing(unit.connection) == 0
        (lagging,) = area_digest(content, unit, EVERYTHING, beijing_day(NOW) - timedelta(weeks=1)).lagging
    assert 0 < lagging.missing.count < 40


def test_codes_pass_the_check_and_were_never_given_to_anybody(planted: Planted) -> None:
    sites = planted.rows(tables.enterprises)
    codes = [row["uscc"] for row in sites]
    assert len(set(codes)) == len({row["name"] for row in sites}) == 40
    assert all(uscc.is_valid(code) and code[8:12] == "0000" for code in codes)


def test_the_county_table_is_full(content: Content, planted: Planted) -> None:
    form = {"ganzhou-2023": "F7", "weihai-mines-2023": "F12"}[planted.plan.id]
    with planted.open_unit() as unit:
        filled = fill(content, unit, form, region_body(unit, EVERYTHING, planted.county.code), "2023-09", as_of=NOW)
    empty = [one.cell.at for one in filled.cells.values() if one.cell.metrics and not any(one.figures)]
    # F12 covers four weeks only, in which of the rarest things there may be none.
    assert len(empty) <= (0 if form == "F7" else 4), empty
    assert filled.unbalanced == ()


@pytest.mark.unwatched  # the same lines as above
def test_the_same_moment_gives_the_same_county(content: Content, tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        county = planted_in(content, PLANS[0], tmp_path / name, whole=False)
        found.append({table.name: county.rows(table) for table in tables.metadata.sorted_tables})
    assert found[0] == found[1]


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
    plant(content, database.open_unit, PLANS[0], tmp_path, whole=False)
    with database.open_unit() as unit:
        shown = demo_people(unit, content)
        assert campaigns_for(unit, "360702", beijing_day(unit.now))
    assert [one.key for one in shown[:9]] == [
        "principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator",
        "stranger",
    ]  # fmt: skip
    assert {one.key.split("-")[0] for one in shown[9:]} == {"principal", "safety_officer", "county", "department"}
    assert len({one.address for one in shown}) == len({one.key for one in shown}) == len(shown)
    sites = [one.body for one in shown if one.key.split("-")[0] == "principal"]
    assert len(set(sites)) == len(sites)  # one principal of each
