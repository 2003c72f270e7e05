"""F12 and F7 from one hand-made record, every cell worked out by hand.

F12 for June covers 25 May 00:00 to 25 June 00:00; F7 for June covers 1 May 00:00 to 23 June 00:00. The remarks
behind each row say where it counts: W for F12's window, K for F7's cumulative figures.
"""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hand_made_ledger import Ledger

from checklists.content import Content
from reports.bodies import ReportingBody, region_body
from reports.explaining import explain
from reports.filling import fill
from reports.metrics.catalogue import METRICS
from reports.workbook import as_bytes
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork

COUNTY, NEIGHBOUR, CITY = "360702", "360703", "360700"


@pytest.fixture
def county(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    ledger.region(CITY, "赣州市", "city")
    ledger.region(COUNTY, "章贡区")
    ledger.region(NEIGHBOUR, "南康区")
    ours = ledger.department("县应急局", COUNTY)
    citys = ledger.department("市应急局", CITY, "city")
    a = ledger.enterprise("A", COUNTY)
    b = ledger.enterprise("B", COUNTY)
    c = ledger.enterprise("C", COUNTY)
    ledger.enterprise("D", COUNTY, closed="2023-06-01 10:00")
    ledger.enterprise("F", COUNTY, entered="2023-06-23 00:00")  # the moment K ends
    e = ledger.enterprise("E", NEIGHBOUR)
    _hazards(ledger, a, b, c, e, ours, citys)
    _checks(ledger, a, b, c, e, ours, citys)
    _acts(ledger, a, b)
    return region_body(unit, EVERYTHING, COUNTY)


def _hazards(ledger: Ledger, a: int, b: int, c: int, e: int, ours: int, citys: int) -> None:
    ledger.hazard(a, "2023-05-25 00:00", listed=("2023-06-24 10:00", "county"))  # W found, listed; K found
    ledger.hazard(a, "2023-05-24 23:59", fixed="2023-05-25 00:00")  # W fixed; K found, fixed
    ledger.hazard(b, "2023-06-10 09:00", level="suspected_major", fixed="2023-06-25 00:00")  # W found; K found
    ledger.hazard(b, "2023-06-24 23:59", fixed="2023-06-24 23:59")  # W found, fixed
    ledger.hazard(a, "2023-06-05 09:00", status="rejected")
    ledger.hazard(a, "2023-06-06 09:00", level="general")
    ledger.hazard(c, "2023-05-10 09:00", fixed="2023-06-01 09:00", status="open")  # reopened: K found, nowhere fixed
    ledger.hazard(e, "2023-06-01 09:00")
    ledger.hazard(a, "2023-04-30 23:59", fixed="2023-05-01 00:00")  # K fixed
    ledger.hazard(
        b, "2023-06-01 09:00", source="department", department=ours, fixed="2023-06-20 09:00",
        listed=("2023-06-02 09:00", "county"),
    )  # W, K found, fixed, listed, listed and fixed  # fmt: skip
    ledger.hazard(b, "2023-06-22 23:59", source="whistle")  # W, K found by the department
    ledger.hazard(a, "2023-06-03 09:00", source="department", department=citys, fixed="2023-06-04 09:00")  # the city's
    twice = ledger.hazard(a, "2023-05-24 12:00", source="department", listed=("2023-06-10 09:00", "city"))
    ledger.event(twice, "listed", "2023-05-24 13:00", {"level": "county"})
    ledger.event(twice, "listed", "2023-06-10 09:00", {"level": "city"})  # K found; W, K listed, once
    ledger.hazard(b, "2023-06-25 00:00", source="department", department=ours)


def _checks(ledger: Ledger, a: int, b: int, c: int, e: int, ours: int, citys: int) -> None:
    ledger.check(a, COUNTY, "2023-05-25 00:00", "not_led", "uncertified", department=ours)  # W, K
    ledger.check(a, COUNTY, "2023-06-10 09:00", "not_led", department=ours)  # W, K: the same enterprise again
    ledger.check(b, COUNTY, "2023-06-01 09:00", "no_duty_lists", "outsourcing_disorder", "not_studied")  # W, K
    ledger.check(
        c, COUNTY, "2023-06-02 09:00", "no_safety_body", "no_drill", "training_formality", "measures_not_done"
    )  # W, K
    ledger.check(c, COUNTY, "2023-05-02 09:00", "not_led")  # K
    ledger.check(b, COUNTY, "2023-06-23 00:00", "not_led")  # W
    ledger.check(a, COUNTY, "2023-06-25 00:00", "not_studied")
    ledger.check(b, COUNTY, "2023-06-03 09:00", "uncertified", level="city", department=citys)
    ledger.check(b, COUNTY, "2023-06-04 09:00", "uncertified", withdrawn=True)
    ledger.check(e, NEIGHBOUR, "2023-06-01 09:00", "not_led")


def _acts(ledger: Ledger, a: int, b: int) -> None:
    ledger.act("help_region", COUNTY, "2023-05-25", 2)  # W, K
    ledger.act("help_region", COUNTY, "2023-05-24", 1)  # K
    ledger.act("help_enterprise", COUNTY, "2023-06-01", enterprise=a)
    ledger.act("help_enterprise", COUNTY, "2023-06-02", enterprise=a)  # W, K: two visits count twice
    ledger.act("penalty", COUNTY, "2023-06-01", 2, amount="35000")  # W, K
    ledger.act("penalty", COUNTY, "2023-06-23", 1, amount="5000")  # W
    ledger.act("dual_penalty", COUNTY, "2023-06-24")  # W
    ledger.act("transfer", COUNTY, "2023-05-30", 3)  # W, K
    ledger.act("stop_work", COUNTY, "2023-06-01", enterprise=a)
    ledger.act("stop_work", COUNTY, "2023-06-05", enterprise=a)  # the same enterprise counts once
    ledger.act("stop_work", COUNTY, "2023-06-06", enterprise=b)
    ledger.act("stop_work", COUNTY, "2023-06-07", 2)  # two more, not named: W, K 4
    ledger.act("exposure", COUNTY, "2023-05-02", enterprise=b)  # K
    ledger.act("case", COUNTY, "2023-06-01", 3, of_which="1")  # W, K
    ledger.act("accountability", COUNTY, "2023-06-25", 5)
    ledger.act("talk", COUNTY, "2023-05-01")  # K
    ledger.act("talk", COUNTY, "2023-06-01", withdrawn=True)
    ledger.act("study", COUNTY, "2023-05-25")  # W, K
    ledger.act("study", COUNTY, "2023-06-24")  # W
    ledger.act("meeting", COUNTY, "2023-05-10", 2)  # K
    ledger.act("supervision", CITY, "2023-06-01", 4, level="city")
    ledger.act("supervision", COUNTY, "2023-06-02")  # W, K
    ledger.act("lecture", COUNTY, "2023-06-10", 6)  # W, K
    ledger.act("lecture", NEIGHBOUR, "2023-06-10", 9)
    ledger.act("reward", COUNTY, "2023-06-01", amount="8000", of_which="3000")  # W, K
    ledger.act("tv_column", COUNTY, "2023-06-24")  # W
    ledger.act("technical_inspectors", COUNTY, "2023-05-10", 7)  # K: the last number before 23 June
    ledger.act("technical_inspectors", COUNTY, "2023-06-24", 9)  # W: the last one before 25 June


def test_mines_table_for_june(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    sheet = _sheet(as_bytes(fill(content, unit, "F12", county, "2023-06")))

    assert _pairs(sheet, 4, 20, "BCD", "EFG") == [
        ("1", "企业自查发现的重大事故隐患（个）", 3),
        ("2", "企业自查发现重大事故隐患中已完成整改的（个）", 2),
        ("3", "部门检查发现的重大事故隐患（个）", 2),
        ("4", "部门检查发现重大事故隐患中已完成整改的（个）", 1),
        ("5", "政府挂牌督办的重大事故隐患（个）", 3),
        ("6", "挂牌督办重大事故隐患中已完成整改的（个）", 1),
        ("1", "部门抽查检查的企业总数（家）", 3),
        ("2", "企业主要负责人未按要求亲自研究排查整治工作（家）", 1),
        ("3", "企业主要负责人未带队检查（家）", 2),
        ("4", "企业未制定分管负责人职责清单（家）", 1),
        ("5", "企业未依法建立安全管理机构和配足安全管理人员（家）", 1),
        ("6", "电焊等特种作业岗位人员无证上岗作业（家）", 1),
        ("7", "外包外租安全管理混乱（家）", 1),
        ("8", "未按规定开展应急演练、员工不熟悉逃生出口（家）", 1),
        ("9", "安全教育培训走过场（家）", 1),
        ("10", "制度措施不落实（家）", 1),
        ("1", "帮扶指导重点市、县（个次）", 2),
        ("2", "帮扶指导重点企业（家次）", 2),
        ("3", "行政处罚（次，万元）", "3，4"),
        ("4", "企业和企业主要负责人“一案双罚”（次）", 1),
        ("5", "移送司法机关（人）", 3),
        ("6", "责令停产整顿（家）", 4),
        ("7", "曝光、约谈、联合惩戒企业（家）", 0),
        ("8", "公布典型执法案例（个），其中危险作业罪案例（个）", "3，1"),
        ("9", "责任倒查追责问责（人）", 0),
        ("10", "约谈通报有关地区及部门（次）", 0),
        ("1", "市、县党委政府分别组织专题学习安全生产十五条硬措施和“八抓20条”创新措施（次）", 2),
        ("2", "市、县党委政府主要负责同志分别专题研究（次）", 0),
        ("3", "市、县政府负责同志分别现场督导检查（次）", 1),
        ("4", "市、县安委会成员单位负责同志分别到企业宣讲（次）", 6),
        ("5", "举报奖励（万元），其中匿名举报查实奖励（万元）", "0.8，0.3"),
        ("6", "是否在主流媒体播放安全生产专题栏目", "是"),
        ("7", "市县两级配备专兼职技术检查员数量（人）", 9),
        ("8", "组织开展考核巡查督导检查（次）", 0),
    ]
    assert [_plain(sheet[f"A{row}"].value) for row in (2, 3, 4, 7, 12, 17)] == [
        "重大事故隐患专项排查整治2023行动进展情况调度表",
        "时间：2023年6月25日",
        "总体情况",
        "对企业自查自改进行抽查检查情况",
        "部门精准严格执法情况",
        "党委政府组织领导情况",
    ]
    assert "2023年5月25日0时至2023年6月25日0时" in str(sheet["A21"].value)


def test_county_table_for_june(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    sheet = _sheet(as_bytes(fill(content, unit, "F7", county, "2023-06")))

    assert _pairs(sheet, 4, 20, "BC", "DE") == [
        ("辖区企业/建设项目数量（家）", 3),
        ("抽查企业/建设项目数量（家）", 3),
        ("企业自查发现的重大事故隐患（个）", 4),
        ("企业自查发现重大事故隐患中已完成整治的（个）", 2),
        ("部门检查发现的重大事故隐患（个）", 3),
        ("部门检查发现重大事故隐患中已完成整治的（个）", 1),
        ("政府挂牌督办的重大事故隐患（个）", 2),
        ("挂牌督办的重大事故隐患中已完成整治的（个）", 1),
        ("部门抽查检查的企业总数（家）", 3),
        ("企业主要负责人未按要求亲自研究排查整治工作（家）", 1),
        ("企业主要负责人未带队检查（家）", 2),
        ("企业未制定分管负责人职责清单（家）", 1),
        ("企业未依法建立安全管理机构和配足安全管理人员（家）", 1),
        ("电焊等人员无证上岗作业（家）", 1),
        ("外包外租安全管理混乱（家）", 1),
        ("未按规定开展应急演练、企业员工不熟悉逃生出口（家）", 1),
        ("重点地区帮扶指导（个次）", 3),
        ("重点企业帮扶指导（家次）", 2),
        ("行政处罚（次，万元）", "2，3.5"),
        ("“一案双罚”（次）", 0),
        ("移送司法机关（人）", 3),
        ("责令停产整顿（家）", 4),
        ("曝光、约谈、联合惩戒企业（家）", 1),
        ("公布典型执法案例（个），其中危险作业罪案例（个）", "3，1"),
        ("责任倒查追责问责（人）", 0),
        ("约谈通报有关地区及部门（次）", 1),
        ("县级党委政府组织专题学习安全生产十五条硬措施（次）", 1),
        ("县级党委政府主要负责同志专题研究（次）", 2),
        ("县级政府负责同志现场督导检查（次）", 1),
        ("县安委会成员单位负责同志到企业宣讲（次）", 6),
        ("举报奖励（万元），其中匿名举报查实奖励（万元）", "0.8，0.3"),
        ("是否在县级主流媒体开设安全生产专题栏目", "否"),
        ("县级配备专兼职技术检查员数量（人）", 7),
        ("组织开展考核巡查督导检查（次）", 0),
    ]
    assert _plain(sheet["A2"].value) == "赣州市章贡区重大事故隐患专项排查整治进展情况调度表"
    assert sheet["A3"].value == "填报单位：章贡区"
    assert sheet["D3"].value == "时间：2023年6月23日"


@pytest.mark.parametrize("form", ["F7", "F12"])
def test_the_records_behind_each_figure_add_up_to_it(
    content: Content, unit: UnitOfWork, county: ReportingBody, form: str
) -> None:
    filled = fill(content, unit, form, county, "2023-06")
    explained = [
        figure
        for address, cell in filled.cells.items()
        if cell.cell.metrics
        for figure in explain(content, unit, form, county, "2023-06", cell=address)
    ]
    assert len(explained) == 34 + 3  # three cells hold two figures each
    for figure in explained:
        total = sum(record.amount for record in figure.records)
        assert figure.figure == (total > 0 if isinstance(figure.figure, bool) else total), figure.metric
        assert figure.definition


def test_a_city_s_table_holds_its_counties_and_its_own(
    content: Content, unit: UnitOfWork, county: ReportingBody
) -> None:
    city = fill(content, unit, "F12", region_body(unit, EVERYTHING, CITY), "2023-06")
    shown = {metric: cell.shown for cell in city.cells.values() for metric in cell.cell.metrics}
    assert shown["self-found"] == 3 + 1
    assert shown["department-found"] == 2 + 1  # the city department's find at A
    assert shown["checked"] == 3 + 1  # B's second check by the city adds no enterprise
    assert shown["supervisions"] == 1 + 4
    assert shown["lectures"] == 6 + 9


def test_suspected_hazards_count_and_are_announced(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    filled = fill(content, unit, "F12", county, "2023-06")
    assert filled.unbalanced == ()
    assert filled.notices == ("表中有 1 条重大隐患还是“疑似”，没有核定。请先核定，不是的退回。",)


def test_every_metric_has_its_words(content: Content) -> None:
    for metric in METRICS.values():
        assert metric.name(content.texts)
        assert metric.definition(content.texts)
        metric.unit(content.texts)


def _sheet(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def _pairs(
    sheet: openpyxl.worksheet.worksheet.Worksheet, first: int, last: int, *sides: str
) -> list[tuple[object, ...]]:
    return [
        (*(_plain(sheet[f"{column}{row}"].value) for column in side[:-1]), sheet[f"{side[-1]}{row}"].value)
        for row in range(first, last + 1)
        for side in sides
    ]


def _plain(value: object) -> str:
    return str(value).replace("\n", "")
