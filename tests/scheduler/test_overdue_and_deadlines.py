"""Hazards past their deadline, step by step further up; and what officials have to hand in."""

from __future__ import annotations

from datetime import date

from county import County, beijing, small_plan

from scheduler.overdue_items import fires_on
from storage import enterprises


def staffed(county: County) -> int:
    mine = county.enterprise()
    for name, role in (("王强", "principal"), ("赵安", "safety_officer"), ("李工", "staff"), ("周工", "staff")):
        county.person(name, role, mine)
    county.person("陈科", "county", region="371002")
    county.person("外县", "county", region="371003")
    return mine


def test_first_who_was_to_do_it_then_the_principal_then_the_regulator(county: County) -> None:
    mine = staffed(county)
    county.hazard(mine, "2023-05-10", responsible="李工")
    letters = county.days("2023-05-08", "2023-05-31")
    words = "2023-00002 边坡开裂（重大或疑似重大）：期限5月10日（周三），"
    assert letters == [
        # the day itself
        f"05-10 赵安: 赵安，您好。\n隐患整改到期（1条）\n{words}就是今天，责任人李工 [看台账→m.ledger]",
        f"05-10 李工: 李工，您好。\n隐患整改到期（1条）\n{words}就是今天，责任人李工",
        # three days later is a Saturday: the Friday before
        f"05-12 王强: 王强，您好。\n隐患整改到期（1条）\n{words}已过2天，责任人李工 [看台账→m.ledger]",
        f"05-17 陈科: 陈科，您好。\n隐患整改到期（1条）\n【金山矿业】{words}已过7天，责任人李工 [看辖区台账→m.oversee]",
    ]


def test_without_anybody_to_do_it_the_principal_hears_it_on_the_day(county: County) -> None:
    mine = county.enterprise()
    county.person("王强", "principal", mine)
    county.hazard(mine, "2023-05-10", responsible="没有这个人")
    assert [letter[:5] for letter in county.days("2023-05-08", "2023-05-31")] == ["05-10", "05-12"]


def test_what_is_put_right_signed_off_or_rejected_is_not_overdue(county: County) -> None:
    mine = staffed(county)
    for status in ("rectified", "signed_off", "rejected"):
        county.hazard(mine, "2023-05-10", status=status)
    assert county.days("2023-05-08", "2023-05-31") == []


def test_a_deadline_that_had_passed_already_when_it_was_entered_is_heard_of_the_next_morning(county: County) -> None:
    mine = staffed(county)
    county.days("2023-05-08", "2023-05-16")
    county.hazard(mine, "2023-05-09")
    heard = [letter.partition(":")[0] for letter in county.days("2023-05-17", "2023-05-18")]
    assert heard == ["05-17 王强", "05-17 赵安", "05-17 陈科"]


def test_a_new_deadline_and_a_reopened_hazard_count_anew(county: County) -> None:
    mine = county.enterprise()
    county.person("赵安", "safety_officer", mine)
    hazard = county.hazard(mine, "2023-05-10")
    assert len(county.days("2023-05-09", "2023-05-12")) == 1
    county.put("hazards", hazard, deadline=date(2023, 5, 18))
    assert [letter[:5] for letter in county.days("2023-05-13", "2023-05-20")] == ["05-18"]
    county.put("hazards", hazard, status="signed_off")
    county.put("hazards", hazard, status="open", reopened=1)
    assert [letter[:5] for letter in county.days("2023-05-21", "2023-05-24")] == ["05-21"]


def test_nobody_is_called_late_before_the_deadline_has_passed() -> None:
    # Deadline on the eve of the holiday of 29 September to 6 October.
    assert fires_on(date(2023, 9, 28), 0) == date(2023, 9, 28)
    assert fires_on(date(2023, 9, 28), 3) == date(2023, 10, 7)
    # A deadline within the holiday is said on its eve.
    assert fires_on(date(2023, 10, 3), 0) == date(2023, 9, 28)


def test_the_city_hears_of_its_counties_and_a_department_of_its_sectors(county: County) -> None:
    mine = county.enterprise()
    county.person("市长办", "city", region="371000")
    for name, sectors in (("矿山科", ["mine"]), ("工贸科", ["industry"])):
        department = county.add("departments", name=name, region="371002", level="county", sectors=sectors)
        person = county.person(name, "staff", county.enterprise(f"{name}挂名", sector="other"))
        county.add(
            "roles", person_id=person, role="department", region="371002", department_id=department,
            granted_at=county.now,
        )  # fmt: skip
    county.hazard(mine, "2023-05-10")
    assert [letter.partition(":")[0] for letter in county.days("2023-05-16", "2023-05-18")] == [
        "05-17 市长办", "05-17 矿山科",
    ]  # fmt: skip


