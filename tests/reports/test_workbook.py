from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hand_made_ledger import Ledger, beijing

from checklists.content import Content
from checklists.errors import UserMistake
from reports.bodies import ReportingBody, region_body
from reports.explaining import explain
from reports.filling import fill
from reports.forms import available, layout_of, unknown_metrics
from reports.workbook import as_bytes, write
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def county(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    ledger.region("360702", "=1+1")  # a name that a sheet would take for a formula
    return region_body(unit, EVERYTHING, "360702")


def test_forms_are_listed_in_order(content: Content) -> None:
    listed = available(content)
    assert [form.id for form in listed if form.id in ("F7", "F12")] == ["F7", "F12"]
    assert list(unknown_metrics(content)) == []
    with pytest.raises(UserMistake, match="F7"):
        layout_of(content, "F77")


def test_the_same_record_gives_the_same_bytes(
    content: Content, unit: UnitOfWork, county: ReportingBody, tmp_path: Path
) -> None:
    first, second = (fill(content, unit, "F7", county, "2023-06") for _ in range(2))
    assert as_bytes(first) == as_bytes(second)
    write(first, tmp_path / "F7.xlsx")
    assert (tmp_path / "F7.xlsx").read_bytes() == as_bytes(first)


@pytest.mark.parametrize(("form", "block"), [("F7", "A4:A7"), ("F12", "A4:A6")])
def test_prints_on_one_page_of_a4(
    content: Content, unit: UnitOfWork, county: ReportingBody, form: str, block: str
) -> None:
    sheet = openpyxl.load_workbook(BytesIO(as_bytes(fill(content, unit, form, county, "2023-06")))).worksheets[0]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage  # on one page each way, which is the format's default
    assert {sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight} <= {None, 1}
    assert block in {str(merged) for merged in sheet.merged_cells.ranges}


def test_words_from_the_record_never_become_a_formula(
    content: Content, unit: UnitOfWork, county: ReportingBody
) -> None:
    sheet = openpyxl.load_workbook(BytesIO(as_bytes(fill(content, unit, "F7", county, "2023-06")))).worksheets[0]
    assert sheet["A3"].value == "填报单位：=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_cell_of_two_figures_explains_both(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    pit = ledger.enterprise("pit", "360702")
    ledger.act("penalty", "360702", "2023-06-01", 2, amount="35000", enterprise=pit)
    times, amount = explain(content, unit, "F12", county, "2023-06", cell="d13")
    assert (times.name, times.figure, times.unit) == ("行政处罚次数", 2, "次")
    assert (amount.name, amount.figure, amount.unit) == ("行政处罚金额", 35000, "元")
    assert [(record.enterprise, record.amount) for record in amount.records] == [("pit", 35000)]


def test_explaining_a_cell_without_figures_says_which_have_some(
    content: Content, unit: UnitOfWork, county: ReportingBody
) -> None:
    for address in ("C13", "Z99", "nonsense"):
        with pytest.raises(UserMistake, match="D4:D20"):
            explain(content, unit, "F12", county, "2023-06", cell=address)


def test_figures_up_to_now_say_so(content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody) -> None:
    pit = ledger.enterprise("pit", "360702")
    ledger.hazard(pit, "2023-06-10 11:59")
    ledger.hazard(pit, "2023-06-10 12:00")
    filled = fill(content, unit, "F12", county, "2023-06", as_of=beijing("2023-06-10 12:00"))
    assert filled.cells["D4"].shown == 1
    assert filled.cells["A3"].shown == "时间：2023年6月10日"
    assert filled.notices == ("统计期还没有结束，数据截至 2023-06-10 12:00。",)  # and is over today
    assert "自2023年5月25日0时起，数据截至2023年6月10日12:00" in str(filled.cells["A21"].shown)


def test_a_period_that_is_not_over_says_so_by_itself(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    def notices(month: str) -> tuple[str, ...]:
        return fill(content, unit, "F12", county, month).notices

    unit.now = beijing("2023-06-20 09:30")
    assert notices("2023-05") == ()
    gap = "现在报，从这时到 2023年6月25日0时发生的不在这份表里，也不算进下一期。"
    assert notices("2023-06")[0] == "统计期还没有结束，数据截至 2023-06-20 09:30。"
    assert notices("2023-06")[1].startswith(gap)
    cumulative = fill(content, unit, "F7", county, "2023-06").notices
    assert cumulative == ("统计期还没有结束，数据截至 2023-06-20 09:30。",)  # the next one has it
    assert notices("2023-08") == ("统计期还没有开始，表里还没有数据。",)


def test_more_anonymous_reward_than_reward_is_reported(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    ledger.act("reward", "360702", "2023-06-01", amount="100", of_which="300.50")
    filled = fill(content, unit, "F12", county, "2023-06")
    assert len(filled.unbalanced) == 1
    assert "是 0.01万元，" in filled.unbalanced[0]
    assert filled.unbalanced[0].partition("。")[0].endswith("0.03005万元")
