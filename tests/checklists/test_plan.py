"""Plans: their days in any year, and who counts as high-risk."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.content import Content
from checklists.duties import applying, facts_of, is_high_risk
from checklists.plan import on


@pytest.mark.parametrize(
    ("year", "month_day", "day"),
    [(2023, "05-01", date(2023, 5, 1)), (2024, "02-29", date(2024, 2, 29)), (2023, "02-29", date(2023, 2, 28))],
)
def test_a_day_of_any_year(year: int, month_day: str, day: date) -> None:
    assert on(year, month_day) == day


def test_a_campaign_is_as_long_as_its_phases_and_runs_in_any_year(content: Content) -> None:
    """二〇二三年: every one of the six ends in December; they begin as their texts say."""
    for plan in content.plans.values():
        assert plan.begins() < plan.ends(), plan.id
        assert plan.ends() == date(2023, 12, plan.ends().day), plan.id
        assert plan.begins(2031).year == 2031
        assert sorted(phase.begin for phase in plan.phases) == [phase.begin for phase in plan.phases], plan.id


def test_high_risk_by_sector_kind_or_mark(content: Content) -> None:
    plan = content.plans["ganzhou-2023"]
    assert is_high_risk(plan, "mine", (), marked=False)
    assert is_high_risk(plan, "industry", ("smelting",), marked=False)
    assert not is_high_risk(plan, "industry", (), marked=False)
    assert is_high_risk(plan, "industry", (), marked=True)


def test_a_plan_asks_nothing_of_sectors_it_does_not_bind(content: Content) -> None:
    plan = content.plans["weihai-mines-2023"]
    facts = {sector: facts_of(plan, sector=sector, kinds=(), profile={}, marked=False, role="principal")
             for sector in ("industry", "mine")}  # fmt: skip
    assert applying(plan, facts["industry"]) == ()
    assert "study" in [checklist.id for checklist in applying(plan, facts["mine"])]


def test_what_an_enterprise_says_of_itself_does_not_change_its_sector_or_risk(content: Content) -> None:
    plan = content.plans["ganzhou-2023"]
    facts = facts_of(
        plan, sector="mine", kinds=(), profile={"sector": "other", "high_risk": "no", "hot_work": "yes"}, marked=False,
        role="principal",
    )  # fmt: skip
    assert (facts["sector"], facts["high_risk"], facts["hot_work"]) == ("mine", "yes", "yes")
