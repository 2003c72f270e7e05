"""F13 for June, the calendar month, by hand: three tables, a row for each district of the city."""

from __future__ import annotations

import pytest
from hand_made_ledger import Ledger
from sheets import sheet_of

from checklists.content import Content
from reports.bodies import ReportingBody, region_body
from reports.filling import fill
from reports.workbook import as_bytes
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def city(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    for code, name, level in (
        ("371000", "威海市", "city"),
        ("371002", "环翠区", "county"),
        ("371082", "荣成市", "county"),
    ):
        ledger.region(code, name, level)
    ours = ledger.department("威海市应急局", "371000", "city")
    plant = ledger.enterprise("plant", "371002", "industry")
    cold = ledger.enterprise("cold store", "371002", "commerce-storage")
    mine = ledger.enterprise("mine", "371002", "mine")  # another plan's
    yard = ledger.enterprise("yard", "371082", "industry")
    ledger.hazard(plant, "2023-06-01 00:00", fixed="2023-06-30 23:59", listed=("2023-06-02 09:00", "county"))
    ledger.hazard(plant, "2023-05-31 23:59", fixed="2023-06-01 00:00")  # fixed in June, found in May
    ledger.hazard(cold, "2023-06-30 23:59", source="department", department=ours)
    ledger.hazard(cold, "2023-07-01 00:00", source="department")
    ledger.hazard(mine, "2023-06-10 09:00")
    ledger.hazard(yard, "2023-06-10 09:00", source="whistle", fixed="2023-07-01 00:00")
    ledger.check(plant, "371002", "2023-06-01 00:00", "not_led", "training_formality", problems=(5, 3))
    ledger.check(cold, "371002", "2023-06-01 15:00", "not_led", problems=(2, 0))  # the same team on the same day
    ledger.check(cold, "371002", "2023-06-02 09:00", by=("A", "B", "C"), problems=(1, 1))
    ledger.check(mine, "371002", "2023-06-02 09:00", "no_drill", problems=(9, 9))
    ledger.check(yard, "371082", "2023-06-30 23:59", "measures_not_done", "no_safety_body")
    ledger.act("experts", "371002", "2023-06-01", 4)
    ledger.act("help_enterprise", "371002", "2023-06-01", 2)
    ledger.act("penalty", "371082", "2023-06-30", 3, amount="125000", enterprise=yard)
    ledger.act("penalty", "371082", "2023-07-01", 1, amount="5000", enterprise=yard)
    ledger.act("exposure", "371082", "2023-06-05", enterprise=yard)
    ledger.act("warning", "371082", "2023-06-06", enterprise=yard)  # the same enterprise counts once
    ledger.act("case", "371082", "2023-06-06", 2, of_which="1")
    ledger.act("talk", "371002", "2023-06-06")
    return region_body(unit, EVERYTHING, "371000")


def test_three_tables_by_district(content: Content, unit: UnitOfWork, city: ReportingBody) -> None:
    filled = fill(content, unit, "F13", city, "2023-06")
    sheet = sheet_of(as_bytes(filled))
    rows = [
        [cell.value for cell in sheet[row] if cell.value is not None]
        for row in (6, 7, 11, 12, 16, 17)  # a table's second row pushes the next one down
    ]
    assert rows == [
        ["1", "环翠区", 2, 5, 4, 8, 4, 2, 0, 2, 0, 0, 0, 0, 0, 1, 0],
        ["2", "荣成市", 1, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1],
        ["1", "环翠区", 2, 2, 1, 2, 1, 0, 1, 1],
        ["2", "荣成市", 1, 0, 0, 0, 1, 0, 0, 0],
        ["1", "环翠区", 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
        ["2", "荣成市", 0, 0, 3, 12.5, 0, 0, 0, 1, 2, 1, 0, 0],
    ]
    assert filled.unbalanced == ()
    assert (sheet["A3"].value, sheet["I3"].value) == ("填报地市：威海市", "填报时间：2023年6月28日")
    assert [sheet.cell(row, 1).value for row in (4, 9, 14)] == ["序号"] * 3
    assert str(sheet["A18"].value).startswith("填报说明：1.")


def test_a_district_reports_its_own_row(content: Content, unit: UnitOfWork, city: ReportingBody) -> None:
    filled = fill(content, unit, "F13", region_body(unit, EVERYTHING, "371082"), "2023-06")
    sheet = sheet_of(as_bytes(filled))
    assert [cell.value for cell in sheet[10] if cell.value is not None] == ["1", "荣成市", 1, 0, 0, 0, 1, 0, 0, 0]
    assert filled.unbalanced == ()  # the city department's find stands in neither side


def test_more_problems_fixed_than_found_are_reported(
    content: Content, unit: UnitOfWork, ledger: Ledger, city: ReportingBody
) -> None:
    ledger.check(ledger.enterprise("shop", "371082", "industry"), "371082", "2023-06-09 09:00", problems=(1, 9))
    filled = fill(content, unit, "F13", city, "2023-06")
    assert [words for words in filled.unbalanced if words.startswith("荣成市")] == [
        "荣成市：“抽查检查发现的问题隐患”是 1，小于其中的“抽查检查发现的问题隐患中已整改的” 9。请核对记录。"
    ]
