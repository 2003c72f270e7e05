"""What was parsed before is not parsed again, and never stands in for a file that was changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from checklists.content import Content
from checklists.errors import TellOperator
from checklists.gathering import HERE, load
from checklists.parsed import FORMAT, Parsed
from checklists.reading import Document, read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "one.yaml").write_text("a:\n  - 012\n  - ~\nb: 是\n", "utf-8")
    return tmp_path / "one.yaml"


def value(file: Path, kept: Path) -> object:
    parsed = Parsed(kept)
    document = read(file, parsed)
    parsed.keep()
    assert isinstance(document, Document)
    return document.value


def test_the_second_time_it_is_taken_from_there(file: Path, tmp_path: Path) -> None:
    """Shown by what is kept saying something else."""
    kept = tmp_path / "kept.json"
    assert value(file, kept) == {"a": ["012", None], "b": "是"}
    form, known, _ = json.loads(kept.read_text("utf-8"))
    (name,) = known
    kept.write_text(json.dumps([form, {name: {"b": "kept"}}, ""]), "utf-8")
    assert value(file, kept) == {"b": "kept"}
    file.write_text("b: 否\n", "utf-8")
    assert value(file, kept) == {"b": "否"}
    assert list(json.loads(kept.read_text("utf-8"))[1].values()) == [{"b": "否"}], "and what is gone is not kept"


def test_lines_are_known_all_the_same(file: Path, tmp_path: Path) -> None:
    value(file, tmp_path / "kept.json")
    document = read(file, Parsed(tmp_path / "kept.json"))
    assert isinstance(document, Document)
    assert document.node is None
    assert (document.line(("a", 1)), document.line(("b",))) == (3, 4)


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '["0", {}, ""]', f'["{FORMAT}", 7, ""]', f'["{FORMAT}", {{}}]', "\udcff"]
)
def test_what_is_damaged_is_left_alone(file: Path, tmp_path: Path, damage: str) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes(damage.encode("utf-8", "surrogateescape"))
    assert value(file, kept) == {"a": ["012", None], "b": "是"}
    assert value(file, tmp_path / "no folder" / "kept.json") == {"a": ["012", None], "b": "是"}


def test_no_fault_is_kept(file: Path, tmp_path: Path) -> None:
    file.write_text("a: 1\na: 2\n", "utf-8")
    parsed = Parsed(tmp_path / "kept.json")
    for _ in range(2):
        assert not isinstance(read(file, parsed), Document)
        parsed.keep()
    assert not (tmp_path / "kept.json").exists()


def test_what_was_sound_together_is_not_checked_again_until_anything_changes(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"

    def sound(*files: Path) -> bool:
        parsed = Parsed(kept)
        for one in files:
            read(one, parsed)
        was = parsed.sound
        parsed.keep(sound=True)
        return was

    other = tmp_path / "two.yaml"
    other.write_text("c: 1\n", "utf-8")
    assert [sound(file, other), sound(file, other)] == [False, True]
    assert [sound(file), sound(file, other)] == [False, False], "one is gone; there again"
    moved = other.rename(tmp_path / "three.yaml")
    assert [sound(file, moved), sound(file, moved)] == [False, True]
    moved.write_text("c: 2\n", "utf-8")
    assert not sound(file, moved)


def test_a_fault_between_files_is_found_again_at_every_start(tmp_path: Path) -> None:
    """One sector asks for a standard nobody has; nothing about the files themselves is wrong."""
    own, kept = tmp_path / "content", tmp_path / "kept.json"
    shutil.copytree(HERE, own)
    sectors = own / "sectors.yaml"
    words = sectors.read_text("utf-8")
    sectors.write_text(words.replace("standards: [", "standards: [nobody-has-it, ", 1), "utf-8")
    for _ in range(2):
        with pytest.raises(TellOperator, match="nobody-has-it"):
            load(own, kept=kept)


def test_the_whole_content_is_the_same(content: Content, tmp_path: Path) -> None:
    load(kept=tmp_path / "kept.json")
    again = load(kept=tmp_path / "kept.json")
    assert again.plans == content.plans
    assert again.dialogs == content.dialogs
    assert again.standards == content.standards
    assert again.texts("menu.help") == content.texts("menu.help")
