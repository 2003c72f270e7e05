"""Forms that list records: the ledgers F6 and F14, signboards F5; and the key tasks F11."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hand_made_ledger import Ledger, beijing
from sheets import sheet_of

from checklists.content import Content
from reports.bodies import ReportingBody, department_body, region_body
from reports.filling import fill
from reports.workbook import as_bytes, write
from storage import tables
from storage.dispositions import record_disposition
from storage.key_tasks import record_state
from storage.scope import EVERYTHING
from storage.signboards import put_signboard
from storage.unit_of_work import UnitOfWork


@pytest.fixture
def county(unit: UnitOfWork, ledger: Ledger) -> ReportingBody:
    ledger.region("371000", "威海市", "city")
    ledger.region("371002", "环翠区")
    unit.execute(tables.persons.insert().values(name="刘明", created_at=beijing("2023-01-01 08:00")))
    return region_body(unit, EVERYTHING, "371002")


def _says(unit: UnitOfWork, hazard: int, **values: object) -> None:
    unit.execute(tables.hazards.update().where(tables.hazards.c.id == hazard).values(**values))


def test_a_row_of_each_ledger(content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody) -> None:
    plant = ledger.enterprise("=1+1 冷库", "371002", "industry", kinds=("ammonia",))
    hazard = ledger.hazard(
        plant, "2023-06-06 00:00", source="department", deadline="2023-07-20", measures="单独设间",
        listed=("2023-06-10 09:00", "county"),
    )  # fmt: skip
    _says(
        unit, hazard, words="速冻机没有单独设间", place="二车间", clause="GM-12-2", responsible="王强",
        supervision_document="环安委督〔2023〕1号",
    )  # fmt: skip
    record_disposition(unit, hazard, on_site="先停用", administrative="无", by=1)
    record_disposition(unit, hazard, on_site="立即停产", administrative="责令停产整顿", by=1)

    six = sheet_of(as_bytes(fill(content, unit, "F6", county, "2023-06")))
    assert [cell.value for cell in six[4]] == [
        "序\n号", "县市区/\n部门", "企业（项目）", "所属行业\n领域", "重大隐患描述", "整改措施", "督办层级，文件\n名称及文号",
        "整改\n期限", "整改\n进展",
    ]  # fmt: skip
    assert [cell.value for cell in six[5]] == [
        1, "环翠区", "'=1+1 冷库", "工贸", "二车间：速冻机没有单独设间", "单独设间", "县级，环安委督〔2023〕1号",
        "2023.07.20", "整改中",
    ]  # fmt: skip
    fourteen = sheet_of(as_bytes(fill(content, unit, "F14", county, "2023-06")))
    assert [str(cell.value).replace("\n", "") for cell in fourteen[4]] == [
        "序号", "市", "县（市、区）", "企业全称", "统一社会信用代码", "行业", "领域", "重大事故隐患描述", "判定依据", "发现时间",
        "发现方式", "现场处置措施", "行政处置措施", "挂牌督办单位", "整改责任人", "整改期限", "整改措施",
    ]  # fmt: skip
    assert [cell.value for cell in fourteen[5]] == [
        1, "威海市", "环翠区", "'=1+1 冷库", "000000000000000001", "工贸", "涉氨制冷", "二车间：速冻机没有单独设间",
        "《工贸企业重大事故隐患判定标准》第十二条第（二）项", "2023.06.06", "部门检查", "立即停产", "责令停产整顿", "环翠区政府", "王强",
        "2023.07.20", "单独设间",
    ]  # fmt: skip


def test_a_ledger_says_why_it_has_not_as_many_rows_as_the_table_counts(
    content: Content, unit: UnitOfWork, ledger: Ledger
) -> None:
    """Of seven rows F7 counts three: 2 found by enterprises and 1 by the county since 1 May. The others are 3 found
    before (one of them by the city) and 1 that the city's department found since."""
    ledger.region("360700", "赣州市", "city")
    ledger.region("360702", "章贡区")
    bureau = ledger.department("市应急管理局", "360700", "city")
    plant = ledger.enterprise("plant", "360702", "industry")
    own = ledger.department("区应急管理局", "360702", sectors=("industry",))
    for found in ("2023-05-01 00:00", "2023-06-22 23:59"):
        ledger.hazard(plant, found)
    ledger.hazard(plant, "2023-06-02 09:00", source="department", department=own)
    ledger.hazard(plant, "2023-06-03 09:00", source="department", department=bureau)
    ledger.hazard(plant, "2023-04-30 23:59", fixed="2023-05-01 00:00")
    ledger.hazard(plant, "2023-04-30 23:59", source="department", department=own)
    ledger.hazard(plant, "2023-04-01 09:00", source="department", department=bureau)
    ledger.hazard(plant, "2023-04-02 09:00", fixed="2023-04-30 23:59")  # in no ledger since May
    zhanggong = region_body(unit, EVERYTHING, "360702")
    six, seven = (fill(content, unit, form, zhanggong, "2023-06") for form in ("F6", "F7"))
    assert six.listed is not None
    assert six.listed.count == 7
    assert [seven.cells[at].shown for at in ("C5", "C6")] == [2, 1]
    assert six.notices[0].startswith(
        "台账 7 条：统计期内企业自查发现 2 条、填报单位检查发现 1 条、别的单位检查发现 1 条，统计期以前发现、期初还没销号的 3 条。"
    )
    of_department = fill(content, unit, "F6", department_body(unit, EVERYTHING, bureau), "2023-06").notices[0]
    assert "企业自查发现 2 条、填报单位检查发现 1 条、别的单位检查发现 1 条" in of_department


