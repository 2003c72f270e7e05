"""How high a row must be for the words in it, since neither Excel nor LibreOffice always finds out by itself."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

POINTS_PER_UNIT = 5.25
"""Width of a column's unit, the digit nought of the usual 11 point font: 7 pixels of 96 to the inch."""
_LEADING = 1.42
_AROUND = 6.0
_MOST = 409.0  # the highest a row may be, https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3


def height(cells: Iterable[tuple[str, float, float]]) -> float:
    """Points a row needs for its cells: (words, width in column units, font size in points) of each."""
    return min(_MOST, max((_AROUND + _lines(words, width, size) * size * _LEADING for words, width, size in cells)))


@lru_cache(maxsize=5_000)
def _lines(words: str, width: float, size: float) -> int:
    room = max(width * POINTS_PER_UNIT - 6, size)
    return sum(max(1, math.ceil(_length(line) * size / room)) for line in words.split("\n"))


def _length(line: str) -> float:
    """In the font's own size: a Chinese character, three bytes in UTF-8, is as wide as it is high; a Latin one, one
    byte, about half as wide."""
    wide = (len(line.encode()) - len(line)) / 2
    return wide + 0.56 * (len(line) - wide)
