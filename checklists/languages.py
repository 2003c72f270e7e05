"""The interface in another language than Chinese: words laid over the Chinese ones, and what has none yet.

`texts/<language>/` holds sentences under the same keys as `texts/zh/`. What else the interface says (the menu, the
conversations' own questions, names of sectors and signals) stays in its file, and `languages/<language>/<same path>`
holds the words to put over it, by id:

    questions: {code: {ask: Your invitation code?}}      the question of that id is asked so
    options: {yes: There is}                             an option's (kind's, sector's) label
    words: [enrol]                                       what people may type besides the Chinese words

What a plan asks, standards and official papers stay Chinese. Where a word is missing the Chinese one is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from checklists.parsed import Parsed, Path_
from checklists.problems import Problem
from checklists.reading import Document, read
from checklists.texts import flattened, placeholders

CHINESE = "zh"
OVERLAID = ("menu.yaml", "dialogs/*.yaml", "sectors.yaml", "signals.yaml", "bulletins.yaml")
"""Content files of which every word said has its twin."""

SAID = {"ask", "counts", "explain", "help", "innocent", "intro", "label", "message", "name", "title", "unit"}
_NAMES, _NAMED = ("id", "command"), ("label", "name")
_HAN = re.compile(r"[\u3400-\u9fff]")


def overlaid(document: Document, directory: Path, language: str, parsed: Parsed | None = None) -> Document:
    """The document with that language's words laid over it; as it is where there are none or they are no YAML."""
    if language == CHINESE:
        return document
    file = directory / "languages" / language / document.file.relative_to(directory)
    over = read(file, parsed) if file.is_file() else None
    return replace(document, value=_laid(document.value, over.value)) if isinstance(over, Document) else document


def lacking(directory: Path, language: str) -> Iterator[Problem]:
    """What the interface says in Chinese and not yet in that language, and sentences that fill in something else."""
    for file in sorted((directory / "texts" / CHINESE).glob("*.yaml")):
        yield from _lacking_texts(file, directory / "texts" / language / file.name)
    for pattern in OVERLAID:
        for file in sorted(directory.glob(pattern)):
            document = read(file)
            if isinstance(document, Document):
                there = overlaid(document, directory, language)
                twin = directory / "languages" / language / file.relative_to(directory)
                for (path, words), (_, over) in zip(_said(document.value), _said(there.value), strict=True):
                    if words == over and _HAN.search(words):
                        yield Problem(file, document.line(path), _shown(document.value, path), "has no twin",
                                      f"write it in {_below(twin, directory)}: {words}")  # fmt: skip


def _lacking_texts(file: Path, twin: Path) -> Iterator[Problem]:
    document, other = read(file), read(twin) if twin.is_file() else None
    if isinstance(document, Problem) or isinstance(other, Problem):
        return  # said by whoever reads the files
    theirs = dict(_flat(other))
    where = f"texts/{twin.parent.name}/{twin.name}"
    for key, value in _flat(document):
        line = document.line(tuple(key.split(".")))
        if key not in theirs:
            yield Problem(file, line, key, "has no twin", f"write it in {where}: {value}")
        elif isinstance(value, str) and placeholders(value) != placeholders(str(theirs[key] or "")):
            names = ", ".join(sorted(placeholders(value))) or "nothing"
            yield Problem(file, line, key, "its twin fills in something else", f"let it fill in {names} in {where}")
    for key in theirs.keys() - dict(_flat(document)).keys():
        line = other.line(tuple(key.split("."))) if other is not None else 1
        yield Problem(twin, line, key, "has no Chinese", "remove it, or write it in Chinese too")


def _flat(document: Document | None) -> Iterator[tuple[str, object]]:
    return flattened(document.value if document is not None and isinstance(document.value, Mapping) else {})


def _laid(value: object, over: object) -> object:
    """Words over a value: mappings by key, lists by their entries' id, lists of words in front."""
    if isinstance(value, dict):
        if isinstance(over, Mapping):
            return {name: _laid(one, over[name]) if name in over else one for name, one in value.items()}
        name = next((name for name in _NAMED if name in value), None)
        return {**value, name: over} if name is not None and isinstance(over, str) else value
    if isinstance(value, list):
        if isinstance(over, list):
            return [*over, *value]
        return (
            [_laid(one, over[_name(one)]) if _name(one) in over else one for one in value]
            if isinstance(over, Mapping)
            else value
        )
    return over if isinstance(over, str) else value


def _name(value: object) -> str:
    return next((str(value[name]) for name in _NAMES if name in value), "") if isinstance(value, Mapping) else ""


def _said(value: object, path: Path_ = (), key: str = "") -> Iterator[tuple[Path_, str]]:
    """Every string that people are shown, with the path to it."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _said(one, (*path, name), name)
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _said(one, (*path, index))
    elif isinstance(value, str) and key in SAID:
        yield path, value


def _shown(value: object, path: Path_) -> str:
    """A path as it is written in the file of words: with ids in place of numbers."""
    names = []
    for step in path:
        value = value[step]  # type: ignore[index]
        names.append(_name(value) if isinstance(step, int) else step)
    return ".".join(names)


def _below(file: Path, directory: Path) -> Path:
    return file.relative_to(directory)
