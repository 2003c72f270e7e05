"""A fault of a lexicon's file is named like one of any other content, with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checklists.gathering import HERE, gather


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("wording", "\nsmall: [", "\nsmal: [", "nobody knows the key 'smal'; did you mean 'small'?"),
        ("weights", "\nsuspected: ", "\nsuspected: high", "suspected: Input should be a valid number"),
        (
            "faults",
            "\n    lacking: [安装",
            "\n    lackng: [安装",
            "nobody knows the key 'lackng'; did you mean 'lacking'?",
        ),
        ("units", "\nunits:", "\nunits: [", "not YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    copy = tmp_path / "content"
    shutil.copytree(HERE, copy)
    path = copy / "judgement" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old) + 1].count("\n") + 1

    content, problems = gather(copy)

    assert content is None
    told = [str(problem) for problem in problems if problem.file == path]
    assert any(said in one for one in told), told
    if said != "not YAML":
        assert any(one.startswith(f"{path}:{line}:") for one in told), told


def test_an_unknown_kind_of_fault_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(HERE, copy)
    path = copy / "judgement" / "faults.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("\n  absent:", "\n  abscent:"), encoding="utf-8")
    _, problems = gather(copy)
    (rule,) = [problem.rule for problem in problems if problem.file == path]
    assert rule.startswith("abscent: Input should be 'absent', ")


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    copy = tmp_path / "content"
    shutil.copytree(HERE, copy, ignore=shutil.ignore_patterns("synonyms.yaml"))
    _, problems = gather(copy)
    assert [(problem.file.name, problem.rule) for problem in problems] == [("synonyms.yaml", "the file is missing")]