def test_a_ledger_of_what_the_table_counts_needs_no_words(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    ledger.hazard(ledger.enterprise("plant", "371002", "industry"), "2023-06-10 09:00")
    assert not [words for words in fill(content, unit, "F14", county, "2023-06").notices if words.startswith("台账")]


def test_what_stood_open_in_the_month_is_in_its_ledger(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    plant = ledger.enterprise("plant", "371002", "industry")
    ledger.hazard(plant, "2023-05-01 09:00", fixed="2023-06-01 00:00")  # closed as June began
    ledger.hazard(plant, "2023-05-02 09:00", fixed="2023-05-31 23:59")  # closed before
    ledger.hazard(plant, "2023-05-03 09:00")  # still open
    ledger.hazard(plant, "2023-06-30 23:59", level="suspected_major", rectified="2023-07-02 09:00")
    ledger.hazard(plant, "2023-07-01 00:00")
    ledger.hazard(plant, "2023-06-10 09:00", status="rejected")
    ledger.hazard(plant, "2023-06-10 09:00", level="general")
    ledger.hazard(ledger.enterprise("mine", "371002", "mine"), "2023-06-10 09:00")
    sheet = sheet_of(as_bytes(fill(content, unit, "F14", county, "2023-06")))
    assert [sheet.cell(row, 10).value for row in range(5, sheet.max_row + 1)] == [
        "2023.05.01", "2023.05.03", "2023.06.30",
    ]  # fmt: skip
    assert str(sheet["H7"].value).startswith("（疑似）")


def test_whatever_people_wrote_stays_words(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    """A sheet takes = + - @ for a formula, and _x0041_ for a letter unless its _ is escaped (the reader used here leaves
    that as it is); <r> would be markup to the library."""
    plant = ledger.enterprise("plant", "371002", "industry")
    written = ["<r><t>a</t></r>", "first", "=1+1", "+86", "-1", "@SUM(A1)", "_x0041_", "a < b & c", "一\n二", "\x00!"]
    for minute, words in enumerate(written):
        _says(unit, ledger.hazard(plant, f"2023-06-10 09:{minute:02d}"), words=words)
    sheet = sheet_of(as_bytes(fill(content, unit, "F6", county, "2023-06")))
    assert [sheet.cell(row, 5).value for row in range(5, sheet.max_row + 1)] == [
        "'<r><t>a</t></r>", "first", "'=1+1", "'+86", "'-1", "'@SUM(A1)", "_x005F_x0041_", "a < b & c", "一\n二", "!",
    ]  # fmt: skip
    assert [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)] == list(range(1, 11))
    assert sheet.dimensions == "A1:I14"
    assert {sheet.cell(row, 5).border.left.style for row in range(5, 15)} == {"thin"}
    assert {sheet.cell(row, 5).alignment.horizontal for row in range(5, 15)} == {"left"}
    assert (sheet.row_dimensions[6].height or 0) < (sheet.row_dimensions[13].height or 0)  # two lines need more


def test_how_far_each_hazard_is(content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody) -> None:
    plant = ledger.enterprise("plant", "371002", "industry")
    ledger.hazard(plant, "2023-06-01 09:00")
    ledger.hazard(plant, "2023-06-02 09:00", measures="m")
    ledger.hazard(plant, "2023-06-03 09:00", measures="m", rectified="2023-06-05 23:59")
    ledger.hazard(plant, "2023-06-04 09:00", measures="m", rectified="2023-06-05 09:00", fixed="2023-06-06 00:00")
    ledger.hazard(plant, "2023-06-05 09:00", measures="m", fixed="2023-06-06 00:00", status="open")  # reopened
    sheet = sheet_of(as_bytes(fill(content, unit, "F6", county, "2023-06")))
    assert [sheet.cell(row, 9).value for row in range(5, 10)] == [
        "未整改", "整改中", "2023.06.05已整改，待销号", "2023.06.06已整改销号", "整改中",
    ]  # fmt: skip


def test_an_empty_ledger_keeps_a_blank_row(content: Content, unit: UnitOfWork, county: ReportingBody) -> None:
    sheet = sheet_of(as_bytes(fill(content, unit, "F6", county, "2023-06")))
    assert sheet.max_row == 5
    assert sheet["I5"].border.bottom.style == "thin"


def test_a_department_names_itself_in_the_ledger(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    department = ledger.department("工信局", "371000", "city", ("industry",))
    ledger.hazard(ledger.enterprise("plant", "371002", "industry"), "2023-06-01 09:00")
    ledger.hazard(ledger.enterprise("mine", "371002", "mine"), "2023-06-01 09:00")
    sheet = sheet_of(as_bytes(fill(content, unit, "F6", department_body(unit, EVERYTHING, department), "2023-06")))
    assert [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(5, sheet.max_row + 1)] == [
        ("工信局", "plant")
    ]


def test_the_same_ledger_gives_the_same_bytes_in_a_file(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody, tmp_path: Path
) -> None:
    ledger.hazard(ledger.enterprise("plant", "371002", "industry"), "2023-06-01 09:00")
    filled = fill(content, unit, "F14", county, "2023-06")
    write(filled, tmp_path / "F14.xlsx")
    assert (tmp_path / "F14.xlsx").read_bytes() == as_bytes(filled)
    sheet = openpyxl.load_workbook(tmp_path / "F14.xlsx").worksheets[0]
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$4:$4")


def test_a_signboard_for_each_of_some_enterprises(
    content: Content, unit: UnitOfWork, ledger: Ledger, county: ReportingBody
) -> None:
    first, _, third = (ledger.enterprise(name, "371002", "industry") for name in ("甲厂", "乙厂", "丙厂"))
    ledger.enterprise("关了的厂", "371002", closed="2023-06-01 09:00")
    unit.execute(
        tables.roles.insert().values(
            person_id=1, role="principal", enterprise_id=third, granted_at=beijing("2023-01-01 08:00")
        )
    )
    put_signboard(unit, third, {"unit": "工信局", "leader": "李领导", "leader_phone": "+86 13800000000"}, by=1)
    put_signboard(unit, third, {"officer": "王干部", "officer_phone": "13900000000"}, by=1)

    sheet = sheet_of(as_bytes(fill(content, unit, "F5", county, "2023-06", sites=(first, third))))
    assert [sheet.cell(row, 1).value for row in (2, 8)] == ["公司/企业名称：甲厂", "公司/企业名称：丙厂"]
    assert [[sheet.cell(row, column).value for column in (1, 2)] for row in range(8, 12)] == [
        ["公司/企业名称：丙厂", "责任单位：工信局"],
        ["企业主要负责人：刘明", "联系电话："],
        ["挂 点 领 导：李领导", "联系电话：+86 13800000000"],
        ["责 任 干 部：王干部", "联系电话：13900000000"],
    ]
    assert [page.id for page in sheet.row_breaks.brk] == [6]
    # No wider than the paper, whatever fonts there are, and as long as its breaks make it.
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    everybody = sheet_of(as_bytes(fill(content, unit, "F5", county, "2023-06")))
    assert everybody.max_row == 3 * 6


def test_key_tasks_show_their_state_beside_the_print(content: Content, unit: UnitOfWork, ledger: Ledger) -> None:
    ledger.region("532500", "红河州", "city")
    for code in ("532501", "532502"):
        ledger.region(code, code)
    unit.execute(tables.persons.insert().values(name="p", created_at=beijing("2023-01-01 08:00")))
    for region, state, note in (
        ("532500", "under_way", "正在起草"), ("532501", "under_way", ""), ("532501", "done", "已印发"),
        ("532502", "not_started", ""),
    ):  # fmt: skip
        record_state(
            unit, plan="honghe-2023", year=2023, task="mobilise-government-1", region=region, department_id=None,
            state=state, note=note, by=1,
        )  # fmt: skip
    sheet = sheet_of(as_bytes(fill(content, unit, "F11", region_body(unit, EVERYTHING, "532500"), date(2023, 6, 30))))
    tasks = [sheet.cell(row, 3).value for row in range(4, 33)]
    assert len(tasks) == 29
    assert (tasks[0], str(tasks[-1])[:8]) == ("1.各级安委会制定印发专项行动方案。", "全面总结专项行动")
    assert [sheet.cell(row, 1).value for row in (4, 10, 25, 32)] == [
        "动员部署阶段（2023年5月20日前）", "自查自改和督导帮扶（2023年5月中下旬至6月底）", "精准执法（2023年6月至12月）",
        "总结提高（2023年12月）",
    ]  # fmt: skip
    assert sheet["D4"].value == "推进中（2023.08.01）\n正在起草\n县市完成 1/2"
    assert sheet["D5"].value == "县市完成 0/2"
    assert sheet.print_area == "'F11'!$A$1:$C$32"  # the column of states is ours and stays off the paper
    own = sheet_of(as_bytes(fill(content, unit, "F11", region_body(unit, EVERYTHING, "532501"), "2023-06")))
    assert own["D4"].value == "已完成（2023.08.01）\n已印发"
