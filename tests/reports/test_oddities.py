"""What is kept of a form, what changed since, and what looks odd before it is handed in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hand_made_ledger import Ledger

from checklists.content import Content
from reports.bodies import ReportingBody, region_body
from reports.filling import FilledForm, fill
from reports.freezing import changes, frozen, in_words
from reports.oddities import oddities
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def county(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    ledger.region("360702", "章贡区")
    return region_body(unit, EVERYTHING, "360702")


def _fill(content: Content, unit: UnitOfWork, county: ReportingBody, month: str = "2023-06") -> FilledForm:
    return fill(content, unit, "F7", county, month)


def test_a_later_record_shows_as_differences(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    ledger.act("penalty", "360702", "2023-06-01", 2, amount="35000")
    copy = frozen(_fill(content, unit, county))
    assert changes(_fill(content, unit, county), copy) == ()

    ledger.act("penalty", "360702", "2023-06-02", 1, amount="5000.50")
    changed = changes(_fill(content, unit, county), copy)
    assert [(one.metric, one.before, one.now) for one in changed] == [
        ("penalties", 2, 3),
        ("penalty-amount", 35000, Decimal("40000.50")),
    ]
    assert [one.in_words(content.texts) for one in changed] == ["行政处罚次数 2→3", "行政处罚金额 3.5万元→4.00005万元"]
    assert copy["cells"]["C13"] == {
        "metrics": ["penalties", "penalty-amount"], "figures": ["2", "35000.00"], "shown": "2，3.5",
    }  # fmt: skip


def test_figures_in_words_leave_out_noughts(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    ledger.act("tv_column", "360702", "2023-06-01")
    ledger.act("reward", "360702", "2023-06-01", amount="800")
    assert in_words(_fill(content, unit, county), content.texts).splitlines() == [
        "举报奖励金额：0.08万元", "主流媒体安全生产专题栏目：是", "其余 34 项是 0。",
    ]  # fmt: skip


def test_enterprises_that_find_nothing_where_checks_do_look_odd(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    plant = ledger.enterprise("plant", "360702")
    assert oddities(_fill(content, unit, county), content.texts) == ()
    ledger.check(plant, "360702", "2023-06-01 09:00", "not_led", "no_drill")
    ledger.hazard(plant, "2023-06-01 09:00", source="department")
    (odd,) = oddities(_fill(content, unit, county), content.texts)
    assert odd.startswith("章贡区：企业自查一条重大隐患也没有，但检查发现重大隐患 1 个、查出问题 2 家次。")
    ledger.hazard(plant, "2023-06-02 09:00")
    assert oddities(_fill(content, unit, county), content.texts) == ()


def test_more_fixed_than_found_looks_odd(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    ledger.hazard(ledger.enterprise("plant", "360702"), "2023-04-01 09:00", fixed="2023-06-01 09:00")
    (odd,) = oddities(_fill(content, unit, county), content.texts)
    assert odd.startswith("章贡区：“企业自查发现重大事故隐患中已完成整改的”是 1，比同期发现的 0 多。")


def test_a_cumulative_figure_that_fell_looks_odd(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    ledger.act("talk", "360702", "2023-05-10", 3)
    may = frozen(_fill(content, unit, county, "2023-05"))
    june = _fill(content, unit, county)
    assert oddities(june, content.texts, may) == ()
    more = {**may, "cells": {**may["cells"], "E16": {**may["cells"]["E16"], "figures": ["4"]}}}
    assert oddities(june, content.texts, more) == (
        "累计数比上次报的少：约谈通报有关地区及部门 4→3。有退回或撤回的就写明，没有就核对。",
    )
    next_year = fill(content, unit, "F7", county, "2024-06")
    assert oddities(next_year, content.texts, more) == ()  # it began anew on 1 May
