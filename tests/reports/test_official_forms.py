"""The counties' tables F1, F3, F7, F9 and F12 from one hand-made record, every cell worked out by hand.

For June F1 and F12 cover W of hand_made_county, F7 covers K, F3 and F9 cover P.
"""

from __future__ import annotations

import pytest
from hand_made_county import CITY, COUNTY, build
from hand_made_ledger import Ledger
from sheets import pairs, plain, sheet_of

from checklists.content import Content
from reports.bodies import ReportingBody, region_body
from reports.explaining import explained
from reports.filling import fill
from reports.metrics.catalogue import METRICS
from reports.workbook import as_bytes
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def county(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    build(ledger)
    return region_body(unit, EVERYTHING, COUNTY)


WINDOW = [
    3, 2, 2, 1, 3, 1,
    3, 1, 2, 1, 1, 1, 1, 1,
    4, 2, (3, 4), 1, 3, 4, 0, (3, 1), 0, 0,
    2, 0, 1, 6, (0.8, 0.3), "是", 9, 0,
]  # fmt: skip
"""F1 in the order of its cells. Help of all kinds: 2 times to areas and 2 to enterprises."""

SINCE_MAY = [
    5, 3, 3, 1, 3, 1,
    3, 1, 3, 1, 1, 1, 1, 1,
    3, 2, "3，4", 1, 3, 4, 1, "3，1", 0, 1,
    2, 2, 1, 6, "0.8，0.3", "是", 9, 0,
]  # fmt: skip
"""F3 and F9 in the order of their cells."""


@pytest.mark.parametrize(
    ("form", "rows", "sides", "figures"),
    [
        ("F1", (4, 19), ("BCD+E", "FGH+I"), WINDOW),
        ("F3", (5, 20), ("BCD", "EFG"), SINCE_MAY),
        ("F9", (4, 19), ("BCD", "EFG"), SINCE_MAY),
    ],
)
def test_numbered_county_tables_for_june(
    content: Content, unit: UnitOfWork, county: ReportingBody, form: str, rows: tuple[int, int],
    sides: tuple[str, str], figures: list[object],
) -> None:  # fmt: skip
    sheet = sheet_of(as_bytes(fill(content, unit, form, county, "2023-06")))
    cells = pairs(sheet, *rows, *sides)
    assert [cell[2] for cell in cells] == figures
    assert [cell[0] for cell in cells] == [str(number) for block in (6, 8, 10, 8) for number in range(1, block + 1)]
    assert cells[0][1] == "企业自查发现的重大事故隐患（个）"
    assert cells[-1][1] == "组织开展考核巡查督导检查（次）"


def test_printed_words_of_the_county_tables(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    def sheet(form: str) -> dict[str, str]:
        written = sheet_of(as_bytes(fill(content, unit, form, county, "2023-06")))
        return {cell.coordinate: plain(cell.value) for row in written.iter_rows() for cell in row if cell.value}

    one, three, nine = sheet("F1"), sheet("F3"), sheet("F9")
    assert one["A2"] == "韶关市重大事故隐患专项排查整治2023行动进展情况调度表〔县（市、区）版〕"
    assert (one["A3"], one["F3"]) == ("县（市、区）：章贡区", "时间：2023年6月25日")
    assert (one["C11"], one["G7"]) == ("帮扶指导（家次）", "企业负责人未按要求亲自研究排查整治工作（家）")
    assert (three["A2"], three["A3"], three["F8"], three["F13"]) == (
        "各县（市、区）专项行动进展情况调度表", "章贡区", "企业主要负责人未按要求亲自研究排查整治工（家）",
        "企业和主要负责“一案双罚”（次）",
    )  # fmt: skip
    assert (nine["A2"], nine["A20"], nine["D20"], nine["F20"]) == (
        "全州重大事故隐患专项排查整治2023行动进展情况调度表", "审核人：", "填报联系人：", "联系电话：",
    )  # fmt: skip


def test_mines_table_for_june(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    sheet = sheet_of(as_bytes(fill(content, unit, "F12", county, "2023-06")))

    assert pairs(sheet, 4, 20, "BCD", "EFG") == [
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
    assert [plain(sheet[f"A{row}"].value) for row in (2, 3, 4, 7, 12, 17)] == [
        "重大事故隐患专项排查整治2023行动进展情况调度表",
        "时间：2023年6月25日",
        "总体情况",
        "对企业自查自改进行抽查检查情况",
        "部门精准严格执法情况",
        "党委政府组织领导情况",
    ]
    assert "2023年5月25日0时至2023年6月25日0时" in str(sheet["A21"].value)


def test_county_table_for_june(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    sheet = sheet_of(as_bytes(fill(content, unit, "F7", county, "2023-06")))

    assert pairs(sheet, 4, 20, "BC", "DE") == [
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
    assert plain(sheet["A2"].value) == "赣州市章贡区重大事故隐患专项排查整治进展情况调度表"
    assert sheet["A3"].value == "填报单位：章贡区"
    assert sheet["D3"].value == "时间：2023年6月23日"


@pytest.mark.parametrize("form", ["F1", "F3", "F7", "F9", "F12"])
def test_the_records_behind_each_figure_add_up_to_it(
    content: Content, unit: UnitOfWork, county: ReportingBody, form: str
) -> None:
    filled = fill(content, unit, form, county, "2023-06")
    found = [
        figure
        for address, cell in filled.cells.items()
        if cell.cell.metrics
        for figure in explained(content, unit, filled, address)
    ]
    assert len(found) == (32 if form in ("F1", "F3", "F9") else 34) + 3  # three cells hold two figures each
    for figure in found:
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


def test_a_city_s_table_has_no_hole_where_a_county_s_name_stands(
    content: Content, unit: UnitOfWork, county: ReportingBody
) -> None:
    def text(form: str, at: str, body: ReportingBody) -> object:
        return fill(content, unit, form, body, "2023-06").cells[at].shown

    city = region_body(unit, EVERYTHING, CITY)
    assert text("F7", "A2", county) == f"赣州市{county.name}重大事故隐患\n专项排查整治进展情况调度表"
    assert text("F7", "A2", city) == "赣州市重大事故隐患\n专项排查整治进展情况调度表"
    for form in ("F3", "F4"):
        assert (text(form, "A3", county), text(form, "A3", city)) == (county.name, city.name)


def test_a_note_says_the_form_s_days_once(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    note = str(fill(content, unit, "F12", county, "2023-06").cells["A21"].shown)
    assert "2023年5月25日" in note
    assert "本月25日" not in note


def test_suspected_hazards_count_and_are_announced(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    filled = fill(content, unit, "F12", county, "2023-06")
    assert filled.unbalanced == ()
    assert filled.notices == (
        "表中有 1 条重大隐患标的是“疑似”，没有人认定过，都按重大计了。请先在“辖区隐患台账”里认定，不是的退回；已经销号的也能认定，没有认定的照计。",
    )


def test_every_metric_has_its_words(content: Content) -> None:
    for metric in METRICS.values():
        assert metric.name(content.texts)
        assert metric.definition(content.texts)
        metric.unit(content.texts)
