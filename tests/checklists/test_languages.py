"""The interface in English: nothing it says is missing, and what is missing elsewhere is named and said in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.gathering import HERE, gather
from checklists.languages import lacking
from checklists.texts import Texts
from dialogs.folding import folded
from tests.checklists.drafts import read

CHINESE_ALL_THE_SAME = re.compile(
    r"^(document\.|import\.|not-punishable\.|report\.ledger|sample\.|standards\.(web\.hint|which_all)"
    r"|clause_word\.ask_again|check\.no_names)"
)
"""Papers and tables that are official, what the sample county's people write, and examples of what the judge reads."""


@pytest.fixture(scope="module")
def english() -> Content:
    content, faults = gather(HERE, "en")
    assert faults == ()
    assert content is not None
    return content


def test_everything_the_interface_says_is_said_in_english() -> None:
    """A key that is new in Chinese fails here: `python bot.py check --language en` names the file to write it in."""
    assert [str(one) for one in lacking(HERE, "en")] == []


def test_what_is_said_in_english_is_english(english: Content) -> None:
    han = re.compile(r"[\u3400-\u9fff]")
    assert [
        key
        for key, words in english.texts.sentences.items()
        if han.search(words) and not CHINESE_ALL_THE_SAME.match(key)
    ] == []


def test_every_entry_of_the_english_menu_can_be_typed(english: Content) -> None:
    for entry in english.menu.entries:
        assert folded(entry.label) in entry.words, entry.command
    for role in ("principal", "safety_officer", "staff", "county", "department", "city", "administrator", "stranger"):
        called: dict[str, str] = {}
        for entry in english.menu.seen_by(frozenset({role})):
            for word in (entry.label, *entry.words):
                assert called.setdefault(word, entry.command) == entry.command, (role, word)


def test_english_words_stand_beside_the_chinese_ones_that_people_type(english: Content, content: Content) -> None:
    for command, words in content.texts.words.items():
        if "." not in command:
            assert set(words) <= set(english.texts.words[command]), command
    answers = {word for name in ("yes", "no", "skip", "done") for word in english.texts.words[name]}
    steering = {
        word for name in ("back", "pause", "help", "cancel", "menu", "resume") for word in english.texts.words[name]
    }
    assert answers & steering == set()


def test_a_figure_without_a_unit_is_yes_or_no_in_english_too(english: Content, content: Content) -> None:
    """reports/freezing tells a yes from a count by it."""
    units = [key for key in content.texts.sentences if key.startswith("metric.") and key.endswith(".unit")]
    assert [key for key in units if bool(content.texts(key)) != bool(english.texts(key))] == []
    assert english.texts("metric.penalty-amount.unit") == english.texts("document.yuan_unit")  # papers count in 10,000


def test_what_a_plan_asks_stays_as_it_is(english: Content, content: Content) -> None:
    assert english.items == content.items
    assert english.plans == content.plans
    assert english.standards == content.standards
    asked = english.form("ganzhou-2023", "study").question("study-standard")
    assert [one.label for one in asked.choices()] == ["Yes", "No"]


def test_a_month_with_a_name() -> None:
    texts = Texts({"day": "{day} {month:calendar.months}"}, {"calendar.months": ("Jan", "Feb", "Mar")})
    assert texts("day", day=25, month=2) == "25 Feb"


def test_what_has_no_twin_is_named_and_said_in_chinese(tmp_path: Path) -> None:
    read(
        tmp_path,
        texts__zh__a="menu:\n  good: 好\n  bad: 您好{name}\n  gone: 走\n",
        texts__en__a="menu: {good: Good, bad: 'Hello {person}'}\n",
        dialogs__enrol="id: enrol\ntitle: 登记\ncomplete: enrol\nquestions:\n"
        "  - {id: code, kind: text, ask: 邀请码？}\n"
        "  - {id: sure, ask: 对吗？, options: [{id: yes, label: 对}, {id: no, label: 不对, words: [错]}]}\n",
        languages__en__dialogs__enrol="title: Register\nquestions:\n"
        "  sure: {ask: Right?, options: {yes: Right, no: {label: Wrong, words: [wrong]}}}\n",
    )
    said = [str(one).removeprefix(f"{tmp_path}/") for one in lacking(tmp_path, "en")]
    assert (
        "texts/zh/a.yaml:3: [menu.bad] its twin fills in something else; let it fill in name in texts/en/a.yaml."
        in said
    )
    assert "texts/zh/a.yaml:4: [menu.gone] has no twin; write it in texts/en/a.yaml: 走." in said
    assert (
        "dialogs/enrol.yaml:5: [questions.code.ask] has no twin; write it in languages/en/dialogs/enrol.yaml: 邀请码？."
        in said
    )
    content, _ = gather(tmp_path, "en")
    assert content is not None
    form = content.dialogs["enrol"]
    assert (form.title, form.question("code").ask, form.question("sure").ask) == ("Register", "邀请码？", "Right?")
    assert [(one.label, one.words) for one in form.question("sure").options] == [
        ("Right", ()),
        ("Wrong", ("wrong", "错")),
    ]
    assert content.texts("menu.gone") == "走"
