"""Reads a table into rows of words by column, whatever stands above, below and beside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.imports.headings import Head, Headings, find_head
from bot.imports.sheets import Sheet, read_sheets
from checklists.errors import UserMistake
from checklists.texts import Texts
from dialogs.folding import folded

READ, SKIP = "read", "skip"
"""What to do with hidden rows, where whoever gives the table says it."""


@dataclass(frozen=True)
class Fault:
    """Something wrong in a table: the row as the spreadsheet numbers it, our column ("" for the row as a whole), and
    what is wrong with what to do; `known` is all there is to choose from, where that is long."""

    row: int
    column: str
    said: str
    known: str = ""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, from 1, and what stands in our columns ("" where nothing does)."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def plain(self, column: str) -> str:
        """The same with digits and signs as narrow as a telephone's: clerks type １３８ and （０７９７）."""
        return unicodedata.normalize("NFKC", self[column]).strip()


@dataclass(frozen=True)
class Table:
    """The rows of a table, where its columns stand, and which of its rows are sums or notes and were left out."""

    rows: tuple[Row, ...]
    head: Head
    headings: Headings
    left_out: tuple[int, ...] = ()

    def seen(self, column: str, texts: Texts) -> str:
        """A column of ours as a person finds it in the sheet, or is to add it; "" for the row as a whole."""
        if not column:
            return ""
        return " " + (self.head.seen(column, texts) or texts("import.no_column", heading=self.headings[column][0]))


def read_table(
    file: Path,
    headings: Headings,
    needed: Iterable[str],
    texts: Texts,
    *,
    sheets: Iterable[str] = (),
    hidden: str | None = None,
) -> Table:
    """All rows below the headings that have anything in our columns, of the one sheet that has such headings.

    Raises UserMistake for a file that is no such table, naming the headings it lacks, and where nobody can tell what
    is meant: several such sheets, two columns for the same, rows that are hidden and not said to be read or skipped.
    """
    needed = tuple(needed)
    found = [(sheet, find_head(sheet, headings, texts)) for sheet in read_sheets(file, sheets, texts)]
    whole = [(sheet, head) for sheet, head in found if all(name in head.columns for name in needed)]
    if not whole:
        nearest = max((head for _, head in found), key=lambda head: len(head.columns), default=Head())
        missing = texts("import.and").join(headings[name][0] for name in needed if name not in nearest.columns)
        hint = texts("import.file.region") if "region" in needed and "region" not in nearest.columns else ""
        raise UserMistake(texts("import.file.columns", file=file.name, columns=missing) + hint)
    if len(whole) > 1:
        names = texts("import.and").join(sheet.name for sheet, _ in whole)
        raise UserMistake(texts("import.file.sheets", file=file.name, sheets=names, sheet=whole[0][0].name))
    return _table(*whole[0], headings, needed, texts, hidden)


def _table(
    sheet: Sheet, head: Head, headings: Headings, needed: tuple[str, ...], texts: Texts, hidden: str | None
) -> Table:
    rows, left_out, unseen = [], [], []
    notes = _Notes(head, needed, texts)
    nothing = {folded(word) for word in texts.words["import.nothing"]}
    for number, line in sheet.lines:
        if number <= head.below:
            continue
        cells = {name: _one_of(line, name, number, head, nothing, texts) for name in head.columns}
        if not any(cells.values()):
            continue
        if notes.is_one(line, cells, band=number in sheet.bands):
            left_out.append(number)
        elif number not in sheet.hidden or hidden == READ:
            rows.append(Row(number, cells))
        elif hidden != SKIP:
            unseen.append(number)
    if not rows and not unseen:
        raise UserMistake(texts("import.file.empty"))
    if unseen:
        raise UserMistake(texts("import.hidden", rows=some(unseen, texts)))
    return Table(tuple(rows), head, headings, tuple(left_out))


def _one_of(line: list[str], name: str, number: int, head: Head, nothing: set[str], texts: Texts) -> str:
    """What a row says in a column of ours. Two places may say the same, or one of them nothing."""
    said = {
        line[place]: place for place in head.columns[name]
        if place < len(line) and line[place] and folded(line[place]) not in nothing
    }  # fmt: skip
    if len(said) > 1:
        raise UserMistake(texts("import.twice", row=number, columns=head.seen(name, texts)))
    return next(iter(said), "")


class _Notes:
    """Tells rows that are about the table from those that are in it."""

    def __init__(self, head: Head, needed: tuple[str, ...], texts: Texts) -> None:
        self.head = head
        self.needed = needed
        self.sums = {folded(word) for word in texts.words["import.sums"]}
        self.notes = tuple(folded(word) for word in texts.words["import.notes"])

    def is_one(self, line: list[str], cells: Mapping[str, str], *, band: bool) -> bool:
        """Whether it is a sum, a note, a title across the sheet, or the headings once more."""
        full = [cell for cell in line if cell]
        first = folded(full[0])
        lacks = any(not cells.get(name) for name in self.needed)
        return (
            first in self.sums
            or (lacks and first.startswith(self.notes))
            or (band and len(full) == 1)
            or all(folded(line[place]) == folded(self.head.said[place]) for place in self._places(line))
        )

    def _places(self, line: list[str]) -> Iterator[int]:
        """The places of our columns in which the row has anything."""
        return (place for one in self.head.columns.values() for place in one if place < len(line) and line[place])


def some(numbers: Iterable[int], texts: Texts, most: int = 8) -> str:
    """Rows by number, the first of them only where they are many: 3、5、6 / 3、5、6 等 40 行."""
    every = sorted(set(numbers))
    shown = texts("import.and").join(map(str, every[:most]))
    return texts("import.rows_of_many", rows=shown, count=len(every)) if len(every) > most else shown
