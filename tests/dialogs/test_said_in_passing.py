"""What people say between the answers: that one was wrong, that they go on tomorrow, which one they mean."""

from __future__ import annotations

import pytest

from checklists.content import Content
from dialogs import engine
from dialogs.picking import picked, wanted
from dialogs.state import Listed
from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask
from tests.transcripts.stage import Stage

REPORT = "隐患|跳过|除尘器|除尘系统没有装泄爆装置|跳过"
THREE = "[{id: a, label: 位置, kind: text, ask: 在哪？}, {id: b, label: 情况, kind: text, ask: 怎样？}, {id: c, ask: 好吗？}]"


def say(stage: Stage, *lines: str) -> str:
    return stage.replay("\n".join(("@李安", *(f"> {one}" for line in lines for one in line.split("|")))))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("我填错了咋改", "要改第几题"), ("填错了", "要改第几题"), ("改第二题", "在什么位置"), ("第二题错了", "在什么位置"),
        ("修改第三题", "是什么情况"), ("刚才那个不算", "再问一句"), ("咋返回", "再问一句"),
        ("明天再弄", "已存好"), ("我先去吃饭了", "已存好"), ("我晚点再填吧", "已存好"),
    ],
)  # fmt: skip
def test_what_is_said_at_a_question_with_options_steers(stage: Stage, said: str, asked: str) -> None:
    assert asked in say(stage, REPORT, said).rpartition(f"> {said}\n")[2]


@pytest.mark.parametrize(
    "said", ["填错了", "写错了，应该是五次", "线路错了要改", "改一下线路", "明天再请人来修", "后天"]
)
def test_the_same_is_an_answer_where_words_are_asked_for(stage: Stage, said: str) -> None:
    assert "需要多少资金" in say(stage, REPORT, "要些时间|2", said)


@pytest.mark.parametrize("said", ["改情况", "情况错了", "情况", "第二题", "修改第二题"])
def test_in_the_summary_a_question_is_named_by_what_it_is_called(ask: Ask, said: str) -> None:
    one = ask(form(THREE, summary=True)).say("二号库", "漏油", "是")
    assert one.say(said).at == "b"
    one = ask(form(THREE, summary=True)).say("二号库", "漏油", "是", "修改")
    assert one.say(said).at == "b"


def test_a_bare_number_in_the_summary_changes_nothing(ask: Ask) -> None:
    assert ask(form(THREE, summary=True)).say("二号库", "漏油", "是", "3").said == ["refuse.summary"]


def test_what_is_said_of_one_of_several_asks_for_no_change(content: Content) -> None:
    assert wanted("3不对", content.texts) is None
    assert wanted("第三个不对", content.texts) is None
    assert wanted("第三题不对", content.texts) == "第三题"
    empty = engine.begin(form(THREE)).state
    assert picked(form(THREE), empty, "第四题", content.texts) == 4


@pytest.mark.parametrize(
    ("said", "meaning"), [("第一个", "a"), ("第二个", "b"), ("选第二项", "b"), ("要第1个", "a"), ("第三个", "")]
)
def test_options_are_counted_as_people_speak(ask: Ask, said: str, meaning: str) -> None:
    asked = ask(form("[{id: q, ask: 哪个？, options: [{id: a, label: 甲}, {id: b, label: 乙}]}]")).say(said)
    assert (asked.value("q") if meaning else asked.said) == (meaning or ["refuse.no_such_option"])


def test_a_choice_called_delete_is_not_taken_for_giving_up(stage: Stage) -> None:
    """更正: 删除 is the choice to withdraw a record there."""
    lines = "记录|6|1|今天|30|跳过|1|记录|更正|其他|1|删除"
    shown = stage.replay("\n".join(("@刘明", *(f"> {one}" for one in lines.split("|")))))
    assert "为什么撤回" in shown.rpartition("> 删除")[2]


@pytest.mark.parametrize(
    ("said", "meaning"), [("外包", "b"), ("消防安全", "c"), ("动火", None), ("劳务", None), ("外", None)]
)
def test_one_of_a_list_is_named_by_how_it_begins(ask: Ask, said: str, meaning: str | None) -> None:
    labels = {"a": "动火作业", "b": "✓ 外包外租和劳务用工", "c": "消防安全重点", "d": "动火以外的作业"}
    listed = tuple(Listed(id=one, label=label) for one, label in labels.items())
    asked = ask(form("[{id: q, ask: 哪一项？, options_from: lists}]"), lists={"lists": listed}).say(said)
    assert (asked.value("q") if meaning else asked.said) == (meaning or ["refuse.no_such_option"])


def test_an_answer_is_not_named_by_how_it_begins(ask: Ask) -> None:
    asked = ask(form("[{id: q, ask: 怎样？, options: [{id: a, label: 没有发生过}, {id: b, label: 发生过}]}]")).say(
        "没有"
    )
    assert asked.said == ["refuse.no_such_option"]
