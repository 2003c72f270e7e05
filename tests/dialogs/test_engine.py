"""The form engine: which question comes when, and what each step does with it."""

from __future__ import annotations

import pytest

from dialogs import engine
from dialogs.engine import Derived, Notice
from dialogs.rendering import explained, shown
from dialogs.state import Answer, Listed, State
from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask

WHEN = """
- {id: hot, ask: 有动火吗？}
- {id: permit, ask: 办票吗？, when: {hot: yes}}
- {id: mine, ask: 井下有人吗？, when: {sector: [mine, coal]}}
- {id: dust, ask: 清扫吗？, when: {kinds: dust}}
- {id: out, ask: 外包吗？, when: {any: {hot: yes, sector: coal}}}
- {id: both, ask: 一起查吗？, when: {all: {hot: yes}, any: {sector: [mine], kinds: dust}}}
"""
FACTS = ("sector", "kinds")


@pytest.mark.parametrize(
    ("facts", "hot", "asked"),
    [
        ({}, "否", []),
        ({}, "是", ["permit", "out"]),
        ({"sector": "mine"}, "是", ["permit", "mine", "out", "both"]),
        ({"sector": "coal"}, "否", ["mine", "out"]),
        ({"sector": "industry", "kinds": ("smelting", "dust")}, "否", ["dust"]),
        ({"sector": "industry", "kinds": ("dust",)}, "是", ["permit", "dust", "out", "both"]),
    ],
)
def test_only_what_applies_is_asked(ask: Ask, facts: dict[str, str], hot: str, asked: list[str]) -> None:
    one = ask(form(WHEN, facts=FACTS), facts=facts).say(hot)
    seen = []
    while not one.step.finished:
        seen.append(one.at)
        one.say("是")
    assert seen == asked


def test_an_answer_that_no_longer_applies_is_not_counted(ask: Ask) -> None:
    one = ask(form(WHEN, facts=FACTS, summary=True)).say("是", "是", "是").change(1).say("否")
    assert one.at == "summary"
    assert set(engine.results(one.form, one.state)) == {"hot"}
    assert "2." not in one.shown.text


def test_it_applies_again_with_its_old_answer(ask: Ask) -> None:
    one = ask(form(WHEN, facts=FACTS, summary=True)).say("是", "否", "是").change(1).say("否").change(1).say("是")
    assert one.at == "summary"
    assert one.value("permit") == "no"


def test_a_form_of_which_nothing_applies_is_finished_at_once(ask: Ask) -> None:
    assert ask(form("[{id: q, ask: 有吗？, when: {sector: mine}}]", facts=FACTS, summary=True)).step.finished


THREE = """
- {id: a, ask: 甲？}
- {id: b, kind: text, ask: 乙？}
- {id: c, ask: 丙？, na: true}
"""


def test_progress_names_the_question_and_how_many_there_are(ask: Ask) -> None:
    one = ask(form(THREE, summary=True))
    assert one.shown.text.startswith("甲？（第 1 题，共 3 题）")
    one.say("是")
    assert one.shown.text.startswith("乙？（第 2 题，共 3 题）")
    one.say("二号库").change(1)
    assert one.shown.text.startswith("甲？（第 1 题，共 3 题）")
    assert engine.counted(one.form, one.state) == (2, 3)


def test_summary_confirms_and_changes(ask: Ask) -> None:
    one = ask(form(THREE, summary=True)).say("是", "二号库", "否")
    assert one.shown.text.splitlines()[1:7] == ["1. 甲？", "   → 是", "2. 乙？", "   → 二号库", "3. 丙？", "   → 否"]
    assert one.say("不知道").said == ["refuse.summary"]
    assert one.say("不对").at == "pick"
    assert one.say("哪个").said == ["refuse.want_question_number"]
    assert one.say("四").said == ["refuse.no_such_question"]
    assert one.say("4").said == ["refuse.no_such_question"]
    assert one.say("第2题").at == "b"
    assert one.say("三号库").at == "summary"
    assert one.say("好的。").step.finished
    assert one.value("b") == "三号库"


def test_back_goes_one_question_at_a_time_and_says_where_there_is_none(ask: Ask) -> None:
    one = ask(form(THREE)).say("是", "二号库")
    assert one.back().at == "b"
    assert one.back().at == "a"
    assert one.back().said == ["engine.first"]
    assert one.say("否").at == "c"  # what was answered behind it stands
    assert (one.value("a"), one.value("b")) == ("no", "二号库")


def test_back_from_the_summary(ask: Ask) -> None:
    one = ask(form(THREE, summary=True)).say("是", "二号库", "否").back()
    assert one.at == "c"
    assert one.say("是").at == "summary"


