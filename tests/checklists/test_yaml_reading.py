"""Reading YAML: every scalar is a word, every value knows its line, and what is no YAML is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from checklists.problems import Problem
from checklists.reading import Document, read


def test_words_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        'a: yes\nb: 012\nc: 1.50\nd: 05-01\ne: 2023-05-01\nf:\ng: ~\nh: ""\ni: null\nj: "null"\n', encoding="utf-8"
    )
    document = read(file)
    assert isinstance(document, Document)
    assert document.value == {
        "a": "yes", "b": "012", "c": "1.50", "d": "05-01", "e": "2023-05-01", "f": None, "g": None, "h": "", "i": None,
        "j": "null",
    }  # fmt: skip


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\nb:\n  - c: 2\n  - {d: 3,\n     e: 4}\n", encoding="utf-8")
    document = read(file)
    assert isinstance(document, Document)
    assert [document.line(path) for path in (("a",), ("b", 0, "c"), ("b", 1, "d"), ("b", 1, "e"))] == [1, 3, 4, 5]
    assert document.line(("b", 1, "nothing", "below")) == 4, "the nearest one above"


@pytest.mark.parametrize(
    ("text", "line", "rule"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "not YAML"),
        ("a: 1\n\tb: 2\n", 2, "not YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "the key 'a' stands twice"),
        ("a:\n  b: 1\n  b: 2\n", 3, "the key 'b' stands twice"),
        ("a: *nothing\n", 1, "not YAML"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, text: str, line: int, rule: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    problem = read(file)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.rule.startswith(rule), bool(problem.remedy)) == (line, True, True), problem


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes("a: 动火".encode("gb18030"))
    problem = read(file)
    assert isinstance(problem, Problem)
    assert str(problem) == f"{file}:1: not UTF-8; save the file as UTF-8."


def test_an_empty_file_is_an_empty_mapping(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("# nothing yet\n", encoding="utf-8")
    document = read(file)
    assert isinstance(document, Document)
    assert document.value == {}
