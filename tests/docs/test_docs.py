"""Documentation under test: what a page names exists, and what exists is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checklists import gathering
from checklists.content import Content
from checklists.errors import AnchaError
from dialogs.conversations import CONVERSATIONS
from storage.faults import Conflict
from storage.tables import metadata
from tests.docs.pages import DOCS, PAGES, ROOMS, ROOT, code, page, rows, section


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http://", "https://")):
            assert (file.parent / target).exists(), f"{target} is not there"
    for anchor in re.findall(r"\]\(#([^)]+)\)", text):
        headings = {
            re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in re.findall(r"^#+ (.+)$", text, re.M)
        }
        assert anchor in headings, f"there is no heading for #{anchor}"


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_files_named_exist(file: Path) -> None:
    for name in code(file.read_text(encoding="utf-8")):
        if re.fullmatch(rf"(?:{'|'.join(ROOMS)}|tests|docs)/[\w./*-]+", name):
            there = [*ROOT.glob(name.rstrip("/")), *gathering.HERE.glob(name)]
            assert there, f"{name} is not there"


@pytest.mark.parametrize(("file", "most"), [("README.md", 110), ("docs/architecture.md", 260)])
def test_pages_stay_short(file: str, most: int) -> None:
    assert len((ROOT / file).read_text(encoding="utf-8").splitlines()) <= most


def test_the_architecture_names_every_table_conversation_and_error() -> None:
    said = set(code(page("architecture.md")))
    assert set(metadata.tables) <= said
    assert set(CONVERSATIONS) <= said
    assert {error.__name__ for error in (AnchaError, *AnchaError.__subclasses__(), Conflict)} <= said


def test_users_find_every_entry_of_the_menu(content: Content) -> None:
    text = page("users.zh.md")
    for entry in content.menu.entries:
        assert f"**{entry.label}**" in text, entry.label


def test_words_users_are_told_to_type_are_understood(content: Content) -> None:
    known = {word for words in content.texts.words.values() for word in words}
    told = {
        word
        for cells in rows(section(page("users.zh.md"), "随时可以说的话"))
        for word in re.findall(r"“(.+?)”", cells[0])
    }
    assert told
    assert told <= known


def test_decisions_are_numbered_dated_and_short() -> None:
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert re.fullmatch(rf"# {int(file.name[:4])}\. .+", lines[0]), file.name
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", lines[2]), file.name
        assert len(lines) <= 30, file.name
