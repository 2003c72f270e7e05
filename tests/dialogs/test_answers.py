"""What people type where options are offered, and what is refused instead of guessed."""

from __future__ import annotations

import pytest

from checklists.content import Content
from dialogs.folding import folded
from dialogs.options import Tap, meant, offered
from dialogs.state import State
from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask

YES_NO = "[{id: q, ask: 每次动火都办审批票吗？, na: true}]"


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("1", "yes"), ("１", "yes"), ("①", "yes"), ("一", "yes"), ("第1个", "yes"), ("选1", "yes"), (" 1。", "yes"),
        ("是", "yes"), ("是的。", "yes"), ("有", "yes"), ("我们都有的", "yes"), ("√", "yes"), ("✓", "yes"),
        ("OK", "yes"), ("嗯", "yes"), ("已经做了。", "yes"), ("好的！", "yes"), ("对", "yes"),
        ("2", "no"), ("二", "no"), ("②", "no"), ("否", "no"), ("没有", "no"), ("没有。", "no"), ("没有啊", "no"),
        ("没", "no"), ("无", "no"), ("×", "no"), ("Ｘ", "no"), ("不是的", "no"), ("还没有呢", "no"), ("不 对", "no"),
    ],
)  # fmt: skip
def test_yes_and_no_as_people_say_them(ask: Ask, said: str, meaning: str) -> None:
    assert ask(form(YES_NO)).say(said).value("q") == meaning


@pytest.mark.parametrize(
    "said", ["", "  ", "0", "4", "12", "有没有", "有吗？", "不一定", "大概吧", "是否", "动火", "1 2", "😀"]
)
def test_what_fits_no_option_is_refused_and_nothing_changes(ask: Ask, said: str) -> None:
    asked = ask(form(YES_NO))
    before = asked.state
    assert asked.say(said).said == ["refuse.no_such_option"]
    assert asked.state == before


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("确认提交", "yes"), ("提交", "yes"), ("确认提交。", "yes"), ("确认", "yes"), ("好", "yes"), ("1", "yes"), ("是", "yes"),
        ("先不提交", "no"), ("否", "no"), ("2", "no"), ("不", "no"), ("撤回", None), ("同意", None),
    ],
)  # fmt: skip
def test_a_confirmation_is_given_in_the_words_of_its_question(ask: Ask, said: str, meaning: str | None) -> None:
    """确认提交 is what people read there, and what they answered; it was refused. Another question's words confirm nothing."""
    sure = "{id: q, kind: confirm, ask: 确认提交吗？, options: [{id: yes, label: 确认提交, words: [提交]}, {id: no, label: 先不提交}]}"
    asked = ask(form(f"[{sure}]")).say(said)
    assert (asked.state.answers["q"].value if "q" in asked.state.answers else None) == meaning


TURNED = """
- {id: q, ask: 现场没有违章操作吗？, options: [{id: yes, label: 没有, words: [都规范]}, {id: no, label: 发现过}]}
"""


@pytest.mark.parametrize("said", ["有", "有的", "是", "否", "√", "×", "不是", "没", "无", "好", "嗯", "对", "没做"])
def test_where_having_none_is_good_no_bare_word_is_guessed(ask: Ask, said: str) -> None:
    assert ask(form(TURNED)).say(said).said == ["refuse.no_such_option"]


@pytest.mark.parametrize(
    ("said", "meaning"),
    [("没有", "yes"), ("没有。", "yes"), ("1", "yes"), ("都规范", "yes"), ("发现过", "no"), ("2", "no")],
)
def test_turned_round_options_answer_to_their_own_words_and_numbers(ask: Ask, said: str, meaning: str) -> None:
    assert ask(form(TURNED)).say(said).value("q") == meaning


@pytest.mark.parametrize(
    "options",
    [
        "[{id: yes, label: 没有发生过}, {id: no, label: 发生过}]",
        "[{id: yes, label: 都在}, {id: no, label: 有人离岗}]",
        "[{id: no, label: 有}, {id: yes, label: 没有}]",
        "[{id: yes, label: 不存在}, {id: no, label: 存在}]",
        "[{id: yes, label: 干净, words: [没有]}, {id: no, label: 脏}]",
    ],
)
def test_turned_round_options_are_noticed_however_they_are_worded(ask: Ask, options: str) -> None:
    for said in ("是", "否", "√", "×"):
        assert ask(form(f"[{{id: q, ask: 怎么样？, options: {options}}}]")).say(said).said == ["refuse.no_such_option"]


