"""`import`: files and sheets as clerks keep them. What is no part of the list is left out and said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.imports import sheets
from tests.bot.commands.conftest import Run
from tests.bot.commands.tables import HEADS, THREE, TWO, A, B, book


def test_title_above_headings_on_the_third_row_sums_and_signatures_below(tried: Run) -> None:
    said = tried(
        ("章贡区企业名册", None, None, None, None),
        ("填报单位：章贡区应急局", None, None, None, "填报日期：11月"),
        ("序号", *HEADS),
        (1, *A),
        (None,) * 5,
        ("一、水东镇", None, None, None, None),
        (2, *B),
        ("合计", "2家", None, None, None),
        (None, "填表人：王样例", None, "审核人：李样例", None),
        merged=("A1:E1", "A6:E6"),
    )
    assert "可以导入 2 家企业。" in said
    assert "第8、9行是合计、小标题或说明，没有读。" in said
    assert "没有读的列：A列“序号”。" in said


@pytest.mark.parametrize(
    "heads",
    [
        ("企业名称（全称）", "统一信用代码", "所在县（市、区）", "所属行业（领域）"),
        ("*单位名称", "社会信用代码\n（18位）", "属地", "行业类别"),
        (" 名 称 ", "统一社会信用代码*", "县(市、区)", "行业："),
    ],
)
def test_headings_as_clerks_write_them(tried: Run, heads: Sequence[str]) -> None:
    assert "可以导入 1 家企业。" in tried(heads, A)


def test_cells_merged_downwards_count_for_each_of_their_rows(tried: Run) -> None:
    said = tried(
        HEADS, A, ("乙厂样例", TWO, None, "工贸"), ("丙厂样例", THREE, "不知道", "工贸"), merged=("C2:C3",), status=1
    )
    assert "第4行 C列“县区”：“不知道”不是认识的县区。" in said
    assert "第3行" not in said


def test_a_row_of_headings_above_another(ready: Run, folder: Path) -> None:
    file = book(
        folder / "1.xlsx",
        (*HEADS, "主要负责人", None, "安全员", None),
        (None, None, None, None, "姓名", "电话", "姓名", "电话"),
        (*A, "王样例", 13800000001, "李样例", 13800000002),
        merged=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1"),
    )
    said = ready("import", "enterprises", file).output
    assert "已填 1 块责任公示牌。" in said
    assert "没有读的列：E列“主要负责人姓名”、G列“安全员姓名”、H列“安全员电话”。" in said


def test_hidden_rows_are_neither_entered_nor_left_out_unsaid(tried: Run) -> None:
    said = tried(HEADS, A, B, hidden=(3,), status=2)
    assert "第3行在表里是隐藏的，没有导入。请取消隐藏或删掉再来" in said
    assert "可以导入 2 家企业。" in tried(HEADS, A, B, hidden=(3,), options=("--hidden", "read"))
    assert "可以导入 1 家企业。" in tried(HEADS, A, B, hidden=(3,), options=("--hidden", "skip"))


def test_the_sheet_that_is_the_list_is_read_and_of_several_one_is_named(tried: Run) -> None:
    assert "可以导入 1 家企业。" in tried(("填表说明",), ("一家一行",), 名单=(HEADS, A))
    said = tried(HEADS, A, 水东镇=(HEADS, B), status=2)
    assert "有几张工作表都像名单：Sheet、水东镇。请一次导入一张，加 --sheet" in said
    assert "可以导入 1 家企业。" in tried(HEADS, A, 水东镇=(HEADS, B), options=("--sheet", "水东镇"))
    assert "有的是：Sheet、水东镇" in tried(HEADS, A, 水东镇=(HEADS, B), options=("--sheet", "水西镇"), status=2)


def test_two_columns_for_the_same_must_not_differ(tried: Run) -> None:
    said = tried((*HEADS, "单位名称"), (*A, "甲厂样例"), (*B, "另一个厂"), status=2)
    assert "第3行的A列“企业名称”、E列“单位名称”写的不一样，不知道读哪一列。没有导入，请删掉一列" in said
    assert "可以导入 2 家企业。" in tried((*HEADS, "单位名称"), (*A, "甲厂样例"), (*B, None))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_below_a_title_however_it_was_saved(ready: Run, folder: Path, encoding: str, separator: str) -> None:
    file = folder / "名单.csv"
    file.write_text("\r\n".join(("企业名册", separator.join(HEADS), separator.join(A))), encoding=encoding)
    assert "已导入 1 家企业。" in ready("import", "enterprises", file).output


def test_headings_alone_are_no_list(tried: Run) -> None:
    assert "表头下面没有一行能导入的。请核对是不是这张表" in tried(HEADS, status=2)


def test_a_workbook_that_says_it_has_one_cell_only(ready: Run, folder: Path) -> None:
    """Programs that write tables from a database do: https://openpyxl.readthedocs.io/en/stable/optimized.html."""
    whole, told = book(folder / "1.xlsx", HEADS, A, B), folder / "2.xlsx"
    with ZipFile(whole) as given, ZipFile(told, "w") as put:
        for name in given.namelist():
            put.writestr(name, given.read(name).replace(b'<dimension ref="A1:D3"', b'<dimension ref="A1"'))
    assert "可以导入 2 家企业。" in ready("import", "enterprises", told, "--dry-run").output


def test_a_sheet_laid_out_to_its_last_row(ready: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 20)
    whole, laid = book(folder / "1.xlsx", HEADS, A), folder / "2.xlsx"
    with ZipFile(whole) as given, ZipFile(laid, "w") as put:
        for name in given.namelist():
            empty = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 100))
            put.writestr(name, given.read(name).replace(b"</sheetData>", f"{empty}</sheetData>".encode()))
    assert "可以导入 1 家企业。" in ready("import", "enterprises", laid, "--dry-run").output


def test_an_old_workbook_by_a_new_name(ready: Run, folder: Path) -> None:
    file = folder / "名单.xlsx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    said = ready("import", "enterprises", file, status=2).output
    assert (
        "名单.xlsx 是旧格式（.xls），或者设了密码。请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx。光改文件名不行。"
        in said
    )


def test_a_sheet_that_is_damaged(ready: Run, folder: Path) -> None:
    whole, broken = book(folder / "1.xlsx", HEADS, A), folder / "2.xlsx"
    with ZipFile(whole) as given, ZipFile(broken, "w") as put:
        for name in given.namelist():
            put.writestr(name, given.read(name).replace(b"</sheetData>", b"&none;</sheetData>"))
    assert "2.xlsx 打不开" in ready("import", "enterprises", broken, "--dry-run", status=2).output


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_template_where_there_is_no_folder(ready: Run, folder: Path, suffix: str) -> None:
    said = ready("import", "people", folder / "none" / f"1.{suffix}", "--template", status=2).output
    assert "请先建好那个文件夹" in said
