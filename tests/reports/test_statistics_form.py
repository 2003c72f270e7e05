"""F10 by hand: the year to 25 June and June to 25 June, totals first, then the sectors.

Y counts in the year, M in the month as well.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from hand_made_ledger import Ledger, beijing
from sheets import sheet_of

from checklists.content import Content
from reports.bodies import ReportingBody, department_body, region_body
from reports.explaining import explained
from reports.filling import fill
from reports.workbook import as_bytes
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork

ROWS = [
    "累计总计", "本月总计", "交通运输", "公路设施", "建设项目", "其中：房屋市政", "公路", "铁路", "水利", "电力", "各类园区",
    "煤矿", "非煤矿山", "自建房", "燃气设施", "特种设备", "化工和危化品", "旅游", "消防", "工贸", "水电站", "其中：5万（含）以上",
    "5万以下", "防汛减灾", "老旧装置", "高危装置", "事故易发多发企业", "其他",
]  # fmt: skip


@pytest.fixture
def county(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    ledger.region("532501", "个旧市")
    mine = ledger.enterprise("mine", "532501", "mine")
    plant = ledger.enterprise("plant", "532501", "hazchem", kinds=("old-installation",))
    dam = ledger.enterprise("dam", "532501", "hydropower", kinds=("small-hydropower",))
    site = ledger.enterprise("site", "532501", "water-works")
    school = ledger.enterprise("school", "532501", "education", kinds=("accident-prone",))
    ledger.risk(mine, "2023-01-01 00:00", controlled="2023-06-01 00:00")  # Y found; Y, M controlled
    ledger.risk(mine, "2023-06-24 23:59")  # Y, M
    ledger.risk(plant, "2023-06-25 00:00")
    ledger.risk(plant, "2023-03-01 09:00", level="orange", controlled="2023-03-01 09:00")
    ledger.hazard(mine, "2023-02-01 09:00", fixed="2023-06-01 00:00", measures="支护")  # Y; fixed Y, M; measured Y
    ledger.hazard(mine, "2022-12-31 23:59", fixed="2023-01-01 00:00")  # fixed Y
    ledger.hazard(plant, "2023-06-10 09:00", listed=("2023-06-11 09:00", "county"))  # Y, M; listed Y, M
    ledger.hazard(school, "2023-06-10 09:00", source="department", measures="清空通道")  # Y, M; measured Y, M
    ledger.problem(dam, "2023-06-01 09:00", rooted="2023-06-02 09:00", fixed="2023-06-25 00:00")  # Y, M
    ledger.problem(dam, "2023-05-01 09:00", fixed="2023-06-03 09:00")  # Y; fixed Y, M
    ledger.check(mine, "532501", "2023-06-05 08:00")  # one team …
    ledger.check(plant, "532501", "2023-06-05 16:00")  # … that saw two sectors on one day
    ledger.check(mine, "532501", "2023-06-04 23:59")  # the same two people on the day before: another team
    ledger.check(site, "532501", "2023-05-31 23:59")  # Y
    ledger.act("experts", "532501", "2023-06-05", 3)  # Y, M, of no enterprise
    ledger.act("help_enterprise", "532501", "2023-06-06", enterprise=site)  # served already in Y, new in M
    ledger.act("help_enterprise", "532501", "2023-06-06", 2)  # Y, M: two that are not named
    ledger.act("penalty", "532501", "2023-06-05", 2, amount="35000", enterprise=mine)  # Y, M
    ledger.act("stop_work", "532501", "2023-04-05", enterprise=plant)  # Y
    ledger.act("licence", "532501", "2023-06-05", enterprise=plant)  # Y, M
    ledger.act("closure", "532501", "2023-06-05", 2)  # Y, M
    ledger.act("transfer", "532501", "2023-06-05", 1, enterprise=school)  # Y, M
    ledger.act("warning", "532501", "2023-06-05", enterprise=mine)  # Y, M
    ledger.act("joint_sanction", "532501", "2023-01-05", enterprise=mine)  # Y
    ledger.act("criminal_referral", "532501", "2023-06-05", 4, enterprise=school)  # Y, M
    return region_body(unit, EVERYTHING, "532501")


N = None
# 风险 found, controlled, % · 隐患 found, measured, listed, fixed, % · 问题 found, rooted, fixed, % · teams, experts, served ·
# penalties, stop-work, licences, closures, 万元, transfers · warnings, joint sanctions, referrals
BY_HAND = {
    "累计总计": [2, 1, 50, 3, 2, 1, 2, 66.7, 2, 1, 1, 50, 3, 3, 5, 2, 1, 1, 2, 3.5, 1, 1, 1, 4],
    "本月总计": [1, 1, 100, 2, 1, 1, 1, 50, 1, 1, 1, 100, 2, 3, 5, 2, 0, 1, 2, 3.5, 1, 1, 0, 4],
    "非煤矿山": [2, 1, 50, 1, 1, 0, 2, 200, 0, 0, 0, N, 2, 0, 1, 2, 0, 0, 0, 3.5, 0, 1, 1, 0],
    "化工和危化品": [0, 0, N, 1, 0, 1, 0, 0, 0, 0, 0, N, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0],
    "老旧装置": [0, 0, N, 1, 0, 1, 0, 0, 0, 0, 0, N, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0],
    "水电站": [0, 0, N, 0, 0, 0, 0, N, 2, 1, 1, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "5万以下": [0, 0, N, 0, 0, 0, 0, N, 2, 1, 1, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "建设项目": [0, 0, N, 0, 0, 0, 0, N, 0, 0, 0, N, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "水利": [0, 0, N, 0, 0, 0, 0, N, 0, 0, 0, N, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    "事故易发多发企业": [0, 0, N, 1, 1, 0, 0, 0, 0, 0, 0, N, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 4],
    "其他": [0, 0, N, 1, 1, 0, 0, 0, 0, 0, 0, N, 0, 3, 2, 0, 0, 0, 2, 0, 1, 0, 0, 4],
}  # fmt: skip
"""Rows of sectors and 其他 add up to the year's total, but for one team that saw both a mine and a plant."""
EMPTY = [0, 0, N, 0, 0, 0, 0, N, 0, 0, 0, N, *[0] * 12]


