"""One spelling, and the parts in which a fault stays with its thing."""

from __future__ import annotations

import pytest

from checklists.judgement.numbers import NumberReader, amount, beyond
from checklists.judgement.reading import Reader
from tests.own import own_content

WORDS = own_content().lexicon
READER = Reader(WORDS.wording)
NUMBERS = NumberReader(WORDS.units)


def test_dialect_slips_and_full_width_become_one_spelling() -> None:
    assert READER.fold("３０ ｋＰａ，莫得抱警器") == "30kpa,没有报警器"
    assert READER.fold("连锁坏起的") == "联锁坏了的"
    assert READER.fold("没\u200b装\x07 报警") == "没装报警"


def test_parts_are_cut_at_commas_and_joints() -> None:
    reading = READER.read("探头装了但坏了，护栏也断了。2、灭火器过期")
    parts = [reading.text[part.start : part.end] for part in reading.parts]
    assert parts == ["探头装了", "但坏了", "护栏也断了", "灭火器过期"]
    assert [part.sentence for part in reading.parts] == [0, 0, 0, 2]


def test_a_list_of_hazards_is_cut_and_a_list_of_things_is_not() -> None:
    reading = READER.read("消火栓损坏、疏散通道堵塞、未设置火灾报警，铁水、钢水吊运")
    parts = [reading.text[part.start : part.end] for part in reading.parts]
    assert parts == ["消火栓损坏", "疏散通道堵塞", "未设置火灾报警", "铁水、钢水吊运"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "2024年5月6日，某市应急管理局执法人员对某木业公司检查时发现：除尘器没有泄爆。以上行为违反了《安全生产法》第三十六条。",
            "除尘器没有泄爆",
        ),
        ("经检查，该公司有限空间未辨识，违反《安全生产法》第四十一条第二款的规定。", "有限空间未辨识"),
        ("某市消防救援大队检查时发现安全出口锁闭，责令改正，并处罚款1万元。", "安全出口锁闭"),
        ("检查发现以下问题：护栏缺失。", "护栏缺失"),
        ("存在护栏缺失的问题，不符合相关标准，要求企业限期整改。", "护栏缺失"),
        ("电气线路敷设不符合规范要求，接线盒敞口", "电气线路敷设不符合规范要求,接线盒敞口"),
        ("检查没有发现问题", "检查没有发现问题"),
        ("未发现泄漏", "未发现泄漏"),
        ("未按照《初步设计》修截水沟", "未按照《初步设计》修截水沟"),
    ],
)
def test_what_officials_write_around_a_finding_is_not_read(text: str, read: str) -> None:
    assert READER.read(text).text == read


def test_a_decimal_is_not_a_list_number() -> None:
    assert len(READER.read("瓦斯1.5%还在干").parts) == 1


def test_an_empty_text_is_read() -> None:
    assert READER.read("").parts[0].end == 0


@pytest.mark.parametrize(
    ("words", "value"),
    [("12", 12), ("十五", 15), ("二十", 20), ("一百二十", 120), ("两", 2), ("半", 0.5), ("2.5", 2.5)],
)
def test_numerals(words: str, value: float) -> None:
    assert amount(words) == value


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("水封只有20 kPa", "pressure", 20),
        ("压力0.3兆帕", "pressure", 300),
        ("里面15个人", "people", 15),
        ("十二名工人", "people", 12),
        ("损坏超过50%", "share", 50),
        ("百分之三十不亮", "share", 30),
        ("核定120万吨", "mass", 1_200_000),
        ("坏了3天", "time", 3),
        ("相距80厘米", "length", 0.8),
        ("存了2万6千吨", "mass", 26_000),
        ("存了2万6吨", "mass", 26_000),
    ],
)
def test_quantities(text: str, measure: str, value: float) -> None:
    (number,) = NUMBERS.find(READER.fold(text))
    assert (number.measure, round(number.value, 6)) == (measure, value)


def test_a_date_and_a_fine_are_no_quantities() -> None:
    assert list(NUMBERS.find(READER.fold("2024年4月15日检查，罚款2万6千元"))) == []


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("许可证核定储量80箱，店里实际165箱", ["165箱"]),
        ("库房存药5590公斤，核定药量为5000公斤", ["5590公斤"]),
        ("核载19人，车上二十五人", ["二十五人"]),
        ("工房定员4人，现场3人", []),
        ("核定4人，坏了5天", []),
    ],
)
def test_what_is_more_than_allowed_passes_it(text: str, passing: list[str]) -> None:
    folded = READER.fold(text)
    said = beyond(folded, tuple(NUMBERS.find(folded)), WORDS.wording.allowed)
    assert [folded[number.start : number.end] for number in said] == passing
