"""Days and deadlines as people type them for an answer, and what is refused instead of guessed."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.answers import Given
from dialogs.days import read_deadline
from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask


def test_what_is_ahead_is_not_asked_for_by_a_day_that_is_past(ask: Ask) -> None:
    ahead = form("[{id: q, kind: date, ask: 哪天之前？, limits: {not_before: today}}]")
    assert ask(ahead).say("尽快").said == ["refuse.not_a_day_ahead"]
    assert ask(form("[{id: q, kind: date, ask: 哪天？}]")).say("尽快").said == ["refuse.not_a_day"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今天", "2023-06-12"), ("昨天。", "2023-06-11"), ("后天", "2023-06-14"), ("3天后", "2023-06-15"),
        ("2023年5月1日", "2023-05-01"), ("5月1号", "2023-05-01"), ("5.1", "2023-05-01"), ("5/1", "2023-05-01"),
        ("２０２３－０５－０１", "2023-05-01"), ("20230501", "2023-05-01"), ("23-5-1", "2023-05-01"),
        ("明年1月5日", "2024-01-05"), ("下个月15号", "2023-07-15"), ("上月31号", "2023-05-31"),
        ("2024-02-29", "2024-02-29"), ("三天内", "2023-06-15"), ("7日之内", "2023-06-19"), ("周五", "2023-06-16"),
        ("下个礼拜五", "2023-06-23"), ("下周日", "2023-06-25"),
        ("2月29日", "2024-02-29"), ("1月5日", "2023-01-05"), ("12月31日", "2023-12-31"),
    ],
)  # fmt: skip
def test_days(ask: Ask, said: str, day: str) -> None:
    assert ask(form("[{id: q, kind: date, ask: 哪天？}]")).say(said).value("q") == day


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("2月30日", "no_such_day"), ("2023-02-29", "no_such_day"), ("13月1日", "no_such_day"),
        ("6月31号", "no_such_day"),
        ("下月31日", "2023-07-31"), ("上月32号", "no_such_day"),
        ("月底", "not_a_day"), ("5月", "not_a_day"), ("15", "not_a_day"), ("大概下周", "not_a_day"),
        ("5月1日2月", "not_a_day"),
    ],
)  # fmt: skip
def test_days_there_are_not(ask: Ask, said: str, key: str) -> None:
    asked = ask(form("[{id: q, kind: date, ask: 哪天？}]")).say(said)
    assert asked.said == [f"refuse.{key}"] if not key.startswith("2023") else asked.value("q") == key


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("30天", "2023-07-12"), ("十五天", "2023-06-27"), ("三十日内", "2023-07-12"), ("一周", "2023-06-19"),
        ("两个星期以内", "2023-06-26"), ("一周后", "2023-06-19"), ("一个月内", "2023-07-12"), ("1个月", "2023-07-12"),
        ("半个月", "2023-06-27"), ("一个半月", "2023-07-27"), ("一个月半", "2023-07-27"), ("半年内", "2023-12-12"), ("一年", "2024-06-12"),
        ("月底", "2023-06-30"), ("月底前", "2023-06-30"), ("本月底之前", "2023-06-30"), ("下个月底", "2023-07-31"),
        ("8月底前", "2023-08-31"), ("2月底", "2024-02-29"), ("年底前", "2023-12-31"), ("明年底", "2024-12-31"),
        ("国庆前", "2023-09-30"), ("国庆节之前", "2023-09-30"), ("元旦前", "2023-12-31"), ("五一前", "2024-04-30"),
        ("6月30日前", "2023-06-30"), ("6月30号之前。", "2023-06-30"), ("周五前", "2023-06-16"), ("明天之前", "2023-06-13"),
        ("25号", "2023-06-25"), ("5号前", "2023-07-05"),
        ("5月", None), ("15", None), ("尽快", None), ("春节前", None), ("三天前", None), ("三四天", None), ("半周", None), ("31号", None),
        ("13月底", None), ("月", None), ("底", None),
    ],
)  # fmt: skip
def test_a_deadline_is_also_a_span_an_end_or_a_feast(ask: Ask, said: str, day: str | None) -> None:
    asked = ask(form("[{id: q, kind: date, ask: 哪天之前改完？, limits: {not_before: today}}]")).say(said)
    if day is None:
        assert asked.said in (["refuse.not_a_day_ahead"], ["refuse.no_such_day"])
    else:
        assert asked.value("q") == day


def test_a_month_from_the_last_day_ends_with_the_next_month() -> None:
    assert read_deadline("一个月内", date(2024, 1, 31)) == date(2024, 2, 29)
    assert read_deadline("国庆前", date(2023, 10, 3)) == date(2024, 9, 30)
    assert read_deadline("月底前", date(2023, 6, 30)) == date(2023, 6, 30)


@pytest.mark.parametrize(
    ("limits", "said", "good"),
    [
        ("not_before: today", "今天", True), ("not_before: today", "昨天", False), ("not_after: today", "明天", False),
        ("not_before: 2023-05-01", "4月30日", False), ("not_before: today", "6月1日", False),
        ("not_after: 2023-12-31", "12月31日", True),
    ],
)  # fmt: skip
def test_days_within_limits(ask: Ask, limits: str, said: str, good: bool) -> None:
    asked = ask(form(f"[{{id: q, kind: date, ask: 哪天？, limits: {{{limits}}}}}]")).say(said)
    assert asked.said == ([] if good else ["refuse.day_out_of_range"])


@pytest.mark.parametrize(
    ("today", "limits", "said", "day"),
    [
        # This year's, as people mean it, even half a year away.
        ("2023-06-12", "{}", "12月31日", "2023-12-31"), ("2023-06-12", "{}", "1月1日", "2023-01-01"),
        # The nearest across the turn of the year.
        ("2023-12-20", "{}", "1月5日", "2024-01-05"), ("2024-01-05", "{}", "12月30日", "2023-12-30"),
        # Never one that cannot be meant.
        ("2023-10-08", "{not_before: today}", "3月1日", "2024-03-01"),
        ("2023-03-08", "{not_after: today}", "9月1日", "2022-09-01"),
        ("2023-06-12", "{}", "2月29日", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_day_without_a_year(ask: Ask, today: str, limits: str, said: str, day: str) -> None:
    asked = ask(form(f"[{{id: q, kind: date, ask: 哪天？, limits: {limits}}}]"))
    assert asked.give(Given(today=date.fromisoformat(today), text=said)).value("q") == day


def test_a_deadline_years_ahead_is_a_slip(ask: Ask) -> None:
    one = ask(form("[{id: q, kind: date, ask: 哪天之前改完？, limits: {not_before: today, within_days: 730}}]"))
    assert one.say("2033-06-30").said == ["refuse.day_out_of_range"]
    assert one.say("2024-06-30").value("q") == "2024-06-30"


def test_a_deadline_far_ahead_is_asked_back_once(ask: Ask) -> None:
    deadline = form("[{id: q, kind: date, ask: 哪天之前改完？, limits: {not_before: today, doubt_days: 90}}]")
    assert ask(deadline).say("2023-09-10").said == []  # 90 days
    far = ask(deadline).say("2023-12-31")
    assert far.said == ["refuse.far_ahead"]
    assert far.shown.text.startswith("2023年12月31日离今天还有 202 天")
    assert "q" not in far.state.answers
    assert far.say("是的").value("q") == "2023-12-31"
    again = ask(deadline).say("2023-12-31", "2024-01-31")
    assert again.said == ["refuse.far_ahead"]
    assert again.say("2024-01-31").value("q") == "2024-01-31"
    assert ask(deadline).say("2023-12-31", "7月1日").value("q") == "2023-07-01"
    assert ask(deadline).say("是的").said == ["refuse.not_a_day_ahead"]
