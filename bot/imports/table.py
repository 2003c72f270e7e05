"""Reads a table from .xlsx or .csv into rows of words by column, whatever its first rows and headings look like."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from checklists.errors import UserMistake
from checklists.problems import sentence
from dialogs.folding import cleaned, folded

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
HEADING_WITHIN = 15

Headings = Mapping[str, tuple[str, ...]]
"""For each column of ours the headings it may have, the usual one first."""


@dataclass(frozen=True)
class Fault:
    """Something wrong in a table: the row and column as the spreadsheet shows them, the rule, the remedy."""

    row: int
    column: str
    rule: str
    remedy: str

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return sentence(f"row {self.row}{column}: {self.rule}; {self.remedy}")


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


def read_table(file: Path, headings: Headings, needed: Iterable[str]) -> tuple[Row, ...]:
    """All rows below the row of headings that have anything in our columns.

    The headings are looked for in the first rows, since such tables like to begin with a title; further columns are
    left alone. Raises UserMistake for a file that is no such table, naming the headings it lacks.
    """
    if file.stat().st_size > MAX_BYTES:
        raise UserMistake(f"{file.name} is larger than 50 MB; split it.")
    suffix = file.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise UserMistake(f"{file.name} is neither .xlsx nor .csv; save it as one of them.")
    lines = list(_workbook(file) if suffix == ".xlsx" else _csv(file))
    columns, start = _columns(lines, headings)
    missing = [headings[name][0] for name in needed if name not in columns]
    if missing:
        raise UserMistake(
            f"{file.name} has no column {' or '.join(missing)}; --template writes an empty table with all headings."
        )
    rows = []
    for number, line in enumerate(lines[start:], start + 1):
        cells = {name: line[place] if place < len(line) else "" for name, place in columns.items()}
        if any(cells.values()):
            rows.append(Row(number, cells))
    return tuple(rows)


def _columns(lines: list[list[str]], headings: Headings) -> tuple[dict[str, int], int]:
    """Which of our columns stands where, and the place of the first row below the headings.

    Of the first rows the one with most of our headings is meant.
    """
    known = {folded(word): name for name, words in headings.items() for word in words}
    best: dict[str, int] = {}
    start = 0
    for number, line in enumerate(lines[:HEADING_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(line):
            name = known.get(folded(cell.replace("*", "")))
            if name is not None:
                found.setdefault(name, place)
        if len(found) > len(best):
            best, start = found, number + 1
    return best, start


def _workbook(file: Path) -> Iterator[list[str]]:
    """The rows of the first sheet."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UserMistake(f"{file.name} is no readable .xlsx workbook; open it and save it as .xlsx again.") from error
    try:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True)):
            if number > MAX_ROWS:
                raise UserMistake(f"{file.name} has more than {MAX_ROWS} rows; split it.")
            yield [_words(value) for value in row]
    finally:
        book.close()


def _csv(file: Path) -> Iterator[list[str]]:
    """The rows of a file in UTF-8, or as Excel in China saves it (GB 18030), split by comma, semicolon or tab."""
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise UserMistake(f"{file.name} is neither UTF-8 nor GB 18030; save it as UTF-8.") from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
            if number > MAX_ROWS:
                raise UserMistake(f"{file.name} has more than {MAX_ROWS} rows; split it.")
            yield [_words(value) for value in row]
    except csv.Error as error:
        raise UserMistake(f"{file.name} is no readable CSV file ({error}); save it as .xlsx.") from error


def _words(value: object) -> str:
    """A cell as words; a whole number without the decimals that spreadsheets add."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cleaned(str(value))
