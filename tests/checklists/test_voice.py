"""What people are told, by the rules of docs/voice.md that a machine can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from checklists.content import Content
from checklists.question import Question

HAN = r"[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:!?()]|[,;:!?()]{HAN}")
UNKIND = (
    "你",
    "点击",
    "用户",
    "系统异常",
    "操作失败",
    "非法",
    "登陆",
    "务必",
    "进行",
    "切实",
    "！",
    "「",
    "核定",
    "超期",
)
DAYS = re.compile(r"\d{4}/\d|\b0\d月|\d月0\d日")
LONGEST, LONGEST_QUESTION, LONGEST_LABEL = 130, 75, 10
PUT_TOGETHER = {"signboard.now"}
"""Lists of fields that are long because they hold many."""
REFUSALS = re.compile(r"(refuse|error|photo)\.|enrol\.\w+_code|telegram\.(closed|trouble|photo_lost)|menu\.(un|not_)")
NEXT = re.compile(r"请|回复|点|再|从下面选|\{message\}|没有改动")
BUTTON = re.compile(r"(?:点|请先|请在|在|到|打开|回到|去)“([^”]{2,12})”")


def said(content: Content) -> Iterator[tuple[str, str]]:
    """Every sentence with where it stands: the texts, and the conversations' own questions."""
    yield from ((key, words) for key, words in content.texts.sentences.items())
    for form in content.dialogs.values():
        yield f"{form.id}.intro", form.intro
        for question in form.questions:
            for name, words in (("ask", question.ask), ("help", question.help), ("message", question.message)):
                yield f"{form.id}.{question.id}.{name}", words
    for entry in content.menu.entries:
        yield f"menu.{entry.command}", entry.explain


def questions(content: Content) -> Iterator[tuple[str, Question]]:
    for form in content.dialogs.values():
        yield from ((f"{form.id}.{question.id}", question) for question in form.questions)


def test_signs_between_chinese_words_are_full_width(content: Content) -> None:
    assert [key for key, words in said(content) if HALF_WIDTH.search(words) and not words.startswith("%")] == []


@pytest.mark.parametrize("word", UNKIND)
def test_no_word_that_a_colleague_would_not_say(content: Content, word: str) -> None:
    own = ("你们单位", "你单位")  # how an official paper and a question about others speak
    assert [
        key for key, words in said(content)
        if word in words and not (word == "你" and any(one in words for one in own))
    ] == []  # fmt: skip


def test_days_are_written_as_people_write_them(content: Content) -> None:
    assert [key for key, words in said(content) if DAYS.search(words)] == []


def test_sentences_are_short(content: Content) -> None:
    long = {
        key for key, words in said(content)
        if max(map(len, words.split("\n"))) > LONGEST and not key.startswith("metric.")
    }  # fmt: skip
    assert long - PUT_TOGETHER == set()
    assert [key for key, one in questions(content) if len(one.ask) > LONGEST_QUESTION] == []
    assert [one.command for one in content.menu.entries if len(one.label) > LONGEST_LABEL] == []


def test_a_question_ends_as_one(content: Content) -> None:
    assert [key for key, one in questions(content) if one.ask[-1] not in "？。：）"] == []


def test_whoever_is_refused_hears_what_to_do(content: Content) -> None:
    assert [
        key for key, words in content.texts.sentences.items() if REFUSALS.match(key) and not NEXT.search(words)
    ] == []


def test_what_people_are_told_to_tap_is_called_so(content: Content) -> None:
    """A button named in a sentence has exactly that label somewhere."""
    labels = {entry.label for entry in content.menu.entries} | set(content.texts.sentences.values())
    labels |= {option.label for _, one in questions(content) for option in one.options}
    labels |= {word for words in content.texts.words.values() for word in words}
    labels |= {form.title for form in content.dialogs.values()}
    labels |= {entry for one in content.menu.entries for entry in one.words}
    missing = [
        (key, name) for key, words in said(content) for name in BUTTON.findall(words)
        if name not in labels and not re.search(r"[，；、。—]|\{|[一二三]号", name)
    ]  # fmt: skip
    assert missing == []
