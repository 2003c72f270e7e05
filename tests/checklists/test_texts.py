"""Every sentence the code says stands in a file, with placeholders the code fills; broken braces are found."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.texts import Texts, flattened, placeholders
from dialogs.conversations import CONVERSATIONS
from dialogs.folding import folded
from dialogs.named_checks import CHECKS
from storage.hazards import Hazard
from storage.registers import REGISTERS
from tests.checklists.drafts import faults

ROOMS = ("bot", "checklists", "dialogs", "reports", "scheduler", "storage")
SAYING = {"say", "texts", "Notice", "Refusal"}
"""What a text's key is handed to; `texts(…)` also where it is an attribute, as in content.texts(…)."""
HERE = Path(__file__).parents[2]


def test_a_sentence_is_filled_in() -> None:
    texts = Texts({"a.b": "{name}，您好"}, {"yes": ("是", "有")})
    assert texts("a.b", name="王建国", more="never mind") == "王建国，您好"
    assert "a.b" in texts
    assert texts.meant("yes", "有")
    assert not texts.meant("no", "有")


def test_nested_keys_are_joined_and_lists_are_leaves() -> None:
    assert dict(flattened({"a": {"b": "x", "c": ["y"]}, "d": "z"})) == {"a.b": "x", "a.c": ["y"], "d": "z"}


@pytest.mark.parametrize(
    ("sentence", "names"), [("没有", set()), ("{a}和{b}", {"a", "b"}), ("{{a}}", set()), ("{a:.1f}", {"a"})]
)
def test_placeholders(sentence: str, names: set[str]) -> None:
    assert placeholders(sentence) == names


def test_broken_braces_are_said_with_file_and_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, texts__zh__a="menu:\n  good: 好{a}\n  bad: 您好{name\n")
    assert fault.startswith("texts/zh/a.yaml:3: [menu.bad] the braces do not match; write {{ and }}")


def test_a_sentence_that_stands_in_two_files_is_said(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, texts__zh__a="menu: {a: 好}\n", texts__zh__b="menu: {a: 坏}\n")
    assert "text 'menu.a' stands twice" in fault


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that says something, with where it stands."""
    for room in ROOMS:
        for file in sorted((HERE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    function = node.func
                    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                    if name in SAYING and node.args:
                        yield f"{file.relative_to(HERE)}:{node.lineno}", node


def keys(node: ast.expr) -> Iterator[str]:
    """The keys an expression can be: constants as they are, what is filled in as a star."""
    if isinstance(node, ast.Constant) and "." in str(node.value):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from keys(node.body)
        yield from keys(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


def test_every_key_in_the_code_stands_in_a_file(content: Content) -> None:
    known = content.texts.sentences
    missing = []
    for where, call in calls():
        for key in keys(call.args[0]):
            pattern = re.compile(r".+".join(re.escape(part) for part in key.split("*")))
            if not any(pattern.fullmatch(one) for one in known):
                missing.append(f"{where}: {key}")
    assert missing == []


def test_every_placeholder_of_a_sentence_is_filled_where_it_is_said(content: Content) -> None:
    """A sentence that asks for more than the code gives would fall over in front of a person."""
    short = []
    for where, call in calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if any(word.arg is None for word in call.keywords):
            continue
        given = {word.arg for word in call.keywords}
        if name in ("Notice", "Refusal"):
            if len(call.args) > 1 and not isinstance(call.args[1], ast.Dict):
                continue
            entries = call.args[1].keys if len(call.args) > 1 and isinstance(call.args[1], ast.Dict) else []
            given = {entry.value for entry in entries if isinstance(entry, ast.Constant)}
        for key in keys(call.args[0]):
            if "*" not in key and key in content.texts:
                lacking = placeholders(content.texts.sentences[key]) - given
                if lacking:
                    short.append(f"{where}: {key} lacks {sorted(lacking)}")
    assert short == []


FAMILIES = {
    "level": ("major", "suspected_major", "general", "unclear", "rejected"),
    "status": ("open", "rectified", "signed_off", "rejected"),
    "event": (
        "found", "assigned", "rectified", "signed", "signed_off", "reopened", "listed", "progress", "delisted",
        "confirmed", "rejected",
    ),
    "register": REGISTERS,
    "whistle": ("received", "verifying", "verified", "unfounded"),
    "whistles": ("staff", "public", "anonymous", "named"),
    "role": (
        "principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator",
    ),
    "refuse": tuple(CHECKS),
    "enrol": ("revoked_code", "expired_code", "used_code", "unknown_code"),
    "ledger": ("assign", "rectify", "sign", "reopen", "major", "general", "rejected", "history"),
    "notice": ("major", "general", "rejected"),
    "hazard": tuple(
        f"judged_{verdict}{clause}"
        for verdict in ("suspected_major", "unclear", "general")
        for clause in ("", "_clause")
    ),
    "inspect": ("label_done", "label_half", "label_open"),
    "error": ("bug", "mistake", "later", "operator", "conflict"),
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_every_word_of_the_record_has_its_sentence(content: Content, family: str) -> None:
    assert [name for name in FAMILIES[family] if f"{family}.{name}" not in content.texts] == []


def test_every_word_people_type_can_be_met(content: Content) -> None:
    """A word is compared after folding: one that folds into something else is dead."""
    for command, words in content.texts.words.items():
        if "." not in command:  # the others are lists of something else, such as headings of a table
            assert [word for word in words if folded(word) not in words] == [], command
    for entry in content.menu.entries:
        assert [word for word in (entry.label, *entry.words) if folded(word) != word] == [], entry.command


def test_no_word_that_steers_is_an_answer(content: Content) -> None:
    """`取消` at a question must not be both an answer and the end of it; 不对 is told apart by the question."""
    answers = {word for name in ("yes", "no", "skip", "done", "not_applicable") for word in content.texts.words[name]}
    steering = {
        word for name in ("back", "pause", "progress", "help", "again", "discard", "cancel", "menu", "resume")
        for word in content.texts.words[name]
    }  # fmt: skip
    assert answers & steering == set()
    assert answers & set(content.texts.words["change"]) == {"不对"}


def test_every_command_of_the_menu_is_a_conversation(content: Content) -> None:
    for entry in content.menu.entries:
        assert entry.command in {*CONVERSATIONS, "menu", "help", "more", "resume"}, entry.command
        conversation = CONVERSATIONS.get(entry.command)
        assert conversation is None or set(entry.roles) <= set(conversation.roles), entry.command


def test_a_page_of_the_menu_is_taken_in_at_a_glance(content: Content) -> None:
    """Nine, so that one digit answers; and whoever has a second page is led there."""
    for role in FAMILIES["role"] + ("stranger",):
        first, second = (content.menu.page(frozenset({role}), behind=behind) for behind in (False, True))
        assert len(first) <= 9, role
        assert len(second) <= 9, role
        assert ("more" in {entry.command for entry in first}) == bool(second), role
        assert {*first, *second} == set(content.menu.seen_by(frozenset({role}))), role


def test_no_word_calls_two_commands_of_one_role(content: Content) -> None:
    for role in FAMILIES["role"] + ("stranger",):
        called: dict[str, str] = {}
        for entry in content.menu.seen_by(frozenset({role})):
            for word in (entry.label, *entry.words):
                assert called.setdefault(word, entry.command) == entry.command, (role, word)


def test_every_dialog_has_its_conversation_and_lists_what_it_may_look_at(content: Content) -> None:
    assert {form.complete for form in content.dialogs.values()} <= set(CONVERSATIONS)
    assert Hazard.__dataclass_fields__["level"].name == "level"