def test_changing_in_the_middle_comes_back_to_where_one_was(ask: Ask) -> None:
    one = ask(form(THREE)).say("是").change(1)
    assert one.at == "a"
    assert one.say("否").at == "b"


def test_nothing_to_change_and_no_such_number(ask: Ask) -> None:
    one = ask(form(THREE))
    assert one.change(1).said == ["engine.nothing_to_change"]
    assert one.say("是").change(2).said == ["refuse.not_yet_asked"]
    assert one.change(4).said == ["refuse.no_such_question"]
    assert one.at == "b"


def test_not_applicable_wants_a_reason(ask: Ask) -> None:
    one = ask(form(THREE)).say("是", "二号库", "不涉及")
    assert one.at == "c reason"
    for poor in ("", "9", "无", "12"):
        assert one.say(poor).said == ["refuse.want_reason"]
    assert one.photo(7).said == ["refuse.want_reason"]
    assert one.say("本厂没有这项作业").step.finished
    answer = one.answer("c")
    assert (answer.value, answer.not_applicable) == (None, "本厂没有这项作业")
    assert shown(answer, one.texts) == "不涉及（本厂没有这项作业）"


def test_a_usual_reason_is_one_tap(ask: Ask) -> None:
    one = ask(form(THREE)).say("是", "二号库", "不涉及")
    assert one.options()[0] == "没有这种设施设备"
    assert one.say("1").answer("c").not_applicable == "没有这种设施设备"


def test_not_applicable_can_be_taken_back(ask: Ask) -> None:
    one = ask(form(THREE)).say("是", "二号库").tap("不涉及")
    assert one.back().at == "c"
    assert one.say("是").value("c") == "yes"


def test_not_applicable_is_no_answer_where_the_question_does_not_allow_it(ask: Ask) -> None:
    assert ask(form(THREE)).say("不涉及").said == ["refuse.applies_to_all"]


def test_a_later_when_does_not_see_an_answer_that_was_not_applicable(ask: Ask) -> None:
    one = ask(form("[{id: a, ask: 甲？, na: true}, {id: b, ask: 乙？, when: {a: [yes, no]}}]"))
    assert one.say("不涉及", "没有这项").step.finished


EVIDENCE = "[{id: a, ask: 有票吗？, evidence: {want: photo, ask: 请拍票, on: [yes], required: %s}}, {id: b, ask: 乙？}]"


def test_required_evidence_is_waited_for(ask: Ask) -> None:
    one = ask(form(EVIDENCE % "true")).say("是")
    assert (one.at, one.options()) == ("a evidence", [])
    for word in ("跳过", "没有", "1", "拍不了", ""):
        assert one.say(word).said == ["refuse.want_photo_evidence"]
    assert one.photo(7, 8).at == "b"
    assert (one.value("a"), one.answer("a").photos) == ("yes", (7, 8))


@pytest.mark.parametrize("word", ["跳过", "没有", "无", "1", "不用"])
def test_optional_evidence_can_be_skipped(ask: Ask, word: str) -> None:
    one = ask(form(EVIDENCE % "false")).say("是")
    assert one.options() == ["跳过"]
    assert one.say("拍不了").said == ["refuse.want_photo"]
    assert one.say(word).at == "b"
    assert one.answer("a") == Answer(value="yes", shown="是")


def test_optional_evidence_is_kept_when_given(ask: Ask) -> None:
    assert ask(form(EVIDENCE % "false")).say("是").photo(7).answer("a").photos == (7,)


def test_no_evidence_after_an_answer_that_needs_none(ask: Ask) -> None:
    assert ask(form(EVIDENCE % "true")).say("否").at == "b"


def test_evidence_in_words(ask: Ask) -> None:
    one = ask(form("[{id: a, ask: 有吗？, evidence: {want: text, ask: 写明编号, on: [yes]}}]")).say("是")
    assert one.photo(7).said == ["refuse.want_words"]
    assert one.say("没有").answer("a").note == "没有"  # words were asked: this is what they are
    assert one.step.finished


def test_back_from_evidence_asks_the_question_again(ask: Ask) -> None:
    one = ask(form(EVIDENCE % "true")).say("是").back()
    assert one.at == "a"
    assert one.say("否").at == "b"


PHOTOS = "[{id: p, kind: photo, ask: 照片？, optional: true%s}, {id: w, kind: text, ask: 情况？}]"


