"""The content authors' guide: its keys, its examples, its plan, and how it says `check` speaks."""

from __future__ import annotations

import importlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

import checklists.content as contents
from checklists import gathering
from checklists.problems import Problem
from checklists.reading import read
from checklists.record import Record
from tests.docs.pages import ROOT, code, page, rows, section

BUILT_BY_CODE = {"Area"}
"""Records that no file holds: layouts compute them."""


def _models() -> dict[str, type[BaseModel]]:
    modules = [importlib.import_module(f"checklists.{file.stem}") for file in (ROOT / "checklists").glob("[a-z]*.py")]
    return {
        name: thing
        for module in modules
        for name, thing in vars(module).items()
        if isinstance(thing, type) and issubclass(thing, Record) and thing.__module__ == module.__name__
        and thing is not Record and not name.startswith("_") and name not in BUILT_BY_CODE
    }  # fmt: skip


MODELS = _models()


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_of_a_model_has_its_line(name: str) -> None:
    table = rows(section(page("content-authors.md"), name))
    assert [code(cells[0])[0] for cells in table] == list(MODELS[name].model_fields)


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_example_is_a_value_of_its_key(name: str, tmp_path: Path) -> None:
    for key, _, example in rows(section(page("content-authors.md"), name)):
        field = MODELS[name].model_fields[code(key)[0]]
        file = tmp_path / "example.yaml"
        file.write_text(f"example: {code(example)[0]}\n", encoding="utf-8")
        document = read(file)
        assert not isinstance(document, Problem), document
        assert isinstance(document.value, dict)
        value = document.value["example"]
        try:
            TypeAdapter(field.annotation).validate_python(value)
        except ValueError:
            # Keys that a model rewrites before it checks them (the parts of `when`) are tried in the whole model.
            MODELS[name].model_validate({code(key)[0]: value})


def test_every_file_of_the_content_has_its_line() -> None:
    patterns = [code(cells[0])[0] for cells in rows(page("content-authors.md")) if cells[0].endswith("yaml`")]
    known = {file for pattern in patterns for file in gathering.HERE.glob(pattern)}
    assert set(gathering.HERE.rglob("*.yaml")) <= known


def test_every_fact_is_named() -> None:
    assert set(contents.FACTS) <= set(code(section(page("content-authors.md"), "When a question applies")))


def _blocks(language: str) -> Iterator[str]:
    yield from re.findall(rf"^```{language}\n(.*?)^```$", page("content-authors.md"), re.MULTILINE | re.DOTALL)


def _content_with(folder: Path, first_line: str) -> Path:
    """The program's content, and beside it the guide's example whose first line is `# <first_line>FILE`."""
    copy = shutil.copytree(gathering.HERE, folder / "content")
    for block in _blocks("yaml"):
        if match := re.match(rf"# {first_line}([\w/-]+\.yaml)\n", block):
            (copy / match[1]).write_text(block, encoding="utf-8")
    return copy


def test_the_worked_example_is_a_sound_plan(tmp_path: Path) -> None:
    content, problems = gathering.gather(_content_with(tmp_path, ""))
    assert problems == ()
    assert content is not None
    assert "qinghe-2024" in content.plans
    assert content.form("qinghe-2024", "study").question("drill-held").ask == "今年以来，组织过应急演练吗？"


def test_check_speaks_as_the_guide_says(tmp_path: Path) -> None:
    copy = _content_with(tmp_path, "wrong: ")
    _, problems = gathering.gather(copy)
    said = [str(problem).removeprefix(f"{copy}/") for problem in problems]
    assert said == [line for block in _blocks("text") for line in block.splitlines()]
