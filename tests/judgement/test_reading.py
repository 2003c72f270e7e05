"""One spelling, and the parts in which a fault stays with its thing."""

from __future__ import annotations

import pytest

from checklists.gathering import load
from checklists.judgement.numbers import NumberReader, amount
from checklists.judgement.reading import LONGEST, Reader

WORDS = load().lexicon
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


def test_a_decimal_is_not_a_list_number() -> None:
    assert len(READER.read("瓦斯1.5%还在干").parts) == 1


def test_an_empty_and_an_endless_text_are_read() -> None:
    assert READER.read("").parts[0].end == 0
    assert len(READER.read("坏" * 20_000).text) == LONGEST


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
    ],
)
def test_quantities(text: str, measure: str, value: float) -> None:
    (number,) = NUMBERS.find(READER.fold(text))
    assert (number.measure, round(number.value, 6)) == (measure, value)
