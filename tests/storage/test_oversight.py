"""Spot checks and acts: recorded in an office's name, corrected without losing what stood there, seen in scope only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.metrics.catalogue import METRICS
from storage.faults import Conflict
from storage.figures.body import Body
from storage.figures.period import days
from storage.oversight import actions, spot_checks
from storage.oversight.actions import ActFacts
from storage.oversight.history import history
from storage.oversight.office import Office, office_of
from storage.oversight.protection import protected_hazards, punished_after_all
from storage.oversight.spot_checks import CheckFacts, checks_that_passed
from storage.people import Role
from storage.scope import Scope
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.storage.official_records import (
    CITY,
    CITY_ITSELF,
    COUNTY_OF_EAST,
    EAST,
    FIVE_FIELDS,
    IN_CITY,
    IN_EAST,
    IN_WEST,
    beijing,
    close,
    found,
    plant,
)  # fmt: skip

JUNE = days(date(2023, 6, 1), date(2023, 7, 1))
OF_EAST = Body(IN_EAST, ("county",))


def checked(enterprise_id: int, when: str, *findings: str) -> CheckFacts:
    return CheckFacts(enterprise_id, beijing(when), ("刘明", "钱进"), findings, problems_found=3, problems_fixed=1)


def test_a_role_says_in_whose_name_its_official_records(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        expected = {
            Role(1, "county", None, EAST, None): Office("county", EAST, None),
            Role(1, "city", None, CITY, None): Office("city", CITY, None),
            Role(1, "department", None, CITY, city.department): Office("city", CITY, city.department),
            Role(1, "administrator", None, None, None): None,
            Role(1, "principal", city.foundry, None, None): None,
        }
        assert {role: office_of(unit, role) for role in expected} == expected


def test_a_corrected_check_counts_as_corrected_and_the_old_one_stays(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        facts = checked(city.foundry, "2023-06-01 09:00", "not_led", "uncertified")
        old_id = spot_checks.record_check(unit, COUNTY_OF_EAST, facts, by=city.official)
        old = spot_checks.spot_check(unit, old_id, IN_EAST)
        assert old is not None
        assert (old.facts, old.office, old.enterprise) == (facts, COUNTY_OF_EAST, "东县铸造厂")

        mended = replace(facts, findings=("not_led",))
        new_id = spot_checks.correct_check(unit, old, mended, reason="证是带着的", by=city.official)
        assert METRICS["checked-not-led"].count(unit, OF_EAST, JUNE) == 1
        assert METRICS["checked-uncertified"].count(unit, OF_EAST, JUNE) == 0
        kept = spot_checks.spot_check(unit, old_id, IN_EAST)
        assert kept is not None
        assert kept.withdrawn_at is not None
        assert kept.facts == facts
        steps = history(unit, "spot_checks", new_id)
        assert [(step.what, step.reason, step.replaces) for step in steps] == [
            ("recorded", "", None), ("replaced", "证是带着的", old_id),
        ]  # fmt: skip
        with pytest.raises(Conflict):
            spot_checks.correct_check(unit, old, facts, reason="再来一次", by=city.official)


def test_a_withdrawn_act_counts_nowhere_and_says_why(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        facts = ActFacts("penalty", date(2023, 6, 5), city.mine, 2, Decimal("30000.50"), note="未按规定")
        act_id = actions.record_act(unit, COUNTY_OF_EAST, facts, by=city.official)
        assert METRICS["penalty-amount"].count(unit, OF_EAST, JUNE) == Decimal("30000.50")
        one = actions.act(unit, act_id, IN_EAST)
        assert one is not None
        assert one.facts == facts
        actions.withdraw_act(unit, one, reason="记错了企业", by=city.official)
        assert METRICS["penalties"].count(unit, OF_EAST, JUNE) == 0
        assert [(step.what, step.person, step.reason) for step in history(unit, "actions", act_id)] == [
            ("recorded", "刘明", ""), ("withdrawn", "刘明", "记错了企业"),
        ]  # fmt: skip


def test_a_correction_of_a_correction_tells_the_whole_story(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        row = actions.record_act(unit, CITY_ITSELF, ActFacts("training", date(2023, 6, 5), count=30), by=city.official)
        for count, reason in ((40, "少写了"), (45, "又少写了")):
            old = actions.act(unit, row, IN_CITY)
            assert old is not None
            row = actions.correct_act(unit, old, replace(old.facts, count=count), reason=reason, by=city.official)
        assert [step.reason for step in history(unit, "actions", row)] == ["", "少写了", "又少写了"]
        assert METRICS["trainings"].count(unit, Body(IN_CITY), JUNE) == 45


def test_offices_see_and_list_their_own_rows_only(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        own = spot_checks.record_check(
            unit, COUNTY_OF_EAST, checked(city.foundry, "2023-06-01 09:00"), by=city.official
        )
        other = spot_checks.record_check(unit, CITY_ITSELF, checked(city.far, "2023-06-02 09:00"), by=city.official)
        unnamed = actions.record_act(unit, COUNTY_OF_EAST, ActFacts("study", date(2023, 6, 2)), by=city.official)
        assert [one.id for one in spot_checks.checks_of_office(unit, IN_EAST, COUNTY_OF_EAST)] == [own]
        assert spot_checks.spot_check(unit, other, IN_EAST) is None
        assert [one.id for one in actions.acts_of_office(unit, IN_EAST, COUNTY_OF_EAST)] == [unnamed]
        assert actions.act(unit, unnamed, IN_WEST) is None
        assert actions.act(unit, unnamed, Scope(enterprise_id=city.foundry)) is None
        assert actions.act(unit, unnamed, Scope()) is None


def test_the_checks_that_passed_what_turned_up_later(open_unit: OpenUnit, clock: SetClock) -> None:
    """Of four checks one entered the clause, one is withdrawn and one came later: one passed it."""
    with open_unit() as unit:
        city = plant(unit)

        def check(when: str, enterprise_id: int = city.foundry) -> int:
            return spot_checks.record_check(
                unit, COUNTY_OF_EAST, checked(enterprise_id, when, "no_drill"), by=city.official
            )

        passed, entered, withdrawn, _ = (check(f"2023-06-0{day} 09:00") for day in (1, 2, 3, 8))
        check("2023-06-01 10:00", city.mine)
        taken_back = spot_checks.spot_check(unit, withdrawn, IN_EAST)
        assert taken_back is not None
        spot_checks.withdraw_check(unit, taken_back, reason="重复", by=city.official)
        hazard = found(unit, city.foundry, source="department", clause="GM-11-3")
        finder = spot_checks.spot_check(unit, entered, IN_EAST)
        assert finder is not None
        spot_checks.found_in_check(unit, finder, hazard.id, by=city.official, role="county")

        def signed(clause: str | None, scope: Scope = IN_EAST) -> list[int]:
            at = beijing("2023-06-05 00:00")
            return [one.id for one in checks_that_passed(unit, scope, city.foundry, clause, at)]

        assert signed("GM-11-3") == [passed]
        assert signed("GM-03-2") == [entered, passed]
        assert signed(None) == [passed]
        assert signed("GM-11-3", IN_WEST) == []
        # a check that is put right keeps what it found
        corrected = spot_checks.correct_check(unit, finder, finder.facts, reason="漏了签名", by=city.official)
        assert signed("GM-11-3") == [passed]
        assert signed("GM-03-2") == [corrected, passed]


def test_what_the_enterprise_found_reported_and_is_fixing_is_protected(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        planned = found(unit, city.foundry, fields=FIVE_FIELDS)
        bare = found(unit, city.foundry)
        by_officials = found(unit, city.foundry, source="department", fields=FIVE_FIELDS)
        ordinary = found(unit, city.foundry, level="general", fields=FIVE_FIELDS)
        closed = close(unit, found(unit, city.foundry, fields=FIVE_FIELDS), city.official)
        free = {**FIVE_FIELDS, "funds": 0}
        costless = found(unit, city.foundry, fields=free)
        protected = {one.id for one in protected_hazards(unit, IN_EAST, city.foundry)}
        assert protected == {planned.id, costless.id}
        assert not protected & {bare.id, by_officials.id, ordinary.id, closed.id}
        assert protected_hazards(unit, IN_WEST, city.foundry) == ()

        punished_after_all(unit, planned, act_id=7, reason="边报边干", by=city.official, role="county")
        steps = history(unit, "hazards", planned.id)
        assert (steps[-1].what, steps[-1].reason) == ("punished", "边报边干")