def test_every_cell_of_the_statistics(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    sheet = sheet_of(as_bytes(fill(content, unit, "F10", county, "2023-06")))
    rows = {
        sheet.cell(row, 1).value: [sheet.cell(row, column).value for column in range(2, 26)] for row in range(7, 35)
    }
    assert list(rows) == ROWS
    assert rows == {name: BY_HAND.get(name, EMPTY) for name in ROWS}
    assert (sheet["A2"].value, sheet["A3"].value) == (
        "全州重大事故隐患专项排查整治2023行动工作情况统计表", "填报单位：个旧市",
    )  # fmt: skip
    assert sheet["A35"].value == "审核人："


def test_the_records_behind_a_row_add_up_to_it(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    filled = fill(content, unit, "F10", county, "2023-06")
    named = [address for address, cell in filled.cells.items() if cell.cell.metrics and cell.row_name in BY_HAND]
    assert len(named) == len(BY_HAND) * 24
    for address in named:
        for figure in explained(content, unit, filled, address):
            assert figure.figure == sum(record.amount for record in figure.records), (address, figure.metric)


def test_a_department_leaves_other_sectors_blank(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    mines = ledger.department("矿山科", "532501", sectors=("mine",))
    ledger.act("experts", "532501", "2023-06-05", 7, department=mines)
    sheet = sheet_of(as_bytes(fill(content, unit, "F10", department_body(unit, EVERYTHING, mines), "2023-06")))
    experts = {sheet.cell(row, 1).value: sheet.cell(row, 15).value for row in range(7, 35)}
    assert (experts["累计总计"], experts["其他"], experts["非煤矿山"], experts["工贸"]) == (7, 7, 0, None)


def test_the_fifth_covers_days_before_it(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    due = beijing("2023-06-05 12:00").date()
    filled = fill(content, unit, "F10", county, due)
    assert filled.cells["N8"].shown == 1  # the month's teams: the one of 4 June
    whole: datetime = filled.asked.covers.month.begin
    assert whole == beijing("2023-06-01 00:00")
