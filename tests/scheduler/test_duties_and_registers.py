"""Led inspections and drills by risk class, and what runs out in the registers."""

from __future__ import annotations

import pytest
from county import County, beijing, only_inspections, small_plan

from scheduler.duty_items import missing_drills

NO_LISTS = {"deadlines": [], "checklists": []}


def test_the_principals_own_inspection_by_risk_class(county: County) -> None:
    rarely = {"every": "campaign", "basis": "二"}
    county.put_in_force(small_plan(**NO_LISTS, drill=rarely))
    boss = county.person("王强", "principal", county.enterprise("地上矿"))
    deep = county.enterprise("地下矿", kinds=("underground-mine",))
    county.person("赵刚", "principal", deep)
    # High-risk monthly: ten and three working days before 31 May are the 17th and the 26th. The others have until
    # 30 June: the 15th (22 to 24 June are holidays, Sunday the 25th is worked for them) and the 27th.
    letters = county.days("2023-05-01", "2023-06-30")
    assert [letter[:8] for letter in letters] == [
        "05-17 赵刚", "05-26 赵刚", "06-15 王强", "06-15 赵刚", "06-27 王强", "06-27 赵刚",
    ]  # fmt: skip
    assert letters[0] == (
        "05-17 赵刚: 赵刚，您好。\n主要负责人带队检查\n5月还差1次，请您在5月31日（周三）前亲自带队检查一遍。"
        " [开始自查→m.inspect]"
    )
    assert "第二季度还差1次" in letters[2]
    # Led by the principal it counts; carried out by the safety officer it does not.
    county.inspected(deep, "study", "2023-07-03 10:00", by=boss, led=False)
    assert [letter[:8] for letter in county.days("2023-07-01", "2023-07-31")] == ["07-17 赵刚", "07-26 赵刚"]
    county.inspected(deep, "study", "2023-08-01 00:00", by=boss)
    assert county.days("2023-08-01", "2023-08-31") == []


def test_a_drill_of_each_kind_in_each_half_year(county: County) -> None:
    rarely = {"every": "campaign", "basis": "二"}
    county.put_in_force(small_plan(**NO_LISTS, led_inspection=rarely))
    mine = county.enterprise()
    county.person("王强", "principal", mine)
    # Held before the campaign began, but in the half-year.
    county.entry(mine, "drill", "透水演练", happened_on="2023-02-10", details={"kind": "special"})
    county.entry(mine, "drill", "去年的", happened_on="2022-12-31", details={"kind": "general"})
    # Twenty working days before 30 June 2023 is 1 June; five is Sunday 25 June, worked for the holiday before it.
    (first, again) = county.days("2023-05-20", "2023-06-30")
    assert first == (
        "06-01 王强: 王强，您好。\n应急演练\n上半年还差1次演练，请在6月30日（周五）前组织好，演完在登记里记一笔。\n"
        "还差的是：综合演练1次。 [看登记→m.registers]"
    )
    assert again[:5] == "06-25"


@pytest.mark.parametrize(
    ("kinds", "count", "held", "missing"),
    [
        ((), 1, (), {"": 1}),
        ((), 2, ("special",), {"": 1}),
        ((), 1, ("", ""), {}),
        (("general", "special"), 1, (), {"general": 1, "special": 1}),
        (("general", "special"), 1, ("general", "general"), {"special": 1}),
        # Entered without its kind it stands in for one of them, and for one only.
        (("general", "special"), 1, ("",), {"special": 1}),
        (("general", "special"), 1, ("", "general"), {}),
    ],
)
def test_which_drills_are_missing(
    kinds: tuple[str, ...], count: int, held: tuple[str, ...], missing: dict[str, int]
) -> None:
    assert missing_drills(kinds, count, held) == missing


def test_a_certificate_runs_out(county: County) -> None:
    mine = county.enterprise()
    county.person("王强", "principal", mine)
    county.person("赵安", "safety_officer", mine)
    county.person("李焊", "staff", mine)
    card = county.entry(mine, "certificate", "焊接与热切割作业", holder="李焊", valid_until="2023-06-30")
    county.days("2023-05-01", "2023-05-29")
    letters = [letter for letter in county.days("2023-05-30", "2023-07-15") if "王强" in letter]
    # Thirty days before is 31 May, seven 23 June: a holiday, so the 21st. Then every week: 7 and 14 July.
    assert [letter[:5] for letter in letters] == ["05-31", "06-21", "06-30", "07-07", "07-14"]
    assert letters[0] == (
        "05-31 王强: 王强，您好。\n证书、协议到期（1项）\n"
        "李焊 焊接与热切割作业：有效期到6月30日（周五），还有30天 [看登记→m.registers]"
    )
    assert "还有9天" in letters[1]
    assert "就是今天" in letters[2]
    assert "已过7天" in letters[3]
    county.put("register_entries", card, withdrawn_at=beijing("2023-07-16 10:00"))
    assert county.days("2023-07-16", "2023-08-01") == []


def test_it_is_heard_by_those_in_charge_of_safety_and_not_by_staff(county: County) -> None:
    mine = county.enterprise()
    for name, role in (("王强", "principal"), ("赵安", "safety_officer"), ("孙总", "safety_director"), ("李", "staff")):
        county.person(name, role, mine)
    county.entry(mine, "agreement", "宏远井巷工程队", valid_until="2023-05-12")
    letters = county.days("2023-05-04", "2023-05-05")
    assert [letter.partition(":")[0] for letter in letters] == ["05-05 王强", "05-05 赵安", "05-05 孙总"]
    assert "和宏远井巷工程队的安全协议：有效期到5月12日（周五），还有7天" in letters[0]


def test_what_was_renewed_is_not_spoken_of(county: County) -> None:
    mine = county.enterprise()
    county.person("王强", "principal", mine)
    county.entry(mine, "certificate", "低压电工", holder="李电", valid_until="2023-05-10")
    county.entry(mine, "certificate", "低压电工", holder="李电", valid_until="2026-05-10")
    county.entry(mine, "certificate", "低压电工", holder="周电", valid_until="2023-05-10")
    (letter,) = county.days("2023-05-10", "2023-05-10")
    assert "周电" in letter
    assert "李电" not in letter


def test_down_while_it_ran_out(county: County) -> None:
    mine = county.enterprise()
    boss = county.person("王强", "principal", mine)
    entry = county.entry(mine, "certificate", "低压电工", holder="李电", valid_until="2023-05-19")
    county.days("2023-05-09", "2023-05-11")
    # Down from the 12th (seven days before) until the 29th (three days after the first week's call).
    (letter,) = county.days("2023-05-29", "2023-05-29")
    assert "已过10天" in letter
    series = f"expiry/{entry}/2023-05-19"
    skipped = {key: why for key, why in county.skipped().items() if key.startswith(series)}
    assert list(skipped) == [f"{series}/before-0/{boss}", f"{series}/before-7/{boss}"]
    assert set(skipped.values()) == {f"superseded: said as {series}/since-7/{boss}"}
    # The next week's call comes on its own day.
    assert [one[:5] for one in county.days("2023-05-30", "2023-06-03")] == ["06-02"]


def test_a_misspelt_plan_in_force_is_passed_over(county: County) -> None:
    plan = only_inspections()
    county.put_in_force(plan)
    county.content = type(county.content)(**{**vars(county.content), "plans": {}})
    county.person("王强", "principal", county.enterprise())
    assert county.days("2023-05-04", "2023-05-08") == []
