"""The pages, and how the tests read them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
ROOMS = ("bot", "checklists", "dialogs", "reports", "scheduler", "storage")
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of every table row, without heads and rules."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines):
        head = number + 1 < len(lines) and re.match(r"^\|[-| ]+\|$", lines[number + 1])
        if line.startswith("|") and not head and not re.match(r"^\|[-| ]+\|$", line):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one of any level."""
    match = re.search(rf"^#+ {re.escape(heading)}$\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match is not None, f"there is no heading {heading!r}"
    return match[1]


def code(cell: str) -> list[str]:
    """What stands in backticks within the lines; fenced blocks are left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```$", "", cell))
