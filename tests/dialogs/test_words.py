"""Words, names, codes and places typed for an answer, and what says nothing and is refused."""

from __future__ import annotations

import pytest

from dialogs.state import Listed
from tests.dialogs.asking import form
from tests.dialogs.conftest import Ask


@pytest.mark.parametrize("length", [501, 1001, 4001, 60_000])
def test_one_limit_is_told_however_much_too_long_the_words_are(ask: Ask, length: int) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 情况？, limits: {max_length: 500}}]")).say("隐" * length)
    assert asked.shown.text.startswith("文字太长了，请控制在 500 个字以内")


def test_a_question_says_its_own_message_where_a_limit_is_broken(ask: Ask) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 情况？, limits: {min_length: 4}, message: 请写具体。}]")).say("坏了")
    assert asked.shown.text.startswith("请写具体。\n\n情况？")


@pytest.mark.parametrize(
    ("limits", "said", "key"),
    [
        ("min_length: 2", "一", "too_short"), ("max_length: 3", "一二三四", "too_long"),
        ("max_length: 3", "一二三", ""),
        ('pattern: "[0-9]{4}"', "20235", "pattern"), ('pattern: "[0-9]{4}"', "2023", ""),
        ("min_length: 1", "隐" * 1001, "too_long"), ("min_length: 1", "隐" * 6667, "too_long"),
        ("min_length: 1", "\u200b\u0007", "empty"), ("min_length: 1", "😀", ""),
    ],
)  # fmt: skip
def test_text_within_limits(ask: Ask, limits: str, said: str, key: str) -> None:
    asked = ask(form(f"[{{id: q, kind: text, ask: 情况？, limits: {{{limits}}}}}]")).say(said)
    assert asked.said == ([f"refuse.{key}"] if key else [])


def test_text_is_kept_as_typed_without_control_characters(ask: Ask) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 情况？}]")).say(" 灯\u0000坏了\u202e，\n两盏😀\ud800 ")
    assert asked.value("q") == "灯坏了，\n两盏😀"


@pytest.mark.parametrize("said", ["是的", "好的", "OK", "收到", "确认", "确认提交", "晓得了"])
def test_a_nod_is_no_words(ask: Ask, said: str) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 怎么改？}]")).say(said)
    assert asked.said == ["refuse.nod"]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("王强", ""), ("王进度", ""), ("古丽·买买提", ""), ("John O'Neil", ""), ("王强 13800000000", ""),
        ("91360700MA35XXXXXX", "name"), ("13800000000", "name"), ("王", "name"), ("不知道", "name"), ("好的", "nod"),
        ("我自己", "name"),
    ],
)  # fmt: skip
def test_a_name_is_letters(ask: Ask, said: str, key: str) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 由谁负责？, limits: {check: name}}]")).say(said)
    assert asked.said == ([f"refuse.{key}"] if key else [])


@pytest.mark.parametrize("said", ["不知道", "不清楚", "还没想好", "12", "3333", "。。。", "１２"])
def test_what_was_or_will_be_done_is_told_in_words(ask: Ask, said: str) -> None:
    """On record 不知道 and 12 would stand as the measures against a major hazard."""
    asked = ask(form("[{id: q, kind: text, ask: 准备怎么改？, limits: {min_length: 2, check: words}}]"))
    assert asked.say(said).said == ["refuse.words"]
    assert asked.say("换2个").value("q") == "换2个"


def test_who_does_not_know_is_told_how_to_go_on_where_an_answer_is_needed(ask: Ask) -> None:
    assert ask(form("[{id: q, kind: place, ask: 在哪？}]")).say("不知道").said == ["refuse.words"]
    assert (
        ask(form("[{id: q, kind: text, ask: 水性漆还是油性漆？, optional: true}]")).say("不知道").value("q") == "不知道"
    )
    assert ask(form("[{id: q, kind: text, ask: 几号楼？}]")).say("12").value("q") == "12"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("91360702000000019E", "91360702000000019E"), ("9136 0702-0000 0001 9e", "91360702000000019E"),
        ("９１３６０７０２００００００１９Ｅ", None), ("91360702000000019A", None),
        ("9136070200000001", None), ("", None),
    ],
)  # fmt: skip
def test_a_credit_code_needs_its_check_character(ask: Ask, said: str, value: str | None) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 代码？, limits: {check: uscc}}]")).say(said)
    assert asked.value("q") == value if value else asked.said in (["refuse.uscc"], ["refuse.empty"])


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("T360702198001011238", "T360702198001011238"),  # the county bears its code since 1998 only
        ("t360702198001011238", "T360702198001011238"), ("360702198001011238", "T360702198001011238"),
        ("T360702198001011237", None), ("T36070219800101123", None), ("T360702198013011238", None), ("T张三", None),
    ],
)  # fmt: skip
def test_a_certificate_number_is_t_and_an_identity_number(ask: Ask, said: str, value: str | None) -> None:
    asked = ask(form("[{id: q, kind: text, ask: 证号？, limits: {check: certificate}}]")).say(said)
    assert asked.value("q") == value if value else asked.said == ["refuse.certificate"]


def test_a_place_is_words_or_a_position(ask: Ask) -> None:
    where = form("[{id: q, kind: place, ask: 在哪？, limits: {max_length: 6}}]")
    assert ask(where).say("喷漆房").value("q") == "喷漆房"
    assert ask(where).place(25.83, 114.93).value("q") == "25.83000, 114.93000"
    shared = ask(where).place(25.83, 114.93, "沙河大道一百二十八号喷漆房").answer("q")
    assert (shared.value, shared.note) == ("沙河大道一百", "25.830000,114.930000")


def test_a_position_where_words_are_asked(ask: Ask) -> None:
    assert ask(form("[{id: q, ask: 有吗？}]")).place(25.8, 114.9).said == ["refuse.want_words"]


def test_a_person_is_one_of_the_list_or_a_name(ask: Ask) -> None:
    lists = {"colleagues": (Listed(id="王建国", label="王建国"), Listed(id="李安", label="李安"))}
    who = form("[{id: q, kind: person, ask: 谁？, options_from: colleagues, limits: {min_length: 2}}]")
    assert ask(who, lists=lists).say("2").value("q") == "李安"
    assert ask(who, lists=lists).say("李安").value("q") == "李安"
    assert ask(who, lists=lists).say("赵小兵").value("q") == "赵小兵"
    assert ask(who, lists=lists).say("3").said == ["refuse.too_short"]


def test_having_none_skips_a_photo_but_is_an_answer_where_words_are_asked(ask: Ask) -> None:
    """The judge asks 有没有…, and 没有 is what decides."""
    assert ask(form("[{id: q, kind: photo, ask: 照片？, optional: true}]")).say("没有").value("q") is None
    assert ask(form("[{id: q, kind: text, ask: 有没有报警器？, optional: true}]")).say("没有").value("q") == "没有"
    assert ask(form("[{id: q, kind: text, ask: 有没有报警器？, optional: true}]")).say("跳过").value("q") is None
