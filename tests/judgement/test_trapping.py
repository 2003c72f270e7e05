"""Where people cannot get out: nobody is told that it is ordinary before somebody was asked whether anybody is inside."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.judgement.judge import Judge

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("车间安全出口上锁", "XF17-7.3.3"),
        ("安全出口被货物堵塞", "XF17-7.3.3"),
        ("疏散门从外面反锁", "XF17-7.3.3"),
        ("消防通道的门用挂锁锁住", "XF17-7.3.3"),
        ("出口拿展板挡住了", "XF17-7.3.3"),
        ("散场门被铁丝拧死", "XF17-7.3.3"),
        ("喷漆房的门被料桶挡了", "XF17-7.3.3"),
        ("配电箱旁边的安全出口被柜子堵死", "XF17-7.3.3"),
        ("厂房里有人住", "XF17-7.1.3"),
        ("夜里有人在仓库打地铺", "XF17-7.1.3"),
    ],
)
def test_a_locked_exit_alone_is_asked_about(judge: Judge, text: str, clause: str) -> None:
    said = judge.judge(text, sector="工贸", on=TODAY)
    assert (said.verdict, said.clauses[0].clause) == ("unclear", clause)
    assert "人" in said.question
    assert "还有没有别的：" not in said.question


@pytest.mark.parametrize(
    "text",
    [
        "员工宿舍安全出口上锁",
        "上班时间车间大门从外面锁着",
        "车间后门焊死了，人在里面干活",
        "仓库楼上住着一家人",
        "防火门从外面顶住，里头还有三十个女工在缝衣服",
        "棋牌室后面的防盗门反锁，打牌的人不少",
    ],
)
def test_where_the_text_says_that_people_are_inside_it_is_suspected(judge: Judge, text: str) -> None:
    assert judge.judge(text, sector="工贸", on=TODAY).verdict == "suspected_major"


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("幼儿园后门用链子锁着，娃娃都在里面", "学校"),
        ("养老院夜里把楼层门锁了，怕老人走丢", "养老"),
        ("老人公寓夜里把每层防火门都锁了", "养老"),
    ],
)
def test_children_and_old_people_behind_a_locked_door_are_suspected(judge: Judge, text: str, sector: str) -> None:
    assert judge.judge(text, sector=sector, on=TODAY).verdict == "suspected_major"


@pytest.mark.parametrize(
    "text",
    [
        "安全出口上锁，营业期间已打开",
        "一处安全出口临时上锁，当场打开",
        "车间两处安全出口中一处锁着，另一处能走",
        "安全出口被货架挡住一半",
        "防火门被灭火器顶住常开",
        "出口的标识被货架挡住了看不见",
        "危化品库的门锁着，双人双锁管理",
        "安全出口指示灯不亮",
        "配电柜门锁着",
        "不存在安全出口上锁的情况",
        "车间安全出口没有上锁",
        "没有人在仓库里住",
        "厂房里没有人住",
    ],
)
def test_what_is_open_or_said_not_to_be_is_ordinary(judge: Judge, text: str) -> None:
    assert judge.judge(text, sector="工贸", on=TODAY).verdict == "general"


@pytest.mark.parametrize("times", [1, 60])
def test_a_locked_exit_among_small_findings_is_asked_about(judge: Judge, times: int) -> None:
    small = (
        "除尘风管标识缺失；灭火器压力不足一具；应急灯不亮一盏；配电箱门未关；地面有油污；警示标志褪色；记录填写不全；"
    )
    said = judge.judge(small * times + "车间安全出口上锁。" + small * times, sector="工贸", on=TODAY)
    assert said.verdict != "general"


def test_the_answer_decides(judge: Judge) -> None:
    def answered(reply: str) -> str:
        said = judge.answered("车间安全出口上锁", reply, sector="工贸", on=TODAY)
        assert not said.question
        return said.verdict

    assert answered("上班的时候也锁着，里面三十多人") == "suspected_major"
    assert answered("下班以后才锁，里面没人") == "general"
    assert answered("能打开，从里面一推就开") == "general"
    assert answered("不清楚") == "unclear"


def test_what_to_do_first_is_of_the_kind_of_hazard(judge: Judge) -> None:
    def first(text: str) -> str:
        return judge.judge(text, sector="工贸", on=TODAY).clauses[0].first

    assert "出口" in first("员工宿舍安全出口上锁")
    assert "停下这项作业" in first("焊工无证上岗")
    assert "停用" in first("喷漆房里没装可燃气体报警器")
