"""What is wrong with a content file, said so that its author can put it right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Problem:
    """One fault: the file, its line (from 1), the item it is in, the rule broken, and the remedy."""

    file: Path
    line: int
    item: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        item = f" [{self.item}]" if self.item else ""
        return sentence(f"{self.file}:{self.line}:{item} {self.rule}; {self.remedy}")


class Fault(Protocol):
    """Notes a fault of a thing already read: its kind and name, the rule, the remedy, the path below it."""

    def __call__(self, kind: str, name: str, rule: str, remedy: str, *below: str | int) -> None: ...


def sentence(words: str) -> str:
    """The words with their full stop; a question, such as a remedy may be, has its end already."""
    return words if words.endswith("?") else f"{words}."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy for a name nobody knows: the nearest known one, or the list when nothing is near."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    shown = ", ".join(names[:8])
    return f"use one of: {shown}{' …' if len(names) > 8 else ''}" if names else "remove it"
