"""Risks with their four lists, prominent problems, and the figures that F10 counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from storage import prominent_problems, risks
from storage.faults import Conflict
from storage.figures.body import Body
from storage.figures.period import days
from storage.figures.risks import (
    count_problems,
    count_risks,
    problems_behind,
    problems_by_sector,
    risks_behind,
    risks_by_sector,
)  # fmt: skip
from storage.risks import RiskFacts
from storage.scope import Scope
from storage.unit_of_work import OpenUnit
from tests.conftest import SetClock
from tests.storage.official_records import IN_CITY, IN_EAST, IN_WEST, plant

JUNE, JULY = days(date(2023, 6, 1), date(2023, 7, 1)), days(date(2023, 7, 1), date(2023, 8, 1))
CITY = Body(IN_CITY)
WHOLE = RiskFacts("red", "涂装线", "粉尘爆炸", base="一条线", measures="泄爆", responsibility="李安", emergency="急停")
BARE = RiskFacts("red", "采场", "坍塌")


def test_a_risk_is_controlled_once_all_four_lists_are_in_place(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        city = plant(unit)
        risk_id = risks.enter_risk(unit, city.mine, BARE, by=city.official)
        one = risks.risk(unit, risk_id, Scope(enterprise_id=city.mine))
        assert one is not None
        assert one.facts.missing == ("base", "measures", "responsibility", "emergency")
        unit.commit()
    clock.move(days=30)  # 12 July
    with open_unit() as unit:
        filled = replace(
            BARE, base="一处", measures="分台阶", responsibility="王建国", emergency="撤人", notice_card=True
        )
        risks.update_risk(unit, one, filled, by=city.official)
        assert [count_risks(unit, CITY, period, "found") for period in (JUNE, JULY)] == [1, 0]
        assert [count_risks(unit, CITY, period, "controlled") for period in (JUNE, JULY)] == [0, 1]
        with pytest.raises(Conflict):
            risks.update_risk(unit, one, filled, by=city.official)
        unit.commit()
    clock.move(days=1)
    with open_unit() as unit:
        again = risks.risk(unit, risk_id, IN_EAST)
        assert again is not None
        risks.update_risk(unit, again, replace(filled, harm="大面积坍塌"), by=city.official)
        kept = risks.risk(unit, risk_id, IN_EAST)
        assert kept is not None
        assert kept.controlled_at == again.controlled_at
        risks.update_risk(unit, kept, replace(filled, emergency=""), by=city.official)
        assert count_risks(unit, CITY, JULY, "controlled") == 0


def test_risks_by_sector_colour_and_scope(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        city = plant(unit)
        for enterprise, facts in (
            (city.foundry, WHOLE), (city.far, WHOLE), (city.mine, BARE), (city.mine, replace(WHOLE, level="blue")),
        ):  # fmt: skip
            risks.enter_risk(unit, enterprise, facts, by=city.official)
        gone = risks.risk(unit, risks.enter_risk(unit, city.mine, WHOLE, by=city.official), IN_CITY)
        assert gone is not None
        risks.withdraw_risk(unit, gone, by=city.official)
        assert risks_by_sector(unit, CITY, JUNE, "found") == {"industry": 2, "mine": 1}
        assert risks_by_sector(unit, CITY, JUNE, "controlled") == {"industry": 2}
        assert count_risks(unit, CITY, JUNE, "found", ("red", "orange", "yellow", "blue")) == 4
        assert count_risks(unit, Body(Scope(region="3699", sectors=("mine",))), JUNE, "found") == 1
        assert [row.enterprise for row in risks_behind(unit, Body(IN_EAST), JUNE, "found")] == [
            "东县铸造厂",
            "东县石料矿",
        ]
        colours = [one.facts.level for one in risks.standing_risks(unit, Scope(enterprise_id=city.mine))]
        assert colours == ["red", "blue"]
        assert risks.risk(unit, gone.id, IN_CITY) is None


def test_problems_with_root_measures_and_repair(open_unit: OpenUnit, clock: SetClock) -> None:
    with open_unit() as unit:
        city = plant(unit)

        def enter(enterprise: int, root: str = "", *, fixed: bool = False) -> int:
            return prominent_problems.enter_problem(
                unit, enterprise, words="反复堵塞", root_measures=root, fixed=fixed, by=city.official
            )

        first = enter(city.mine)
        enter(city.foundry, "换设备", fixed=True)
        unit.commit()
    clock.move(days=30)
    with open_unit() as unit:
        one = prominent_problems.problem(unit, first, Scope(enterprise_id=city.mine))
        assert one is not None
        assert prominent_problems.problem(unit, first, Scope(enterprise_id=city.foundry)) is None
        prominent_problems.update_problem(
            unit, one, words=one.words, root_measures="改工艺", fixed=True, by=city.official
        )
        figures = {
            event: [count_problems(unit, CITY, period, event) for period in (JUNE, JULY)]  # type: ignore[arg-type]
            for event in ("found", "rooted", "fixed")
        }
        assert figures == {"found": [2, 0], "rooted": [1, 1], "fixed": [1, 1]}
        assert problems_by_sector(unit, CITY, JUNE, "found") == {"industry": 1, "mine": 1}
        assert [row.id for row in problems_behind(unit, CITY, JULY, "fixed")] == [first]
        assert count_problems(unit, Body(IN_WEST), JUNE, "found") == 0
        mended = prominent_problems.problem(unit, first, IN_EAST)
        assert mended is not None
        prominent_problems.withdraw_problem(unit, mended, by=city.official)
        assert count_problems(unit, CITY, JUNE, "found") == 1
