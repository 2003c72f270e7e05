"""Certificates: what the lines of a photo mean, the number's check character, and which work a card allows."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.certificate_fields import Fields, Line, fields, from_plain, plain
from checklists.certificate_number import proper, seen
from checklists.content import Content

CARD = (
    "中华人民共和国特种作业操作证/证号/T539900198705120019/姓名/赵玉海/性别/男/作业类别/电工作业/准操项目/低压电工作业"
)
DAYS = "初领日期/2018-06-01/有效期限/2018-06-01至2024-05-31/复审日期/2021-05-31/签发机关/清河省应急管理厅"
ELECTRONIC = (
    "特种作业操作证/（电子证照）/姓名：赵玉海/性别：男/证号：T539900198705120019/作业类别：电工作业/操作项目：低压电工作业/"
    "初领日期：2018年06月01日/有效期限：2018年06月01日至2024年05月31日/复审日期：应于2021年05月31日前复审"
)
PHONE = (
    "姓名/赵玉海/性别/男/证书编号/T539900198705120019/作业类别/电工作业/操作项目/低压电工作业/初次领证日期/2018-06-01/"
    "有效期开始日期/2018-06-01/有效期结束日期/2024-05-31/应复审日期/2021-05-31/签发机关/清河省应急管理厅"
)
SIDEWAYS = "2018-06-01至2024-05-31/T539900198705120019/清河省应急管理厅/2021-05-31/低压电工作业/赵玉海/别男/初领日期/姓/2018-06-01"
WHOLE = Fields(
    holder="赵玉海", number="T539900198705120019", work="electrician", project="low-voltage",
    begins=date(2018, 6, 1), ends=date(2024, 5, 31), review=date(2021, 5, 31),
)  # fmt: skip


def read(text: str, content: Content) -> Fields:
    return fields([Line(one, 0.98) for one in text.split("/")], content.certificates)


@pytest.mark.parametrize("text", [f"{CARD}/{DAYS}", ELECTRONIC, PHONE, SIDEWAYS])
def test_every_layout_says_the_same(text: str, content: Content) -> None:
    assert read(text, content) == WHOLE
    assert from_plain(plain(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("证号/T5399OO19870512O0I9", "number", "T539900198705120019"),  # letters among the digits
        ("T539900198705120014", "number", ""),
        ("T539900198705120014", "doubtful", "T539900198705120014"),
        ("高处安装、维护、/拆除作业", "project", "height-installation"),  # over two lines
        ("焊接与热切割作业", "work", "welding"),
        ("准操项目/熔化焊接与热切害作业", "project", "fusion-welding"),  # one sign misread
        ("有效期限：2018年06月01日至2024年05月31日/应复审日期/2021-05-31/实际复审日期/2021-05-20", "review", None),
        ("姓/名赵玉海/性/别男", "holder", "赵玉海"),  # the label read in two
        ("姓名/性别/男/签发机关", "holder", ""),
        ("赵玉海/孙大力", "holder", ""),  # two names and no label: nobody can tell
        ("2018-02-31", "ends", None),
    ],
)
def test_what_is_not_certain_is_left_open(text: str, field: str, value: object, content: Content) -> None:
    assert getattr(read(text, content), field) == value


def test_a_photo_of_something_else_is_no_certificate(content: Content) -> None:
    assert read("安全生产月/人人讲安全/2023年6月", content).empty


def test_the_check_character_decides() -> None:
    assert proper("T53990019870512001 9".replace(" ", "")) == "T539900198705120019"
    assert proper("T539900198705120018") is None
    assert proper("T539900198713120010") is None
    assert seen("证号：T539900198705120019有效") == "T539900198705120019"


@pytest.mark.parametrize(
    ("work", "project", "task", "allowed"),
    [
        ("electrician", "low-voltage", "low-voltage", True),
        ("electrician", "low-voltage", "high-voltage", False),
        ("electrician", "low-voltage", "welding", False),
        ("electrician", "", "high-voltage", True),  # the project was not legible: the kind alone accuses nobody
        ("welding", "fusion-welding", "welding", True),
        ("welding", "brazing", "welding", False),
        ("height", "scaffolding", "height-installation", False),
    ],
)
def test_a_card_allows_what_is_printed_on_it(
    work: str, project: str, task: str, allowed: bool, content: Content
) -> None:
    known = content.certificates
    wanted = next(one for one in known.tasks if one.id == task)
    assert known.allows(wanted, work, project) is allowed
