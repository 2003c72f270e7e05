"""Places on a sheet in A1 notation: rectangles, and the letters of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from checklists.record import Record

_ADDRESS = re.compile(r"^([A-Z]{1,2})([1-9][0-9]{0,3})(?::([A-Z]{1,2})([1-9][0-9]{0,3}))?$")


class Area(Record):
    """A rectangle of the sheet; rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int

    def positions(self) -> Iterator[tuple[int, int]]:
        """Every (row, column) in it."""
        return ((row, col) for row in range(self.top, self.bottom + 1) for col in range(self.left, self.right + 1))

    def holds(self, row: int, column: int) -> bool:
        """Whether that place lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def name(self) -> str:
        """A1 notation of its top left cell."""
        return f"{letters(self.left)}{self.top + 1}"


@cache
def area(at: str) -> Area | None:
    """The rectangle an address in A1 notation means; None where it means none."""
    match = _ADDRESS.match(at)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    found = Area(
        top=int(top) - 1,
        left=_column(left),
        bottom=int(bottom or top) - 1,
        right=_column(right or left),
    )
    return found if found.top <= found.bottom and found.left <= found.right else None


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _column(letters_: str) -> int:
    number = 0
    for letter in letters_:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
