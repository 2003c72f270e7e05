"""Cuts a long text into windows that are judged one by one: an inspection report is many findings, not one."""

from __future__ import annotations

import re
from collections.abc import Iterator

WIDE = 2000
"""Characters of a window at most: what people write at a time is far shorter and stays in one."""
LONGEST = 200_000
"""Characters of a text that are read: a report of a hundred pages."""

_STOP = re.compile("[。！？!?；;\n]+")


def windows(text: str) -> tuple[str, ...]:
    """The text in pieces of at most WIDE characters, each ending with a sentence where one ends in it."""
    return tuple(_cut(text[:LONGEST])) or ("",)


def _cut(text: str) -> Iterator[str]:
    begin = 0
    while len(text) - begin > WIDE:
        stops = [found.end() for found in _STOP.finditer(text, begin, begin + WIDE)]
        end = stops[-1] if stops else begin + WIDE
        yield text[begin:end]
        begin = end
    if begin < len(text):
        yield text[begin:]
