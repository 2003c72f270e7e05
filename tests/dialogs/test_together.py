"""Several questions confirmed with one tap: which, what the tap says, and what stays a question of its own."""

from __future__ import annotations

import pytest

from checklists.content import Content
from dialogs import engine
from dialogs.odd_ones import odd_ones
from dialogs.state import Answer, Listed, State
from dialogs.together import members
from tests.dialogs.asking import Asked, form
from tests.dialogs.conftest import Ask
from tests.effort import effort

BAD = "negative: {missing: 缺}"
LIST = f"""
- {{id: a, ask: 甲？, {BAD}}}
- {{id: key, ask: 重点？, key: true, {BAD}}}
- {{id: b, ask: 乙？, na: true, {BAD}}}
- {{id: clause, ask: 条款？, negative: {{missing: 缺, clause: GM-3-1}}}}
- {{id: fire, ask: 起火？, together: false, {BAD}}}
- {{id: c, ask: 丙？, evidence: {{want: photo, ask: 请拍丙, on: [yes]}}, {BAD}}}
- {{id: must, ask: 必拍？, evidence: {{want: photo, ask: 请拍, on: [yes], required: true}}, {BAD}}}
- {{id: plain, ask: 没有好坏？}}
- {{id: after, ask: 丁？, when: {{a: yes}}, {BAD}}}
"""


def asked(ask: Ask, questions: str = LIST, **state: object) -> Asked:
    one = ask(form(questions, summary=True).model_copy(update={"together": True}))
    one.step = engine.proceed(one.form, State.model_validate(state))
    return one


def group(one: Asked) -> list[str]:
    return [question.id for question in members(one.form, one.state)]


def test_only_harmless_questions_are_put_together(ask: Ask) -> None:
    one = asked(ask)
    assert group(one) == ["a", "b", "c"]
    one.say("都正常")
    assert [one.value(name) for name in ("a", "b", "c")] == ["yes", "yes", "yes"]
    assert {one.answer(name).together for name in ("a", "b", "c")} == {"a"}
    seen = []
    while one.state.mode != "summary":
        seen.append(one.at)
        one.photo(5) if one.state.mode == "evidence" else one.say("是")
    assert seen == ["key", "clause", "fire", "must", "must evidence", "plain", "after"]


def test_a_form_that_is_not_a_self_inspection_asks_everything_singly(ask: Ask) -> None:
    assert group(ask(form(LIST, summary=True))) == []


def test_seven_are_four_and_three(ask: Ask) -> None:
    one = asked(ask, "".join(f"- {{id: q{number}, ask: 好吗？, {BAD}}}\n" for number in range(7)))
    assert group(one) == ["q0", "q1", "q2", "q3"]
    assert group(one.say("0")) == ["q4", "q5", "q6"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2", {2}), ("25", {2, 5}), ("2 5", {2, 5}), ("第2项、第5项", {2, 5}), ("2没有，5不是", {2, 5}), ("２，５", {2, 5}),
        ("第3个没弄过", {3}), ("3没有", {3}), ("第三个不行", {3}), ("1和3没做，别的都好", {1, 3}), ("一样", None),
        ("第3个没弄过，其他都行", {3}), ("3号没有 5号也没有", {3, 5}), ("3不是，其余都是", {3}), ("第三个好像没有", {3}),
        ("3还没有", {3}), ("3好像有", None), ("其余都是", None),
        ("没做的是3", {3}), ("没做的是2和5。", {2, 5}), ("不行的有第3个", {3}), ("有问题的就是二，其他都好", {2}), ("就3没做", {3}),
        ("除了3都好", {3}), ("除了3和5，其他都有", {3, 5}), ("除第三项以外都正常", {3}), ("除了 3 没做别的都做了", {3}),
        ("3没有其他有", {3}), ("2 5没有其它都有。", {2, 5}), ("3没做都好", {3}), ("就3没做其余没问题", {3}),
        ("除了3", None), ("除了3没有", None), ("除了3其他都没有", None), ("3有其他没有", None), ("做了的是3", None), ("只有3做了", None),
        ("只有3", None), ("3没问题", None), ("没问题的是3", None), ("3不缺", None), ("只有三没弄", {3}), ("1 3 没有", {1, 3}),
        ("除了3都没做", None), ("都好", None), ("1和2都好", None), ("3都没问题", None), ("2 5都正常", None), ("3 都有", None), ("别的都好", None), ("3是好的", None), ("7", None), ("0", None), ("2 是", None), ("没有", None), ("", None), ("不是2", None),
    ],
)  # fmt: skip
def test_the_odd_ones_are_named_by_number(content: Content, text: str, numbers: set[int] | None) -> None:
    assert odd_ones(text, 6, content.texts) == (frozenset(numbers) if numbers is not None else None)


