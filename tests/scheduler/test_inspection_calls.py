"""A year of reminders to a principal, walked day by day."""

from __future__ import annotations

from county import County, beijing, only_inspections


def test_a_month_in_which_things_get_done_one_by_one(county: County) -> None:
    county.put_in_force(only_inspections())
    mine = county.enterprise()
    boss = county.person("王强", "principal", mine)
    assert county.days("2023-05-01", "2023-05-14") == [
        "05-05 王强: 王强，您好。\n自查还没做完\n"
        "5月自查做完0项，还差2项，请在5月31日（周三）前做完。\n还差：学标准；应急演练。 [开始自查→m.inspect]"
    ]
    county.inspected(mine, "study", "2023-05-14 10:00", by=boss)
    # 31 May less three working days is Friday the 26th.
    assert county.days("2023-05-15", "2023-05-25") == [
        "05-15 王强: 王强，您好。\n自查还没做完\n"
        "5月自查做完1项，还差1项，请在5月31日（周三）前做完。\n还差：应急演练。 [开始自查→m.inspect]"
    ]
    county.inspected(mine, "drill", "2023-05-25 23:59", by=boss)
    assert county.days("2023-05-26", "2023-06-04") == []
    # What was done in May does not count for June. 5 June is a Monday.
    (june,) = county.days("2023-06-05", "2023-06-14")
    assert june.startswith("06-05 王强: ")
    assert "6月自查做完0项，还差2项" in june


def test_the_duty_that_only_binds_those_who_do_hot_work(county: County) -> None:
    county.put_in_force(only_inspections())
    mine = county.enterprise(profile={"hot_work": "yes"})
    county.person("王强", "principal", mine)
    (letter,) = county.days("2023-05-05", "2023-05-05")
    assert "还差3项" in letter
    assert "学标准；动火作业；应急演练" in letter


def test_what_would_fall_into_the_national_day_holiday_comes_on_its_eve(county: County) -> None:
    county.put_in_force(only_inspections())
    mine = county.enterprise()
    boss = county.person("王强", "principal", mine)
    county.days("2023-09-27", "2023-09-27")
    for checklist in ("study", "drill"):
        county.inspected(mine, checklist, "2023-09-27 10:00", by=boss)
    # 29 September to 6 October are holidays, so the call of 5 October goes out on 28 September, a Thursday. October
    # cannot be inspected yet, so there is nothing to tap.
    assert county.days("2023-09-28", "2023-10-12") == [
        "09-28 王强: 王强，您好。\n自查还没做完\n"
        "提前提醒您：10月自查从10月1日（周日）开始，共2项，10月31日（周二）前做完。"
    ]
    # 15 October is a Sunday.
    (october,) = county.days("2023-10-13", "2023-10-20")
    assert october.startswith("10-13 ")


def test_a_half_filled_checklist_is_offered_to_go_on_with(county: County) -> None:
    county.put_in_force(only_inspections())
    mine = county.enterprise()
    boss = county.person("王强", "principal", mine)
    session = county.add(
        "sessions", person_id=boss, conversation="inspection", subject="small/drill", form="inspect.small.drill",
        version="v", state={"at": "q1"}, status="paused", started_at=county.now, updated_at=county.now,
    )  # fmt: skip
    (letter,) = county.days("2023-05-05", "2023-05-05")
    assert letter.endswith(
        "还差：学标准；应急演练。\n“应急演练”上次答到一半，答过的都在，可以接着答。 [接着上次的答→m.resume]"
    )
    with county.open_unit() as unit:
        from storage import sessions

        kept = sessions.session(unit, session)
    assert kept is not None
    assert (kept.status, kept.state, kept.revision) == ("paused", {"at": "q1"}, 0)


def test_nobody_is_called_for_another_city_sector_or_a_closed_enterprise(county: County) -> None:
    county.put_in_force(only_inspections())
    for name, more in (
        ("外市矿", {"region": "360702"}),
        ("本市工厂", {"sector": "industry"}),
        ("关了的矿", {}),
    ):
        enterprise = county.enterprise(name, **more)
        county.person(f"{name}老板", "principal", enterprise)
    county.put("enterprises", enterprise, closed_at=beijing("2023-05-01 09:00"))
    assert county.days("2023-05-04", "2023-05-31") == []


def test_without_a_principal_the_next_in_line_hears_it_and_without_anybody_it_is_written_down(county: County) -> None:
    county.put_in_force(only_inspections())
    led_by_nobody = county.enterprise("无主矿业")
    county.person("赵安", "safety_officer", led_by_nobody)
    county.person("钱工", "staff", led_by_nobody)
    county.enterprise("空壳矿业")
    (letter,) = county.days("2023-05-05", "2023-05-05")
    assert letter.startswith("05-05 赵安: ")
    reason = "1 enterprises have nobody to send to; invite their principals"
    assert county.skipped()["nobody/small/371000/2023-05-05"] == reason


def test_one_person_with_two_mines_gets_one_message_that_says_which_is_which(county: County) -> None:
    county.put_in_force(only_inspections())
    boss = county.person("王强", "principal", county.enterprise("东山矿"))
    west = county.enterprise("西山矿")
    county.add("roles", person_id=boss, role="principal", enterprise_id=west, granted_at=county.now)
    (letter,) = county.days("2023-05-05", "2023-05-05")
    assert "· 【东山矿】5月自查" in letter
    assert "· 【西山矿】5月自查" in letter


def test_a_quarterly_duty_is_called_for_every_month_and_last_when_it_ends(county: County) -> None:
    county.put_in_force(only_inspections(inspection={"every": "quarter", "basis": "二"}))
    county.person("王强", "principal", county.enterprise())
    called = [letter[:5] for letter in county.days("2023-07-01", "2023-09-30")]
    # 5 August is a Saturday; 15 September a Friday; 30 September a holiday: three working days before the 28th.
    # The 28th itself already calls for the quarter to come, since 5 October is a holiday.
    assert called == ["07-05", "08-04", "09-05", "09-15", "09-25", "09-28"]


def test_in_a_leap_year_the_29th_of_february_is_a_day_like_any_other(county: County) -> None:
    phases = [{"id": "all", "title": "全程", "begin": "01-01", "end": "12-31", "basis": "三"}]
    county.put_in_force(only_inspections(phases=phases), year=2024)
    county.person("王强", "principal", county.enterprise())
    letters = county.days("2024-02-18", "2024-02-29")
    # 29 February 2024 is a Thursday; three working days before it is Monday the 26th.
    assert [letter[:5] for letter in letters] == ["02-26"]
    assert "请在2月29日（周四）前做完" in letters[0]
