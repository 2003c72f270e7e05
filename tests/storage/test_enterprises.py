"""Enterprises, places, and which plan is in force where."""

from __future__ import annotations

from datetime import date

import pytest

from storage import enterprises
from storage.enterprises import Campaign
from storage.scope import EVERYTHING, NOTHING, Scope
from storage.unit_of_work import OpenUnit
from tests.storage.ground import plant

MAY, DECEMBER = date(2023, 5, 1), date(2023, 12, 31)


@pytest.mark.parametrize(
    ("region", "day", "plans"),
    [
        ("360702", "2023-05-01", ["city"]),
        ("360702", "2023-12-31", ["city"]),
        ("360702", "2023-04-30", []),
        ("360702", "2024-01-01", []),
        ("360703", "2023-06-12", ["city", "county"]),
        ("360800", "2023-06-12", []),
        ("371002", "2023-06-12", []),
    ],
)
def test_a_plan_binds_its_region_and_all_below_from_first_to_last_day(
    open_unit: OpenUnit, region: str, day: str, plans: list[str]
) -> None:
    with open_unit() as unit:
        enterprises.put_in_force(unit, Campaign("city", 2023, "360700", MAY, DECEMBER))
        enterprises.put_in_force(unit, Campaign("county", 2023, "360703", MAY, DECEMBER))
        found = enterprises.campaigns_for(unit, region, date.fromisoformat(day))
        assert [one.plan for one in found] == plans


def test_a_plan_is_put_in_force_once(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        for _ in range(2):
            enterprises.put_in_force(unit, Campaign("city", 2023, "360700", MAY, DECEMBER))
        assert len(enterprises.campaigns(unit)) == 1


def test_a_region_or_department_added_twice_is_one(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        plant(unit)
        enterprises.add_region(unit, "360702", "另一个名字", "county")
        assert enterprises.region_name(unit, "360702") == "章贡区"
        first = enterprises.add_department(unit, "应急局", "360702", "county", ("industry",))
        assert enterprises.add_department(unit, "应急局", "360702", "county") == first
        assert enterprises.region_name(unit, "990000") == "990000"


def test_counties_of_a_scope(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        plant(unit)
        assert enterprises.counties(unit, Scope(region="3607")) == (("360702", "章贡区"), ("360703", "南康区"))
        assert enterprises.counties(unit, Scope(region="360702")) == (("360702", "章贡区"),)
        assert enterprises.counties(unit, NOTHING) == ()


def test_a_profile_is_added_to(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        ground = plant(unit)
        for profile in ({"hot_work": "yes", "leasing": "no"}, {"leasing": "yes"}):
            one = enterprises.enterprise(unit, ground.enterprise, EVERYTHING)
            assert one is not None
            enterprises.set_profile(unit, one, profile, by=None)
        after = enterprises.enterprise(unit, ground.enterprise, EVERYTHING)
        assert after is not None
        assert dict(after.profile) == {"hot_work": "yes", "leasing": "yes"}


def test_two_enterprises_cannot_bear_one_credit_code(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        plant(unit)
        with pytest.raises(Exception, match=r"(?i)unique|same"):
            enterprises.add_enterprise(unit, name="别家", uscc="91360702000000019E", region="360702", sector="industry")
