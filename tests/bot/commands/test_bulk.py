"""`import`: tables as people keep them, all or nothing."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.sample.identity import credit_code
from tests.bot.commands.conftest import Run

ONE, TWO, THREE, FOUR = (credit_code("360702", number) for number in (11, 12, 13, 14))
HEADS = ("企业名称", "统一社会信用代码", "县区", "行业", "特殊情形", "从业人数")


def book(file: Path, *rows: tuple[object, ...]) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made.save(file)
    return file


def test_a_workbook_with_a_title_above_and_columns_we_do_not_know(ready: Run, folder: Path) -> None:
    file = book(
        folder / "list.xlsx",
        ("章贡区企业名册（2023年）",),
        ("序号", "企业名称", "统一社会信用代码", "所在县区", "所属行业", "从业人员", "备注"),
        (1, "青石禾木家具有限公司", ONE.lower(), "章贡区", "工贸", 86.0, "重点"),
        (2, "白沙朗岳采石场", f" {TWO} ", "360702", "非煤矿山", "40人", None),
        (None, None, None, None, None, None, None),
    )
    assert "可以导入 2 家企业。" in ready("import", "enterprises", file, "--dry-run").output
    assert "已导入 2 家企业。" in ready("import", "enterprises", file).output
    assert "已导入 0 家企业。原来就有、没有改动的：2。" in ready("import", "enterprises", file).output
    ready("form", "F7", "--region", "360702", "--period", "2030-06", "--out", folder / "F7.xlsx")
    sheet = load_workbook(folder / "F7.xlsx").active
    assert sheet is not None
    assert sheet["C4"].value == 2  # 辖区企业/建设项目数量


def test_wide_digits_and_brackets_are_those_of_a_telephone(ready: Run, folder: Path) -> None:
    heads = (*HEADS, "挂点领导电话")
    file = book(
        folder / "1.xlsx", heads, ("甲厂样例", ONE, "章贡区", "工贸", "", "１，２００人", "（０７９７）８１２３４５６")
    )
    assert "已填 1 块责任公示牌。" in ready("import", "enterprises", file).output


def test_every_fault_is_named_and_nothing_is_entered(ready: Run, folder: Path) -> None:
    wrong = ONE[:-1] + ("0" if ONE[-1] != "0" else "1")
    file = book(
        folder / "list.xlsx",
        HEADS,
        ("甲厂样例", ONE, "章贡区", "工贸", "", 12),
        ("乙厂样例", wrong, "章贡区", "工贸", "", 12),
        ("丙厂样例", TWO, "章供区", "天知道", "家具木制", 0),
        ("", THREE, "章贡区", "工贸", "", "十二"),
        ("丁厂样例", ONE, "章贡区", "工贸", "", 12),
    )
    said = ready("import", "enterprises", file, status=1).output
    for fault in (
        f"第3行 B列“统一社会信用代码”：“{wrong}”和校验位对不上",
        "第4行 C列“县区”：“章供区”不是认识的县区。请改成：章贡区。\n",
        "第4行 D列“行业”：“天知道”不知道算哪个行业。请改成下面有的一个。\n",
        "第4行 E列“特殊情形”：“家具木制”不是认识的情形。请改成：家具木制品；没有的，空着。\n",
        "第4行 F列“从业人数”：“0”不是人数。请写",
        "第5行 A列“企业名称”：空着。请填上。",
        "第5行 F列“从业人数”：“十二”不是人数。",
        "第6行 B列“统一社会信用代码”：和第2行是同一个代码，别的格子写的不一样。请只留一行。",
    ):
        assert fault in said
    assert "表里有 4 行要改，整张表都没有导入。" in said
    assert "enterprises                  0" in ready("db", "check").output


def test_signboards_come_with_the_enterprises_or_later(ready: Run, folder: Path) -> None:
    heads = ("企业名称", "信用代码", "县区", "行业", "监管部门", "责任单位", "包保领导", "包保领导电话", "责任干部")
    plain = book(folder / "1.xlsx", HEADS, ("甲厂样例", ONE, "章贡区", "工贸"))
    assert "已导入 1 家企业。" in ready("import", "enterprises", plain).output
    wrong = book(folder / "2.xlsx", heads, ("甲厂样例", ONE, "章贡区", "工贸", "", "", "李样例", "在办公室"))
    said = ready("import", "enterprises", wrong, status=1).output
    assert "第2行 H列“包保领导电话”：不是电话号码。请只写数字和短横线。" in said
    file = book(
        folder / "3.xlsx", heads,
        ("甲厂样例", ONE, "章贡区", "工贸", "", "水东镇", "李样例", "0797-8123456", "王样例"),
        ("乙厂样例", TWO, "章贡区", "工贸", "赣州市应急管理局", "", "李样例", "", ""),
        ("丙厂样例", THREE, "章贡区", "工贸", "章贡区应急管理局", "", "", "", ""),
    )  # fmt: skip
    said = ready("import", "enterprises", file, "--dry-run").output
    assert "可以导入 2 家企业。原来就有、没有改动的：1。\n可以填 2 块责任公示牌。" in said
    assert "已填 2 块责任公示牌。" in ready("import", "enterprises", file).output
    assert "原来就有、没有改动的：3。\n" in ready("import", "enterprises", file).output
    ready("form", "F5", "--region", "360702", "--period", "2030-06", "--out", folder / "F5.xlsx")
    said = {str(cell.value) for sheet in load_workbook(folder / "F5.xlsx") for row in sheet for cell in row}
    wanted = ("水东镇", "李样例", "0797-8123456", "王样例", "赣州市应急管理局", "章贡区应急管理局")
    assert all(any(cell.endswith(f"：{words}") for cell in said) for words in wanted)


DEPARTMENT = ("企业名称", "信用代码", "县区", "行业", "监管部门")


def test_departments_that_are_made_are_said_by_name(ready: Run, folder: Path) -> None:
    file = book(
        folder / "1.xlsx", DEPARTMENT,
        ("甲厂样例", ONE, "章贡区", "工贸", "章贡区应急管理局"),
        ("乙厂样例", TWO, "章贡区", "工贸", "赣州市应急管理局"),
        ("丙厂样例", THREE, "章贡区", "工贸", "工信局"),
    )  # fmt: skip
    named = "{} 3 个部门，请核对有没有写错的：章贡区应急管理局、赣州市应急管理局、章贡区 工信局。\n"
    assert named.format("会新建") in ready("import", "enterprises", file, "--dry-run").output
    assert named.format("新建了") in ready("import", "enterprises", file).output
    assert "部门" not in ready("import", "enterprises", file).output
    known = book(folder / "2.xlsx", DEPARTMENT, ("丁厂样例", FOUR, "章贡区", "工贸", "工信局"))
    assert ready("import", "enterprises", known).output == "已导入 1 家企业。\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("章贡区应急管里局", "章贡区应急管理局"),
        ("章贡应急局", "章贡区应急管理局"),
        ("应急管理局", "章贡区应急管理局"),
        ("赣州市应急管理剧", "赣州市应急管理局"),
    ],
)
def test_a_slip_makes_no_department(ready: Run, folder: Path, written: str, meant: str) -> None:
    there = book(
        folder / "1.xlsx", DEPARTMENT,
        ("甲厂样例", ONE, "章贡区", "工贸", "章贡区应急管理局"),
        ("乙厂样例", TWO, "章贡区", "工贸", "赣州市应急管理局"),
    )  # fmt: skip
    ready("import", "enterprises", there)
    file = book(folder / "2.xlsx", DEPARTMENT, ("丙厂样例", THREE, "章贡区", "工贸", written))
    for dry in ((), ("--dry-run",)):
        said = ready("import", "enterprises", file, *dry, status=1).output
        assert f"第2行 E列“监管部门”：章贡区没有叫“{written}”的部门，是不是“{meant}”？" in said


def test_a_department_that_is_only_like_another_can_be_made(ready: Run, folder: Path) -> None:
    first = book(folder / "1.xlsx", DEPARTMENT, ("甲厂样例", ONE, "章贡区", "工贸", "章贡区水利局"))
    ready("import", "enterprises", first)
    other = book(folder / "2.xlsx", DEPARTMENT, ("乙厂样例", TWO, "章贡区", "工贸", "章贡区林业局"))
    assert "新建了 1 个部门，请核对有没有写错的：章贡区林业局。" in ready("import", "enterprises", other).output
    close = book(folder / "3.xlsx", DEPARTMENT, ("丙厂样例", THREE, "章贡区", "工贸", "章贡区水利二局"))
    assert "先用 import people 导入那里的一个人" in ready("import", "enterprises", close, status=1).output
    staff = book(
        folder / "4.xlsx", ("姓名", "身份", "县区", "部门"), ("许美玲", "部门人员", "章贡区", "章贡区水利二局")
    )
    ready("import", "people", staff, "--codes", folder / "codes.csv")
    assert "已导入 1 家企业。" in ready("import", "enterprises", close).output


def test_killed_half_way_it_leaves_nothing(ready: Run, folder: Path) -> None:
    rows = [(f"第{number}号样例厂", credit_code("360702", number), "章贡区", "工贸") for number in range(30, 50)]
    file = book(folder / "list.xlsx", HEADS, *rows)
    script = """
