"""A small plan's whole calendar, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from checklists.calendar_file import calendar_file
from checklists.content import Content
from checklists.due_dates import deadline_days, due_items
from checklists.plan import Deadline, Plan
from checklists.texts import Texts

SENTENCES = {
    "reminders.list_comma": "、",
    "reminders.risk.all": "",
    "reminders.risk.high": "（高危）",
    "reminders.risk.ordinary": "（其他）",
    "reminders.period.month": "{month}月",
    "reminders.period.quarter": "第{quarter}季度",
    "reminders.period.half-year-first": "上半年",
    "reminders.period.half-year-second": "下半年",
    "reminders.period.campaign": "本次行动",
    "reminders.duty.inspection": "{period}自查{count}次{whom}",
    "reminders.duty.led-inspection": "{period}带队{count}次{whom}",
    "reminders.duty.drill": "{period}演练{count}次{whom}",
    "reminders.audience.enterprise": "企业",
    "reminders.audience.county": "县",
    "reminders.calendar.who": "对象：{who}",
    "reminders.calendar.forms": "报表：{forms}",
    "reminders.calendar.basis": "依据：{basis}",
    "reminders.calendar.assumed": "说明：{assumed}",
}
TEXTS = Texts(SENTENCES, {"reminders.quarters": ("一", "二", "三", "四")})


def plan(*deadlines: dict[str, object], **changed: object) -> Plan:
    """A campaign from 17 May to 31 August."""
    return Plan.model_validate(
        {
            "id": "small", "title": "小城2023行动", "short": "小城", "authority": "小城安委会", "document": "1号",
            "issued": "2023-05-10", "year": 2023, "region": "360700", "region_name": "小城", "binds": "全部",
            "high_risk": {"sectors": ["mine"], "basis": "一"},
            "phases": [{"id": "all", "title": "全程", "begin": "05-17", "end": "08-31", "basis": "三"}],
            "inspection": {"every": "quarter", "high_risk_every": "month", "basis": "二1"},
            "led_inspection": {"every": "campaign", "basis": "二2"},
            "drill": {"every": "campaign", "high_risk_every": "half-year", "high_risk_count": 2, "basis": "二3"},
            "five_fields": {"when": "always", "basis": "二"}, "sign_off": {"basis": "二"},
            "supervision": {"rule": "谁发现谁挂牌", "basis": "二"}, "forms": [], "checklists": [],
            "deadlines": list(deadlines), **changed,
        }
    )  # fmt: skip


def days(year: int = 2023, **deadline: object) -> list[str]:
    one = Deadline.model_validate({"id": "x", "title": "表", "who": ["county"], "basis": "四", **deadline})
    return [str(day) for day in deadline_days(one, plan(), year)]


def test_the_whole_calendar_of_a_plan() -> None:
    table = {
        "id": "table", "title": "调度表", "who": ["county"], "every": "month", "days": [25], "first": "05-25",
        "last": "07-25", "forms": ["F7"], "basis": "四1",
    }  # fmt: skip
    items = due_items(plan(table), 2023, TEXTS)
    assert [f"{item.day} {item.title} {item.basis}" for item in items] == [
        "2023-05-25 调度表 小城 四1",
        "2023-05-31 5月自查1次（高危） 小城 二1",
        "2023-06-25 调度表 小城 四1",
        "2023-06-30 上半年演练2次（高危） 小城 二3",
        "2023-06-30 6月自查1次（高危） 小城 二1",
        "2023-06-30 第二季度自查1次（其他） 小城 二1",
        "2023-07-25 调度表 小城 四1",
        "2023-07-31 7月自查1次（高危） 小城 二1",
        # the campaign ends within the quarter and the half-year
        "2023-08-31 下半年演练2次（高危） 小城 二3",
        "2023-08-31 本次行动演练1次（其他） 小城 二3",
        "2023-08-31 8月自查1次（高危） 小城 二1",
        "2023-08-31 第三季度自查1次（其他） 小城 二1",
        "2023-08-31 本次行动带队1次 小城 二2",
    ]
    assert len({item.id for item in items}) == len(items)
    assert items[0].forms == ("F7",)
    assert items[0].who == ("county",)


def test_the_same_plan_in_a_leap_year() -> None:
    items = due_items(plan(), 2024, TEXTS)
    assert {item.day.year for item in items} == {2024}
    assert days(2024, every="once", on="02-29") == ["2024-02-29"]
    assert days(2023, every="once", on="02-29") == ["2023-02-28"]


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        ({"every": "once", "on": "05-15"}, ["2023-05-15"]),
        # the 31st is the last day of a shorter month; first and last are days of the series too
        (
            {"every": "month", "days": [15, 31], "first": "05-31", "last": "07-15"},
            ["2023-05-31", "2023-06-15", "2023-06-30", "2023-07-15"],
        ),
        ({"every": "month", "days": [30, 31], "first": "06-01", "last": "06-30"}, ["2023-06-30"]),
        ({"every": "week", "days": [5], "first": "05-12", "last": "05-26"}, ["2023-05-12", "2023-05-19", "2023-05-26"]),
        ({"every": "quarter", "first": "06-30", "last": "12-31"}, ["2023-06-30", "2023-09-30", "2023-12-31"]),
        ({"every": "half-year", "first": "01-01", "last": "12-31"}, ["2023-06-30", "2023-12-31"]),
        ({"every": "year", "on": "08-20"}, ["2023-08-20"]),
        ({"every": "year"}, []),  # 31 December lies after this campaign's end
    ],
)
def test_how_deadlines_repeat(deadline: dict[str, object], expected: list[str]) -> None:
    assert days(**deadline) == expected


def test_a_due_day_on_a_holiday_names_the_working_day_before() -> None:
    (item,) = due_items(
        plan({"id": "x", "title": "表", "who": ["county"], "every": "once", "on": "06-24", "basis": "四"}), 2023, TEXTS
    )[1:2]
    assert (item.day, item.working_day) == (date(2023, 6, 24), date(2023, 6, 21))


def test_the_calendar_file_says_what_for_whom_and_why() -> None:
    one = plan(
        {
            "id": "sum", "title": "总结", "who": ["county"], "every": "once", "on": "08-20", "forms": ["F7"],
            "assumed": "文本没有写日子", "basis": "四2",
        }
    )  # fmt: skip
    items = [item for item in due_items(one, 2023, TEXTS) if item.source == "deadline"]
    moment = datetime(2023, 5, 1, tzinfo=UTC)
    written = calendar_file(one, items, moment, TEXTS)
    assert written == calendar_file(one, items, moment, TEXTS)
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert event["summary"] == "总结"
    assert event["dtstart"].dt == date(2023, 8, 20)
    assert event["uid"] == "small/sum/2023-08-20@ancha"
    assert event["description"] == "对象：县\n报表：F7\n依据：小城 四2\n说明：文本没有写日子"


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_plan_there_is_has_a_calendar_in_any_year(content: Content, year: int) -> None:
    for one in content.plans.values():
        items = due_items(one, year, content.texts)
        assert len({item.id for item in items}) == len(items)
        assert {item.source for item in items} == {"deadline", "inspection", "led-inspection", "drill"}
        assert {item.day.year for item in items} == {year}
        calendar_file(one, items, datetime(2023, 5, 1, tzinfo=UTC), content.texts)


def test_the_sentences_name_whatever_plans_and_schedule_ask_for(content: Content) -> None:
    for register in content.schedule.expiry.registers:
        assert f"reminders.expiry.{register}" in content.texts
    for one in content.plans.values():
        for kind in one.drill.kinds:
            assert f"reminders.drill.kind.{kind}" in content.texts
