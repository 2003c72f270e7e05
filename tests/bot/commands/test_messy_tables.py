"""`import`: what stands in clerks' cells. What is clear is read; what is not is named as they see it, with what to do."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.sample.identity import credit_code
from tests.bot.commands.conftest import Run, giving
from tests.bot.commands.tables import HEADS, ONE, THREE, TWO, A, B, book


def test_line_breaks_and_blanks_that_only_lay_a_cell_out(ready: Run, folder: Path) -> None:
    laid = ("甲厂样例 \n 有限公司", f" {ONE[:9]} {ONE[9:]}\n", "赣州市章贡区", " 工 贸 ")
    assert "已导入 1 家企业。" in ready("import", "enterprises", book(folder / "1.xlsx", HEADS, laid)).output
    plain = book(folder / "2.xlsx", HEADS, ("甲厂样例有限公司", ONE, "江西省赣州市章贡区水东镇", "工贸"))
    assert "原来就有、没有改动的：1。" in ready("import", "enterprises", plain).output


def test_brackets_of_another_width_are_no_other_name(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, ("甲厂（样例）", *A[1:])))
    again = book(folder / "2.xlsx", HEADS, ("甲厂(样例)", *A[1:]))
    assert "原来就有、没有改动的：1。" in ready("import", "enterprises", again).output


def test_a_column_headed_telephone_belongs_to_whom_it_stands_beside(tried: Run) -> None:
    said = tried((*HEADS, "主要负责人", "联系电话"), (*A, "王样例", 13800000001.0))
    assert "可以填 1 块责任公示牌。" in said
    said = tried((*HEADS, "联系人", "联系电话"), (*A, "王样例", 13800000001.0))
    assert "公示牌" not in said
    assert "没有读的列：E列“联系人”、F列“联系电话”。" in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1380000000", "是 10 位，手机号应为 11 位。请改对。"),
        (138000000011, "是 12 位，手机号应为 11 位。请改对。"),
        ("13800000001/13800000002", "写了几个号码，不知道用哪个。请只留一个。"),
        ("1.38E+10", "被表格写成了科学计数法，后几位已经丢了。请把这一列设为文本，重填号码。"),
        (7978123456, "有 10 位，不像手机，区号前像是少了 0。"),
        ("在办公室", "不是电话号码。请只写数字和短横线。"),
    ],
)
def test_a_number_that_cannot_be_called_is_not_taken(tried: Run, written: object, said: str) -> None:
    heads = (*HEADS, "主要负责人电话")
    assert f"第2行 E列“主要负责人电话”：{said}" in tried(heads, (*A, written), status=1)


@pytest.mark.parametrize(
    "written", ["13800000001.0", 13800000001.0, "0797—8123456", "8123456", "400-8123456", "138 0000 0001"]
)
def test_a_number_that_a_sheet_or_a_clerk_wrote_otherwise_is_read(tried: Run, written: object) -> None:
    assert "可以填 1 块责任公示牌。" in tried((*HEADS, "负责人手机"), (*A, written))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            913607020000000000.0,
            "“9.13607E+17”是表格把代码当成了数，后几位已经丢了。请把这一列设为文本，照营业执照重填。",
        ),
        ("9.1360702E+17", "“9.1360702E+17”是表格把代码当成了数"),
        (ONE[:17], f"“{ONE[:17]}”是 17 位，应为 18 位。请对照营业执照改。"),
        (ONE.replace("0", "O"), f"里有代码不用的字母，是不是 {ONE}？请对照营业执照改。"),
        ("#N/A", "是公式的错误值 #N/A。请改成要填的内容。"),
    ],
)
def test_a_code_is_never_guessed(tried: Run, written: object, said: str) -> None:
    told = tried(HEADS, ("甲厂样例", written, "章贡区", "工贸"), status=1)
    assert "第2行 B列“统一社会信用代码”：" in told
    assert said in told


@pytest.mark.parametrize("written", [f"'{ONE}", f'="{ONE}"', f"{ONE.lower()} "])
def test_a_code_kept_as_text_is_read(ready: Run, folder: Path, written: str) -> None:
    file = folder / "名单.csv"
    file.write_text("\n".join((",".join(HEADS), f"甲厂样例,{written},章贡区,工贸")), encoding="gb18030")
    assert "已导入 1 家企业。" in ready("import", "enterprises", file).output


def test_a_slip_that_stands_in_many_rows_is_said_once(tried: Run) -> None:
    rows = [(f"第{number}样例厂", credit_code("360702", number), "章贡区", "汽修") for number in range(20, 32)]
    said = tried(HEADS, *rows, status=1)
    assert "第2、3、4、5、6、7、8、9 等共12行 D列“行业”：“汽修”不知道算哪个行业。请改成下面有的一个。\n" in said
    assert said.count("行业可以写：工贸、非煤矿山、煤矿、") == 1


def test_all_that_is_to_be_corrected_as_a_table_for_whoever_made_the_list(ready: Run, folder: Path) -> None:
    rows = [(f"第{number}样例厂", f"{number}", "章贡区", "工贸") for number in range(20, 80)]
    file, list_of = book(folder / "名单.xlsx", HEADS, *rows, ("", TWO, "章贡区", "汽修")), folder / "要改的.csv"
    said = ready("import", "enterprises", file, status=1).output
    assert "还有 12 处没有列出来，请加 --faults FILE.csv" in said
    said = ready("import", "enterprises", file, "--faults", list_of, status=1).output
    assert f"要改的都写在 {list_of} 里，可以转给做表的人。" in said
    lines = list(csv.reader(list_of.read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0] == ["行", "列", "要改什么"]
    assert lines[1] == ["2", "B列“统一社会信用代码”", "“20”是 2 位，应为 18 位。请对照营业执照改。"]
    assert [line[:2] for line in lines[61:]] == [["62", "A列“企业名称”"], ["62", "D列“行业”"]]
    assert "行业可以写：工贸、" in lines[62][2]


@pytest.mark.parametrize(
    "written",
    [
        "家具",
        "家具厂",
        "C21 家具制造业",
        "木材加工",
        "非金属矿物制品业",
        "计算机、通信和其他电子设备制造业",
        "制鞋",
        "工贸行业",
    ],
)
def test_trades_are_industry(tried: Run, written: str) -> None:
    """What decides is the longest word: 非金属矿物制品 is no 非金属矿, and the makers of 通信设备 are no 通信."""
    assert f"行业一栏是这样读的，请核对：“{written}”算工贸。" in tried(HEADS, (*A[:3], written), B)


@pytest.mark.parametrize(
    ("written", "known"),
    [("物流", "道路运输、商贸仓储物流"), ("化工机械", "工贸、危险化学品"), ("交通", "道路运输、水上交通")],
)
def test_a_word_for_several_sectors_is_asked_back(tried: Run, written: str, known: str) -> None:
    said = tried(HEADS, (*A[:3], written), status=1)
    assert f"第2行 D列“行业”：“{written}”可能是几个行业。请写明是哪一个：{known}" in said


def test_kinds_are_ticked_in_columns_of_their_own(ready: Run, folder: Path) -> None:
    heads = (*HEADS, "是否涉爆粉尘", "有限空间", "涉氨制冷", "从业人数")
    wrong = book(folder / "0.xlsx", heads, (*A, "大概", "", "", 9))
    said = ready("import", "enterprises", wrong, status=1).output
    assert "第2行 E列“是否涉爆粉尘”：“大概”看不出是不是。请填“是”或“否”。" in said
    file = book(folder / "1.xlsx", heads, (*A, "√", "×", "否", 9), (*B, "无", "是", "/", "/"))
    assert "已导入 2 家企业。" in ready("import", "enterprises", file).output
    with closing(sqlite3.connect(folder / "data" / "ancha.db")) as record:
        kinds = dict(record.execute("SELECT name, kinds FROM enterprises").fetchall())
    assert {name: json.loads(one) for name, one in kinds.items()} == {
        "甲厂样例": ["dust"], "乙厂样例": ["confined-space"],
    }  # fmt: skip


@pytest.mark.parametrize("written", ["章贡", "赣州章贡区", "江西省赣州市章贡区水东镇", 360702.0])
def test_a_county_as_addresses_begin(tried: Run, written: object) -> None:
    assert "可以导入 1 家企业。" in tried(HEADS, (*A[:2], written, "工贸"))


@pytest.mark.parametrize("written", ["水东镇", "章贡区/南康区", "同上"])
def test_what_names_no_county_or_two_is_asked_back(tried: Run, written: str) -> None:
    assert f"第2行 C列“县区”：“{written}”不是认识的县区。" in tried(HEADS, (*A[:2], written, "工贸"), status=1)


def test_two_codes_under_one_name_are_pointed_out(tried: Run) -> None:
    assert "第2、4行有同名的企业，代码不一样，请核对是不是同一家。" in tried(
        HEADS, A, B, ("甲厂样例", THREE, "章贡区", "工贸")
    )


def test_the_trade_may_name_a_kind_too(tried: Run) -> None:
    said = tried(HEADS, (*A[:3], "家具"), B)
    assert "第2行的行业本身是特殊情形，一并记了，请核对。" in said
    said = tried((*HEADS, "特殊情形"), (*A[:3], "家具", "家具木制品"), (*B, "无"))
    assert "一并记了" not in said


def test_rows_that_repeat_another_are_read_once_and_others_of_its_code_not_at_all(tried: Run) -> None:
    said = tried(HEADS, A, B, A)
    assert "可以导入 2 家企业。" in said
    assert "第4行和前面的行一样，只读了一次。" in said
    said = tried(HEADS, A, ("甲厂样例", ONE, "章贡区", "煤矿"), status=1)
    assert "第3行 B列“统一社会信用代码”：和第2行是同一个代码，别的格子写的不一样。请只留一行。" in said


def test_a_list_of_one_county_need_not_name_it(tried: Run) -> None:
    heads, row = ("企业名称", "统一社会信用代码", "行业"), ("甲厂样例", ONE, "工贸")
    assert "整张表同一个县区的，可以加 --region。" in tried(heads, row, status=2)
    assert "可以导入 1 家企业。" in tried(heads, row, options=("--region", "章贡"))
    said = tried(heads, row, options=("--region", "不知道"), status=2)
    assert "“不知道”不是认识的县区。请改成：赣州市、章贡区、" in said


@pytest.mark.parametrize("written", ["王样例、李样例", "王样例13800000001", "王"])
def test_a_cell_names_one_person(ready: Run, folder: Path, written: str) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, A))
    file = book(folder / "2.xlsx", ("姓名", "身份", "企业名称"), (written, "安全员", "甲厂样例"))
    said = ready("import", "people", file, "--dry-run", status=1).output
    assert "第2行 A列“姓名”：不像姓名。请写 2 到 20 个字，一格只写一个人。" in said


@pytest.mark.parametrize(
    ("written", "status"),
    [("法定代表人（主要负责人）", 0), ("法人/总经理", 0), ("总经理兼安全总监", 1), ("安全总监（安全员）", 1)],
)
def test_two_words_for_one_role_are_one_and_for_two_roles_none(
    ready: Run, folder: Path, written: str, status: int
) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, A))
    file = book(folder / "2.xlsx", ("姓名", "身份", "企业名称"), ("王样例", written, "甲厂样例"))
    said = ready("import", "people", file, "--dry-run", status=status).output
    assert (f"“{written}”不是认识的身份。" if status else "可以导入 1 人。") in said


def test_people_name_their_enterprise_where_they_give_no_code(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, A, B, ("乙厂样例", THREE, "章贡区", "工贸")))
    heads = ("姓名", "职务", "单位名称", "信用代码", "手机")
    file = book(
        folder / "2.xlsx", heads,
        ("王 样例", "法人、总经理", "甲厂样例", None, 13800000001), ("合计", "1", None, None, None),
    )  # fmt: skip
    said = ready("import", "people", file, "--dry-run").output
    assert "可以导入 1 人。" in said
    assert "没有读的列：E列“手机”。" in said
    wrong = book(folder / "3.xlsx", heads, ("钱样例", "安全员"), ("孙样例", "县监管"))
    said = ready("import", "people", wrong, "--dry-run", status=1).output
    assert "第2行 D列“信用代码”：不知道是哪家企业的人。" in said
    assert "第3行 （没有“县区”列）：空着。请写单位所在的县区或市" in said
    wrong = book(
        folder / "4.xlsx",
        heads,
        ("王样例", "厂长", "乙厂样例"),
        ("李样例", "厂长", "丙厂样例"),
        ("赵样例", "安全员", "甲厂样例", TWO),
    )
    said = ready("import", "people", wrong, "--dry-run", status=1).output
    assert "第2行 C列“单位名称”：叫“乙厂样例”的企业有 2 家。请写统一社会信用代码。" in said
    assert "第3行 C列“单位名称”：没有登记过叫“丙厂样例”的企业。" in said
    assert "第4行 D列“信用代码”：这个代码登记的是“乙厂样例”，表里写的是“甲厂样例”。" in said


def test_a_chinese_list_is_read_whatever_the_interface_speaks(
    folder: Path, readied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCHA_LANGUAGE", "en")
    shutil.copytree(readied, folder / "data")
    file = book(folder / "1.xlsx", (*HEADS, "特殊情形", "有限空间"), (*A, "金属冶炼", "√"))
    said = giving(None)("import", "enterprises", file, "--dry-run").output
    assert said == "Only checked. Enterprises to enter: 1.\n"