def test_a_question_has_one_number_while_it_is_asked_and_in_the_summary(ask: Ask) -> None:
    """甲 2 乙 4 5 丙 … : what is put together has gaps, what is apart comes later than those behind it."""
    one = asked(ask)
    assert one.shown.text.startswith("下面几项一起看（第 1、3、6 题，共 8 题）")
    one.say("2")  # 乙 is otherwise
    numbers = {}
    while one.state.mode != "summary":
        if one.state.mode == "answer":
            words, _, rest = one.shown.text.split("\n\n")[-1].partition("（第 ")
            numbers[int(rest.split(" ")[0])] = words
        one.photo(5) if one.state.mode == "evidence" else one.say("是")
    assert sorted(numbers) == [2, 3, 4, 5, 7, 8, 9]
    summary, read = one.step, one.shown.text
    for number, words in numbers.items():
        assert f"{number}. {words}" in read
        assert one.change(number).shown.text.startswith(f"{words}（第 {number} 题")
        one.step = summary


def test_the_rest_is_kept_and_the_odd_one_is_asked(ask: Ask) -> None:
    one = asked(ask).say("2")
    assert one.said == ["engine.rest_kept"]
    assert (one.value("a"), one.value("c"), "b" in one.state.answers) == ("yes", "yes", False)
    one.say("是").photo(4) if one.state.mode == "evidence" else one.say("是")
    assert one.at == "b"


@pytest.mark.parametrize("said", ["否", "没有", "跳过", "不涉及", "1 9"])
def test_what_is_not_certain_confirms_nothing(ask: Ask, said: str) -> None:
    one = asked(ask).say(said)
    assert one.said == ["refuse.together"]
    assert one.state.answers == {}


def test_going_back_takes_the_whole_tap_back(ask: Ask) -> None:
    one = asked(ask).say("1").back()
    assert group(one) == ["a", "b", "c"]
    assert one.state.answers == {}


def test_a_photo_stands_beside_the_one_it_belongs_to(ask: Ask) -> None:
    one = asked(ask).photo(7).photo(8)
    assert one.at == "a whose"
    one.say("3").say("都正常")
    assert one.answer("c").photos == (7, 8)
    assert one.answer("a").photos == ()


def test_what_was_bad_the_time_before_is_asked_singly(ask: Ask) -> None:
    last = {
        "a": Answer(value="no", shown="否"),
        "b": Answer(not_applicable="没有"),
        "c": Answer(value="yes", shown="是"),
    }
    one = asked(ask, last=last, last_on="5月9日")
    assert one.at == "a"
    assert group(one) == []
    assert "上次（5月9日）答：否" in one.shown.text
    one.say("是", "是")
    assert group(one) == ["b", "c", "after"]
    assert "乙？ → 不涉及（没有）" in one.shown.text
    one.say("仍然如此")
    assert one.answer("b").not_applicable == "没有"


def test_what_was_typed_the_time_before_is_one_tap(ask: Ask) -> None:
    last = {"sum": Answer(value="5000", shown="5000元"), "day": Answer(value="2023-05-09", shown="5月9日")}
    one = asked(
        ask, "[{id: sum, kind: money, ask: 多少？}, {id: day, kind: date, ask: 哪天？}]", last=last, last_on="x"
    )
    one.tap("和上次一样：5000元")
    assert one.value("sum") == "5000"
    one.tap("今天")
    assert one.value("day") == "2023-06-12"


def test_a_photo_before_the_answer_saves_asking_for_it(ask: Ask) -> None:
    one = asked(ask, f"[{{id: k, ask: 学了吗？, key: true, evidence: {{want: photo, ask: 请拍}}, {BAD}}}]").photo(3)
    assert one.said == ["engine.photo_early"]
    one.say("是")
    assert one.at == "summary"
    assert one.answer("k").photos == (3,)


def test_what_is_on_record_is_taken_with_the_answer(ask: Ask) -> None:
    question = f"[{{id: k, ask: 演练了吗？, key: true, evidence: {{want: photo, ask: 请拍, required: true}}, {BAD}}}]"
    one = asked(
        ask, question, facts={"record.k": "用登记的：演练 1 次"}, lists={"record.k": (Listed(id="9", label="9"),)}
    )
    one.tap("是，用登记的：演练 1 次")
    assert one.at == "summary"
    assert (one.answer("k").photos, one.answer("k").note) == ((9,), "用登记的：演练 1 次")


def test_nothing_that_points_to_a_clause_or_must_be_shown_is_ever_put_together(content: Content) -> None:
    for one in content.checklist_forms():
        for question in one.questions:
            major = question.key or (question.negative is not None and question.negative.clause is not None)
            shown = question.evidence is not None and question.evidence.required
            assert not (question.harmless and (major or shown)), (one.id, question.id)


def test_a_small_workshop_is_through_in_about_five_minutes(content: Content) -> None:
    """The estimate of docs/self-inspection.md, the time after the first: under five, in two plans five and a bit."""
    for plan in content.plans.values():
        first = effort(content, plan)
        again = effort(content, plan, first)
        assert again.seconds < (310 if plan.id in ("shaoguan-2023", "weihai-industry-2023") else 300), (plan.id, again)
        assert again.taps < effort(content, plan, together=False).taps * 0.6, plan.id