def test_a_monthly_table_is_called_for_before_on_and_after_its_day(county: County) -> None:
    county.put_in_force(small_plan())
    county.person("李局", "county", region="371002")
    county.person("市里", "city", region="371000")
    county.person("外市", "county", region="360702")
    letters = county.days("2023-05-10", "2023-06-10")
    assert [letter.split("：", 1)[0] + letter.rsplit("，", 1)[1] for letter in letters] == [
        "05-18 李局: 李局，您好。\n要按时办的事（1件）\n报送调度表（小城）还有7天",
        "05-24 李局: 李局，您好。\n要按时办的事（1件）\n报送调度表（小城）还有1天",
        "05-25 李局: 李局，您好。\n要按时办的事（1件）\n报送调度表（小城）就是今天",
        "05-26 李局: 李局，您好。\n要按时办的事（1件）\n报送调度表（小城）已过1天",
    ]


def test_due_on_a_sunday_is_said_on_friday_and_gone_by_on_monday(county: County) -> None:
    county.put_in_force(small_plan())
    county.person("李局", "county", region="371002")
    letters = county.days("2023-11-20", "2023-11-30")
    # 25 November 2023 is a Saturday.
    assert [letter[:5] for letter in letters] == ["11-23", "11-24", "11-27"]
    assert letters[1].endswith("11月25日（周六）到期，还有1天")
    assert letters[2].endswith("11月25日（周六）到期，已过2天")


def test_weekly_deadlines_are_said_on_their_day_only_and_deadlines_of_enterprises_to_their_principals(
    county: County,
) -> None:
    weekly = {
        "id": "week", "title": "周调度", "who": ["city"], "every": "week", "days": [5], "first": "05-12",
        "last": "05-31", "basis": "四",
    }  # fmt: skip
    board = {"id": "board", "title": "挂好公示牌", "who": ["enterprise"], "every": "once", "on": "05-17", "basis": "四"}
    county.put_in_force(
        small_plan(deadlines=[weekly, board], checklists=[], inspection={"every": "year", "basis": "二"})
    )
    county.person("市里", "city", region="371000")
    mine = county.enterprise()
    county.person("王强", "principal", mine)
    county.person("赵安", "safety_officer", mine)
    heard = [letter.partition(":")[0] for letter in county.days("2023-05-09", "2023-05-28") if "按时" in letter]
    assert heard == ["05-10 王强", "05-12 市里", "05-16 王强", "05-17 王强", "05-18 王强", "05-19 市里", "05-26 市里"]


def test_a_plan_in_force_in_two_counties_speaks_to_the_city_once(county: County) -> None:
    deadline = {"id": "sum", "title": "总结", "who": ["city"], "every": "once", "on": "05-17", "basis": "四"}
    for region in ("371002", "371003"):
        county.put_in_force(small_plan(deadlines=[deadline]), region=region)
    county.person("市里", "city", region="371000")
    (letter,) = county.days("2023-05-16", "2023-05-16")
    assert letter.count("总结") == 1


def test_everything_of_one_morning_is_one_message_by_weight(county: County) -> None:
    county.put_in_force(small_plan())
    mine = county.enterprise()
    county.person("王强", "principal", mine)
    county.entry(mine, "certificate", "低压电工", holder="李电", valid_until="2023-06-27")
    for number in range(12):
        county.hazard(mine, "2023-06-24", words=f"{number}号巷道顶板离层，支护锚杆失效，已经有掉块" * 3)
    county.hazard(mine, "2023-06-24", words="灭火器过期", level="general")
    county.days("2023-05-01", "2023-06-26")
    (letter,) = county.days("2023-06-27", "2023-06-27")
    lines = letter.splitlines()
    assert lines[0] == "06-27 王强: 王强，您好。今天有4件事，请先看前面的。"
    assert [line for line in lines if line[0].isdigit() and line[1] == "."] == [
        "1. 隐患整改到期（13条）", "2. 证书、协议到期（1项）", "3. 自查还没做完", "4. 主要负责人带队检查",
    ]  # fmt: skip
    assert "灭火器过期" not in letter  # the major ones first, the others counted
    assert len(letter.encode()) < 2100
    taps = "[看台账→m.ledger] [看登记→m.registers] [开始自查→m.inspect]"
    assert letter.endswith(taps)