import os, signal, sys
from bot.commands import bulk, door

def shown(items, done):
    for number, item in enumerate(items):
        if done == "导入" and number == 15:
            os.kill(os.getpid(), signal.SIGKILL)
        yield item

bulk._shown = shown
door(["import", "enterprises", sys.argv[1]])
"""
    root = Path(__file__).parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", script, str(file)], cwd=folder, env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert "enterprises                  0" in ready("db", "check").output
    assert "已导入 20 家企业。" in ready("import", "enterprises", file).output


def test_a_code_that_belongs_to_another_name(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, ("甲厂样例", ONE, "章贡区", "工贸")))
    other = book(folder / "2.xlsx", HEADS, ("乙厂样例", TWO, "章贡区", "工贸"), ("丙厂样例", ONE, "章贡区", "工贸"))
    assert (
        f"第3行 B列“统一社会信用代码”：{ONE} 已经登记为“甲厂样例”"
        in ready("import", "enterprises", other, status=1).output
    )
    assert "enterprises                  1" in ready("db", "check").output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_as_excel_saves_it(ready: Run, folder: Path, encoding: str) -> None:
    file = folder / "list.csv"
    file.write_text(f"企业名称;信用代码;地区;行业领域\n甲厂样例;{ONE};章贡;工贸\n", encoding=encoding)
    assert "已导入 1 家企业。" in ready("import", "enterprises", file).output


def test_templates_can_be_read_back(ready: Run, folder: Path) -> None:
    for suffix in ("xlsx", "csv"):
        file = folder / f"template.{suffix}"
        ready("import", "enterprises", file, "--template")
        assert "可以导入 1 家企业。" in ready("import", "enterprises", file, "--dry-run").output
        assert "没有覆盖" in ready("import", "enterprises", file, "--template", status=2).output


def test_people_get_roles_and_a_code_each(ready: Run, folder: Path) -> None:
    ready("import", "enterprises", book(folder / "1.xlsx", HEADS, ("甲厂样例", ONE, "章贡区", "工贸")))
    file = book(
        folder / "people.xlsx",
        ("姓名", "职务", "统一社会信用代码", "县区", "部门"),
        ("林启明", "法定代表人", ONE, None, None),
        ("韩小川", "安全员", ONE, None, None),
        ("董长青", "县监管", None, "章贡区", None),
        ("许美玲", "部门人员", None, "章贡区", "章贡区消防救援大队"),
    )
    assert "--codes FILE.csv" in ready("import", "people", file, status=2).output
    codes = folder / "codes.csv"
    assert "已导入 4 人。" in ready("import", "people", file, "--codes", codes).output
    assert codes.stat().st_mode & 0o077 == 0, "whoever reads a code is that person"
    rows = list(csv.reader(codes.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[:3] for row in rows[1:]] == [
        ["林启明", "企业主要负责人", "甲厂样例"],
        ["韩小川", "安全员", "甲厂样例"],
        ["董长青", "县（市、区）监管人员", "章贡区"],
        ["许美玲", "部门监管人员", "章贡区消防救援大队"],
    ]
    assert len({row[3] for row in rows[1:]}) == 4
    assert rows[1][4].endswith(f"/chat/?scene={rows[1][3]}")
    again = ready("import", "people", file, "--codes", folder / "again.csv").output
    assert "已导入 0 人。原来就有、没有改动的：4。" in again


def test_departments_that_people_bring_along_are_said_by_name(ready: Run, folder: Path) -> None:
    heads = ("姓名", "身份", "县区", "部门")
    first = book(folder / "1.xlsx", heads, ("许美玲", "部门人员", "章贡区", "章贡区应急管理局"))
    ready("import", "people", first, "--codes", folder / "codes.csv")
    file = book(
        folder / "2.xlsx", heads,
        ("董长青", "部门人员", "章贡区", "章贡区应急管里局"),
        ("韩小川", "部门人员", "章贡区", "教育局"),
        ("林启明", "部门人员", "章贡区", "教育局"),
        ("王玉兰", "部门人员", "章贡区", "章贡区应急管理局"),
    )  # fmt: skip
    named = "{} 2 个部门，请核对有没有写错的：章贡区应急管里局（是不是写错了的“章贡区应急管理局”？）、章贡区 教育局。\n"
    assert ready("import", "people", file, "--dry-run").output == (
        "只检查，没有写入：可以导入 4 人。\n" + named.format("会新建")
    )
    assert named.format("新建了") in ready("import", "people", file, "--codes", folder / "more.csv").output
    assert "部门" not in ready("import", "people", file, "--dry-run").output


def test_people_faults(ready: Run, folder: Path) -> None:
    file = book(
        folder / "people.xlsx", ("姓名", "身份", "信用代码", "县区"), ("林启明", "主要负责人", TWO, None),
        ("董长青", "县监管", None, "不知道"), ("王", "观察员", None, None), ("许美玲", "部门人员", None, None),
    )  # fmt: skip
    said = ready("import", "people", file, "--dry-run", status=1).output
    assert "第3行 D列“县区”：“不知道”不是认识的县区。请改成：赣州市、章贡区、" in said
    assert "第5行 D列“县区”：空着。请写单位所在的县区或市" in said
    assert "第4行 A列“姓名”：不像姓名。" in said
    assert "第4行 B列“身份”：“观察员”不是认识的身份。" in said
    file = book(folder / "more.xlsx", ("姓名", "身份", "信用代码"), ("林启明", "主要负责人", TWO))
    said = ready("import", "people", file, "--dry-run", status=1).output
    assert "第2行 C列“信用代码”：这个代码的企业还没有登记。请先用 import enterprises 导入企业。" in said


def test_files_that_are_no_tables(ready: Run, folder: Path) -> None:
    (folder / "fake.xlsx").write_bytes(b"%PDF-1.7")
    assert "里面不是 .xlsx 表格" in ready("import", "enterprises", folder / "fake.xlsx", status=2).output
    (folder / "list.doc").write_bytes(b"")
    assert "不是能读的表格" in ready("import", "enterprises", folder / "list.doc", status=2).output
    file = book(folder / "short.xlsx", ("企业名称", "行业"), ("甲厂样例", "工贸"))
    assert "没有找到这些列：统一社会信用代码、县区。" in ready("import", "enterprises", file, status=2).output
