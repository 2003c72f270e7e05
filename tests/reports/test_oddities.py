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


def test_a_form_of_noughts_says_so(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    said = in_words(_fill(content, unit, county), content.texts)
    assert said.startswith("⚠ 36 项全是 0。")
    assert "先录入再报" in said


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


def test_more_fixed_than_found_is_explained_by_what_was_found_before(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    """June's window is 25 May to 25 June. Found in it: 2, one of them fixed in it. Found before and fixed in it: 2. So
    3 fixed stand beside 2 found. Of 2 found by checks before, 1 fixed in it, beside 1 found: nothing to explain."""
    plant = ledger.enterprise("plant", "360702")
    ledger.hazard(plant, "2023-05-25 00:00", fixed="2023-06-01 09:00")
    ledger.hazard(plant, "2023-06-02 09:00")
    ledger.hazard(plant, "2023-05-24 23:59", fixed="2023-05-25 00:00")
    ledger.hazard(plant, "2023-04-01 09:00", fixed="2023-06-24 23:59", listed=("2023-05-20 09:00", "county"))
    ledger.hazard(plant, "2023-04-01 09:00", fixed="2023-06-25 00:00")  # the next window's
    ledger.hazard(plant, "2023-05-24 09:00", source="department", fixed="2023-06-03 09:00")
    ledger.hazard(plant, "2023-06-03 09:00", source="department")
    june = fill(content, unit, "F1", county, "2023-06")
    why = (
        "章贡区：“企业自查发现重大事故隐患中已完成整改的”是 3，比同期发现的 2 多：其中 2 个是统计期以前发现、本期才整改完的。",
        "章贡区：“挂牌督办重大事故隐患中已完成整改的”是 1，比同期挂牌的 0 多：其中 1 个是统计期以前挂牌、本期才整改完的。",
    )  # fmt: skip
    assert june.notices[:2] == why == tuple(june.carried.values())
    assert oddities(june, content.texts) == ()  # nobody is asked for a reason the record gives itself
    assert fill(content, unit, "F1", county, "2023-05").carried == {}


def test_a_row_of_a_city_form_says_why_more_was_fixed(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    ledger.region("371000", "威海市", "city")
    for code, name in (("371002", "环翠区"), ("371003", "文登区")):
        ledger.region(code, name)
    mill = ledger.enterprise("mill", "371002", "industry")
    ledger.hazard(mill, "2023-05-31 09:00", fixed="2023-06-01 00:00")
    ledger.hazard(ledger.enterprise("works", "371003", "industry"), "2023-06-10 09:00")
    june = fill(content, unit, "F13", region_body(unit, EVERYTHING, "371000"), "2023-06")
    told = [words for words in june.notices if words.startswith("环翠区")]
    assert told == [
        "环翠区：“完成整改的重大事故隐患”是 1，比同期发现的 0 多：其中 1 个是统计期以前发现、本期才整改完的。",
        "环翠区：“企业自查发现重大事故隐患中已完成整改的”是 1，比同期发现的 0 多：其中 1 个是统计期以前发现、本期才整改完的。",
    ]
    assert all(words.startswith("环翠区") for words in june.carried.values())
    assert oddities(june, content.texts) == ()


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
