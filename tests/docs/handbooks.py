"""The handbooks' paths: the tables that say what to send and what comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import DOCS

HEAD = "| 您发或点 | 安查会说 |"
PHOTO = "［照片］"
SEE = "（见图）"
STORY = (
    ("administrator", "苏平"), ("safety-officer", "李安"), ("county", "刘明"), ("staff", "赵小兵"),
    ("principal", "王建国"), ("city", "何静"),
)  # fmt: skip
"""Each handbook and who follows it in the two towns, in the order in which their work depends on one another."""


@dataclass(frozen=True)
class Step:
    """One row: what is sent, and words of the answer. `pictured`: the picture below the table shows this answer."""

    says: str
    hears: tuple[str, ...]
    pictured: bool = False


@dataclass(frozen=True)
class Way:
    """One table. `picture` stands below it where it has one; it shows the last answer, or the one that says 见图."""

    heading: str
    steps: tuple[Step, ...]
    picture: Path | None


def file_of(handbook: str) -> Path:
    return DOCS / "handbooks" / f"{handbook}.zh.md"


def ways(handbook: str) -> Iterator[Way]:
    """The tables of a handbook with what follows each up to the next heading."""
    text = file_of(handbook).read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        if HEAD in section:
            rows = re.findall(r"^\| “(.+?)” \| (.+) \|$", section, re.MULTILINE)
            picture = re.search(r"!\[.+\]\((.+)\)", section)
            yield Way(
                section.splitlines()[0],
                tuple(Step(says, tuple(re.findall(r"“(.+?)”", hears)), SEE in hears) for says, hears in rows),
                (file_of(handbook).parent / picture[1]).resolve() if picture else None,
            )
