"""Numbers and money as people type them for an answer, and what is refused instead of guessed."""

from __future__ import annotations

import pytest

from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask

PEOPLE = "[{id: q, kind: number, unit: 人, ask: 多少人？, limits: {min: 1, max: 200000}}]"


@pytest.mark.parametrize(
    ("said", "value", "shown"),
    [
        ("12", "12", "12人"), ("１２人", "12", "12人"), ("12 个人", "12", "12人"), ("1,200", "1200", "1200人"),
        ("十二个", "12", "12人"), ("一百二", "120", "120人"), ("两千人。", "2000", "2000人"), ("约30人", "30", "30人"),
        ("二十人左右", "20", "20人"), ("1.2万", "12000", "12000人"), ("三万五", "35000", "35000人"),
        ("一共8名", "8", "8人"),
    ],
)  # fmt: skip
def test_numbers(ask: Ask, said: str, value: str, shown: str) -> None:
    answer = ask(form(PEOPLE)).say(said).answer("q")
    assert (answer.value, answer.shown) == (value, shown)


@pytest.mark.parametrize(
    "said",
    [
        "很多",
        "三四个人",
        "五六十",
        "二〇二三",
        "12公里",
        "1,2",
        "十几个",
        "3-5",
        "1 2",
        "12.",
        "--3",
        "NaN",
        "1e3",
        "５米",
    ],
)
def test_what_is_no_number_of_these_is_refused(ask: Ask, said: str) -> None:
    """三四个 would else be four people, and 1，2 twelve of them."""
    refused = ask(form(PEOPLE)).say(said)
    assert refused.said == ["refuse.not_a_number"] if said not in ("1 2", "12.") else refused.state.answers


@pytest.mark.parametrize("said", ["0", "-3", "200001", "12.5", "半", "9" * 300])
def test_numbers_out_of_bounds_and_people_in_parts(ask: Ask, said: str) -> None:
    assert ask(form(PEOPLE)).say(said).said == ["refuse.out_of_range"]


MONEY = "[{id: q, kind: money, ask: 多少钱？, limits: {max: 9999999999}}]"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("3万", "30000"), ("3万元", "30000"), ("0", "0"), ("0元", "0"), ("5000块", "5000"), ("1,500.50", "1500.5"),
        ("￥5000", "5000"), ("五千元整", "5000"), ("1.5亿", "150000000"), ("两万多", "20000"), ("大概三千块吧", "3000"), ("估计要两万左右吧", "20000"), ("零", "0"),
    ],
)  # fmt: skip
def test_money_is_in_yuan(ask: Ask, said: str, value: str) -> None:
    assert ask(form(MONEY)).say(said).value("q") == value


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("不花钱", "refuse.not_a_number"),
        ("-1", "refuse.out_of_range"),
        ("10000000000", "refuse.out_of_range"),
        ("3美元", "refuse.not_a_number"),
        ("30天", "refuse.not_a_number"),
        ("3个", "refuse.not_a_number"),
    ],
)
def test_money_that_is_none(ask: Ask, said: str, key: str) -> None:
    assert ask(form(MONEY)).say(said).said == [key]


@pytest.mark.parametrize("said", ["没有", "无", "零", "0", "一个都没有"])
def test_none_is_nought(ask: Ask, said: str) -> None:
    assert ask(form("[{id: q, kind: number, unit: 个, ask: 其中已整改了几个？}]")).say(said).value("q") == "0"


def test_a_number_is_an_answer_and_no_option_where_a_number_is_asked(ask: Ask) -> None:
    asked = ask(form("[{id: q, kind: number, ask: 几台？, optional: true}]"))
    assert (asked.options(), asked.shown.numbered) == (["跳过"], False)
    assert asked.say("1").value("q") == "1"
