"""Finds the row of headings in a sheet, and which of our columns stands where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.imports.sheets import HEADING_WITHIN, Sheet
from checklists.texts import Texts
from dialogs.folding import folded

Headings = Mapping[str, tuple[str, ...]]
"""For each column of ours the headings it may have, the usual one first."""
_BESIDE = "import.beside."
_IN_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")


@dataclass(frozen=True)
class Head:
    """Where our columns stand in a sheet: one may stand in several places. `below` is the number of the last row of
    headings; `others` are headings that are none of ours, as a person sees them."""

    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    said: Mapping[int, str] = field(default_factory=dict)
    below: int = 0
    others: tuple[str, ...] = ()

    def seen(self, column: str, texts: Texts) -> str:
        """A column of ours as a person finds it in the sheet; "" where it has none."""
        return texts("import.and").join(self.shown(place, texts) for place in self.columns.get(column, ()))

    def shown(self, place: int, texts: Texts) -> str:
        """The column at that place: C列“信用代码”."""
        return _column(place, self.said.get(place, ""), texts)


def find_head(sheet: Sheet, headings: Headings, texts: Texts) -> Head:
    """The headings of a sheet: of its first rows the one with most of ours, and the row below it where that only
    divides them (负责人 above 姓名 and 电话)."""
    known = _Known(headings, texts)
    best: dict[int, str] = {}
    at = 0
    for index, (_, cells) in enumerate(sheet.lines[:HEADING_WITHIN]):
        found = known.places(cells)
        if len(set(found.values())) > len(set(best.values())):
            best, at = found, index
    if not best:
        return Head()
    number, cells = sheet.lines[at]
    said = {place: cell for place, cell in enumerate(cells) if cell}
    if at + 1 < len(sheet.lines) and _divides(sheet.lines[at + 1][1], cells, best):
        divided = said | dict(_together(cells, sheet.lines[at + 1][1]))
        found = known.places([divided.get(place, "") for place in range(max(divided) + 1)])
        if len(found) > len(best):
            best, said, number = found, divided, sheet.lines[at + 1][0]
    columns: dict[str, tuple[int, ...]] = {}
    for place, column in best.items():
        columns[column] = (*columns.get(column, ()), place)
    others = tuple(_column(place, words, texts) for place, words in said.items() if place not in best)
    return Head(columns, said, number, others)


class _Known:
    """The headings we know, as they are compared."""

    def __init__(self, headings: Headings, texts: Texts) -> None:
        self.known = {_plain(word): name for name, words in headings.items() for word in words}
        self.whether = texts.words["import.whether"]
        self.telephone = {_plain(word) for word in texts.words["import.telephone"]}
        self.beside = {
            _plain(word): key.removeprefix(_BESIDE)
            for key, words in texts.words.items() if key.startswith(_BESIDE) and key.removeprefix(_BESIDE) in headings
            for word in words
        }  # fmt: skip

    def places(self, cells: list[str]) -> dict[int, str]:
        """Which column of ours each place is. A telephone's is whose name stands left of it."""
        found: dict[int, str] = {}
        for place, cell in enumerate(cells):
            column = self._column(cell)
            left = cells[place - 1] if place else ""
            if column is None and _unbracketed(cell) in self.telephone:
                column = self.beside.get(_unbracketed(left))
            if column is not None:
                found[place] = column
        return found

    def _column(self, cell: str) -> str | None:
        for said in (_plain(cell), _unbracketed(cell)):
            if said in self.known:
                return self.known[said]
            for prefix in self.whether:
                if said.startswith(prefix) and said.removeprefix(prefix) in self.known:
                    return self.known[said.removeprefix(prefix)]
        return None


def _column(place: int, heading: str, texts: Texts) -> str:
    from openpyxl.utils import get_column_letter  # the interface for other systems has columns and no letters

    return texts("import.column", letter=get_column_letter(place + 1), heading=heading)


def _plain(heading: str) -> str:
    return folded(heading.replace("*", "").replace("＊", ""))


def _unbracketed(heading: str) -> str:
    """Without what is explained in brackets: 企业名称（全称）, 从业人数（人）."""
    return folded(_IN_BRACKETS.sub("", _plain(heading)))


def _divides(below: list[str], heads: list[str], found: Iterable[int]) -> bool:
    """Whether a row stands below the headings to divide some of them: then it holds nothing of its own below ours."""
    own = [place for place, cell in enumerate(below) if cell and (place >= len(heads) or cell != heads[place])]
    return bool(own) and not set(own) & set(found)


def _together(above: list[str], below: list[str]) -> Iterator[tuple[int, str]]:
    """What the two rows of headings say of each place that the lower one divides."""
    over = ""
    for place, cell in enumerate(below):
        head = above[place] if place < len(above) else ""
        over = head or over
        if cell and cell != head:
            yield place, over + cell