def test_the_clock_of_a_hazard_does_not_care_who_ticks_in_the_evening(county: County) -> None:
    mine = county.enterprise()
    county.person("赵安", "safety_officer", mine)
    county.hazard(mine, "2023-05-10", found_at=beijing("2023-05-01 10:00"))
    assert [letter[:5] for letter in county.days("2023-05-09", "2023-05-11", at="20:30")] == ["05-10"]


def test_listed_without_progress_is_heard_of_before_and_every_week_after_until_some_is_noted(county: County) -> None:
    mine = staffed(county)
    county.person("市里", "city", region="371000")
    values = {"supervised_at": beijing("2023-05-02 10:00"), "supervision_due": date(2023, 6, 1)}
    hazard = county.hazard(mine, "2023-12-31", supervision_level="county", supervision_document="督1号", **values)
    letters = county.days("2023-05-20", "2023-06-09")
    # ten days before is a Monday, three a Monday, then the day itself and a week later
    heard = [letter.split("：", 1)[0].split(": ")[0] for letter in letters]
    assert heard == [
        f"{day} {who}" for day in ("05-22", "05-29", "06-01", "06-08") for who in ("王强", "赵安", "陈科")
    ]  # fmt: skip
    assert letters[-2] == (
        "06-08 赵安: 赵安，您好。\n挂牌督办要有实质性进展（1条）\n2023-00002 边坡开裂（县级挂牌）：6月1日（周四）前要有实质性进展，"
        "已过7天，还没有记进展 [看台账→m.ledger]"
    )
    assert letters[-1].startswith("06-08 陈科: 陈科，您好。\n挂牌督办要有实质性进展（1条）\n【金山矿业】2023-00002")
    assert letters[-1].endswith("[看挂牌督办→m.supervise]")
    county.add("hazard_events", hazard_id=hazard, at=county.now, kind="progress", note="已停产")
    assert county.days("2023-06-10", "2023-06-20") == []


def test_what_the_city_has_listed_the_city_hears_of_too(county: County) -> None:
    mine = county.enterprise()
    county.person("市里", "city", region="371000")
    values = {"supervised_at": beijing("2023-05-02 10:00"), "supervision_due": date(2023, 6, 1)}
    county.hazard(mine, "2023-12-31", supervision_level="city", supervision_document="督1号", **values)
    county.hazard(mine, "2023-12-31", supervision_level="county", supervision_document="督2号", **values)
    letters = county.days("2023-06-01", "2023-06-01")
    assert [letter.count("2023-0000") for letter in letters] == [1]
    assert "市级挂牌" in letters[0]


def test_whoever_has_handed_in_is_left_in_peace_and_those_who_wait_hear_whose_is_missing(county: County) -> None:
    table = {
        "id": "table", "title": "报送调度表", "who": ["county"], "every": "month", "days": [25], "first": "05-25",
        "last": "12-25", "basis": "四", "forms": ["F12"], "period": {"rule": "window", "day": 25},
    }  # fmt: skip
    county.put_in_force(small_plan(deadlines=[table]))
    county.do(lambda unit: enterprises.add_region(unit, "371003", "海边区", "county") or 0)
    early = county.person("李局", "county", region="371002")
    county.person("晚局", "county", region="371003")
    county.person("市里", "city", region="371000")
    county.add(
        "submissions", form="F12", plan="small", region="371002", body="371002", due=date(2023, 5, 25), version=1,
        figures={}, workbook=b"", submitted_by=early, submitted_at=beijing("2023-05-22 10:00"),
    )  # fmt: skip
    letters = county.days("2023-05-25", "2023-06-10")
    assert [letter.partition(": ")[0] for letter in letters] == [
        "05-25 晚局", "05-26 晚局", "05-26 市里", "06-01 晚局", "06-01 市里", "06-08 晚局", "06-08 市里",
    ]  # fmt: skip
    assert "5月25日（周四）到期，已过1天，还没有报" in letters[1]
    assert letters[2].startswith(
        "05-26 市里: 市里，您好。\n要按时办的事（1件）\n报送调度表（小城）：5月25日（周四）到期，已过1天，还有1家没报：海边区"
    )