def test_in_all_content_no_bare_word_is_taken_for_an_answer_that_says_the_opposite(content: Content) -> None:
    """有 for 没有, or 没有 for 有: the mistakes that would hide a hazard or invent one."""
    for each in (*content.checklist_forms(), *content.dialogs.values()):
        for question in each.questions:
            if question.kind != "choice" or question.options_from:
                continue
            choices = offered(question, State(), content.texts)
            for said, begins in (
                ("有", "没无未不"),
                ("是", "没无未不"),
                ("没有", "有是"),
                ("无", "有是"),
                ("否", "有是"),
            ):
                understood = meant(said, choices, by_number=True)
                assert understood is None or not understood.label.startswith(tuple(begins)), (
                    each.id,
                    question.id,
                    said,
                )


def test_a_label_answers_without_what_stands_in_its_brackets(ask: Ask) -> None:
    asked = ask(
        form("[{id: q, ask: 要办什么？, options: [{id: a, label: 报整改（发照片）}, {id: b, label: 签字（销号）}]}]")
    )
    assert asked.say("报整改").value("q") == "a"


def test_what_names_two_options_is_refused() -> None:
    choices = (Tap("a", "张伟（电工）"), Tap("b", "张伟（焊工）"))
    assert meant("张伟", choices, by_number=True) is None
    assert meant("张伟（焊工）", choices, by_number=True) == choices[1]


SEVERAL = (
    "[{id: q, kind: several, ask: 有哪些？, options: [{id: a, label: 甲}, {id: b, label: 乙}, {id: c, label: 丙}]}]"
)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("1", ("a",)), ("1 3", ("a", "c")), ("13", ("a", "c")), ("１、３", ("a", "c")), ("①③", ("a", "c")),
        ("甲和丙", ("a", "c")), ("一，三", ("a", "c")), ("3;1;3", ("c", "a")), ("乙。", ("b",)),
    ],
)  # fmt: skip
def test_several_options(ask: Ask, said: str, meaning: tuple[str, ...]) -> None:
    assert ask(form(SEVERAL)).say(said).value("q") == meaning


@pytest.mark.parametrize("said", ["", "4", "1 4", "14", "甲 丁", "，"])
def test_several_options_are_all_understood_or_all_refused(ask: Ask, said: str) -> None:
    assert ask(form(SEVERAL)).say(said).said == ["refuse.no_such_options"]


def test_nothing_goes_with_nothing_else(ask: Ask) -> None:
    """5 20 at a list that ends with 都没有 says two things at once: which of them holds nobody can know."""
    given = form(SEVERAL.replace("{id: c, label: 丙}", "{id: none, label: 都没有}"))
    assert ask(given).say("1 3").said == ["refuse.nothing_and_more"]
    assert ask(given).say("3").value("q") == ("none",)


def test_not_more_options_than_allowed(ask: Ask) -> None:
    limited = SEVERAL.replace("ask:", "limits: {max_count: 2}, ask:")
    assert ask(form(limited)).say("1 2 3").said == ["refuse.no_such_options"]
    assert ask(form(limited)).say("1 2").value("q") == ("a", "b")


@pytest.mark.parametrize("said", ["好的", "不知道", "12", "没"])
def test_a_reason_why_something_does_not_apply_is_told(ask: Ask, said: str) -> None:
    asked = ask(form(YES_NO)).say("不涉及", said)
    assert (asked.at, asked.said) == ("q reason", ["refuse.want_reason"])


@pytest.mark.parametrize(
    "command", ["yes", "no", "skip", "done", "not_applicable", "back", "pause", "resume", "menu", "help"]
)
def test_every_word_of_a_command_can_be_typed(content: Content, command: str) -> None:
    """A word that folds into something else would never be met."""
    words = content.texts.words[command]
    assert all(folded(word) in words for word in words)
