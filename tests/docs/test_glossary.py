"""The glossary is the law for names: each of them is used, and none stands twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from storage.people import OF_ENTERPRISE, REGULATORS
from storage.registers import REGISTERS
from tests.docs.pages import ROOMS, ROOT, code, page, rows


@cache
def _names_in_use() -> frozenset[str]:
    """Every name and word in the code (comments and docstrings left out) and in content files."""
    found: set[str] = set()
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                found.update(_names_of(node))
        for file in (ROOT / room).rglob("*.yaml"):
            found.update(re.findall(r"[A-Za-z][\w.-]*", re.sub(r"(?m)^\s*#.*$", "", file.read_text(encoding="utf-8"))))
    return frozenset(found)


def _names_of(node: ast.AST) -> Iterator[str]:
    for attribute in ("id", "attr", "name", "arg"):
        if isinstance(name := getattr(node, attribute, None), str):
            yield name
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
        yield node.value


def test_every_name_of_the_glossary_is_used() -> None:
    for cells in rows(page("glossary.md")):
        for name in code(cells[2]):
            assert name in _names_in_use(), f"{cells[0]}: nothing is called {name!r}"


def test_no_term_of_the_glossary_stands_twice() -> None:
    table = rows(page("glossary.md"))
    assert len(table) >= 70
    for column in (0, 1):
        terms = [cells[column] for cells in table]
        assert sorted(terms) == sorted(set(terms))


def test_roles_and_registers_are_in_the_glossary() -> None:
    named = {name for cells in rows(page("glossary.md")) for name in code(cells[2])}
    assert {*OF_ENTERPRISE, *REGULATORS, "administrator", *REGISTERS} <= named