def test_photos_come_one_by_one_until_that_was_all(ask: Ask) -> None:
    one = ask(form(PHOTOS % "")).photo(1)
    assert (one.at, one.said, one.options()) == ("p", ["engine.photo_kept"], ["照片发完了"])
    one.photo(2).photo(2)
    assert one.say("还有一张").said == ["refuse.photos_sent"]
    assert one.say("好了").at == "w"
    assert one.answer("p").photos == (1, 2)


def test_no_more_photos_than_allowed(ask: Ask) -> None:
    one = ask(form(PHOTOS % ", limits: {max_count: 2}")).photo(1)
    assert one.photo(2, 3).at == "w"
    assert one.answer("p").photos == (1, 2)


def test_a_photo_that_comes_late_joins_the_others(ask: Ask) -> None:
    one = ask(form(PHOTOS % "")).photo(1).say("好了").photo(2)
    assert (one.at, one.said, one.answer("p").photos) == ("w", ["engine.photo_added"], (1, 2))


def test_a_photo_after_photos_were_skipped_is_still_taken(ask: Ask) -> None:
    assert ask(form(PHOTOS % "")).say("跳过").photo(5).answer("p").photos == (5,)


def test_a_photo_where_there_are_none_to_join(ask: Ask) -> None:
    assert ask(form(THREE)).photo(1).said == ["refuse.want_words"]


def test_a_wanted_photo_cannot_be_skipped(ask: Ask) -> None:
    one = ask(form("[{id: p, kind: photo, ask: 整改后照片？}]"))
    assert one.options() == []
    for word in ("跳过", "没有", "好了", "1"):
        assert one.say(word).said == ["refuse.want_photo"]


def test_notes_say_something_and_ask_nothing(ask: Ask) -> None:
    one = ask(form("[{id: n, kind: note, ask: 下面问动火。}, {id: a, ask: 有吗？}, {id: m, kind: note, ask: 完了。}]"))
    assert one.at == "a"
    assert one.shown.text.startswith("下面问动火。\n\n有吗？")
    assert one.say("是").step.finished
    assert [notice.params["message"] for notice in one.step.notices] == ["完了。"]
    assert one.back().back().said == ["engine.first"]


DERIVE = """
- {id: code, kind: text, ask: 邀请码？, derive: look}
- {id: who, ask: 选一位, options_from: people, when: {known: yes}}
"""


def test_what_the_conversation_works_out_decides_the_next_question(ask: Ask) -> None:
    one = ask(form(DERIVE, facts=("known",))).say("C0001")
    assert (one.step.derive, one.at) == ("look", "code")
    one.derive(Derived({"known": "yes"}, {"people": (Listed(id="7", label="李安"),)}, (Notice("engine.ok"),)))
    assert (one.at, one.options(), one.said) == ("who", ["李安"], ["engine.ok"])


def test_an_answer_that_turned_out_wrong_is_asked_again(ask: Ask) -> None:
    one = ask(form(DERIVE, facts=("known",))).say("C0001")
    one.derive(Derived(notices=(Notice("enrol.unknown_code"),), ask_again=True))
    assert (one.at, one.said, one.state.answers, one.state.path) == ("code", ["enrol.unknown_code"], {}, ())


def test_every_question_put_bears_a_new_step_and_a_refusal_the_old_one(ask: Ask) -> None:
    one = ask(form(THREE, summary=True))
    steps = [one.state.step]
    for word in ("是", "二号库", "否", "修改", "1", "否"):
        one.say(word)
        steps.append(one.state.step)
    assert steps == sorted(set(steps))
    assert one.say("？？？").state.step == steps[-1]


def test_a_state_is_one_json_value_enough_to_go_on(ask: Ask) -> None:
    one = ask(form(WHEN, facts=FACTS), facts={"kinds": ("dust",)}).say("是")
    again = State.model_validate_json(one.state.model_dump_json())
    assert again == one.state
    assert again.value("kinds") == ("dust",)


def test_help_names_the_basis_and_the_words_that_always_work(ask: Ask) -> None:
    one = ask(form("[{id: a, ask: 甲？, help: 看现场。, basis: 测试方案 二（一）3}]"))
    assert explained(one.form, one.state, one.texts).splitlines()[:3] == [
        "怎么答：",
        "看现场。",
        "依据：测试方案 二（一）3",
    ]


def test_the_version_changes_with_whatever_a_person_would_see() -> None:
    one = form(THREE)
    assert one.version == form(THREE).version
    for before, after in (("甲？", "甲呢？"), ("na: true", "na: false"), ("id: a", "id: a, help: 看"), ("丙？", "丙")):
        assert form(THREE.replace(before, after)).version != one.version
    assert form(THREE, summary=True).version != one.version
