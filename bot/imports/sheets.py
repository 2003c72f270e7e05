"""Reads a file's sheets into lines of words: .xlsx, or text split by comma, semicolon or tab in whichever encoding."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.imports.cells import words_of
from checklists.errors import UserMistake
from checklists.texts import Texts

if TYPE_CHECKING:
    from zipfile import ZipFile

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
HEADING_WITHIN = 30
_TEXT, _BOOK = (".csv", ".txt", ".tsv"), (".xlsx", ".xlsm")
_OLD_BOOK = b"\xd0\xcf\x11\xe0"
"""How .xls begins, and a workbook with a password: https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb"""
_ZIP = b"PK\x03\x04"
_ENCODINGS = ("utf-8-sig", "gb18030")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How “Unicode text” begins, as spreadsheets call UTF-16."""
_HIDDEN = re.compile(rb'<row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]+)"')
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_CHUNK, _LONGEST_TAG = 1 << 20, 4096

Line = tuple[int, list[str]]
"""A row's number as the spreadsheet shows it, and what stands in it; rows in which nothing stands are left out."""


@dataclass(frozen=True)
class Sheet:
    """One sheet. `hidden` rows are not shown to whoever opens it; `bands` are rows with cells merged across."""

    name: str
    lines: tuple[Line, ...]
    hidden: frozenset[int] = frozenset()
    bands: frozenset[int] = frozenset()


def read_sheets(file: Path, named: Iterable[str], texts: Texts) -> Iterator[Sheet]:
    """The sheets a person sees, or those `named`; a text file is one without a name.

    Raises UserMistake for what is no table and says how to make it one. What a file is its first bytes say: names lie.
    """
    if file.stat().st_size > MAX_BYTES:
        raise UserMistake(texts("import.file.large", file=file.name))
    with file.open("rb") as opened:
        begin = opened.read(8)
    suffix = file.suffix.lower()
    if begin.startswith(_OLD_BOOK):
        raise UserMistake(texts("import.file.old", file=file.name))
    if suffix not in (*_TEXT, *_BOOK, ".xls"):
        raise UserMistake(texts("import.file.kind", file=file.name))
    if begin.startswith(_ZIP):
        yield from _workbook(file, tuple(named), texts)
    elif suffix in _TEXT and not begin.lstrip().startswith(b"<"):
        yield Sheet("", tuple(_filled(enumerate(_text(file, texts), 1), file, texts)))
    else:
        raise UserMistake(texts("import.file.no_workbook", file=file.name))


def _workbook(file: Path, named: tuple[str, ...], texts: Texts) -> Iterator[Sheet]:
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UserMistake(texts("import.file.no_workbook", file=file.name)) from error
    try:
        sheets: list[Any] = [one for one in book.worksheets if one.title in named or not named]
        unknown = [name for name in named if name not in book.sheetnames]
        if unknown:
            there = texts("import.and").join(book.sheetnames)
            raise UserMistake(texts("import.file.no_sheet", sheet=unknown[0], sheets=there))
        with ZipFile(file) as packed:
            for sheet in sheets:
                if sheet.sheet_state == "visible" or named:
                    # Programs that write tables like to say A1 only; what was said is not what stands there.
                    sheet.reset_dimensions()
                    rows = ([words_of(value) for value in row] for row in sheet.iter_rows(values_only=True))
                    lines = list(_filled(enumerate(rows, 1), file, texts))
                    hidden, merged = _layout(packed, sheet._worksheet_path)
                    _fill_down(lines, merged)
                    bands = {row for left, top, right, end in merged if left != right for row in range(top, end + 1)}
                    yield Sheet(sheet.title, tuple(lines), frozenset(hidden), frozenset(bands))
    except (ParseError, BadZipFile) as error:  # a sheet is read only now
        raise UserMistake(texts("import.file.no_workbook", file=file.name)) from error
    finally:
        book.close()


def _layout(packed: ZipFile, path: str) -> tuple[set[int], set[tuple[int, int, int, int]]]:
    """Which rows are hidden, and which cells are merged (left, top, right, bottom): reading by rows tells neither."""
    from openpyxl.utils import column_index_from_string

    def place(letters: bytes) -> int:
        return column_index_from_string(letters.decode()) - 1

    hidden: set[int] = set()
    merged: set[tuple[int, int, int, int]] = set()
    kept = b""
    with packed.open(path) as opened:
        while chunk := opened.read(_CHUNK):
            kept = kept[-_LONGEST_TAG:] + chunk
            hidden.update(map(int, _HIDDEN.findall(kept)))
            merged.update(
                (place(left), int(top), place(right), int(end)) for left, top, right, end in _MERGED.findall(kept)
            )
    return hidden, merged


def _fill_down(lines: list[Line], merged: Iterable[tuple[int, int, int, int]]) -> None:
    """Let what stands in cells merged downwards stand in each of their rows, as the eye reads it."""
    cells = dict(lines)
    for left, top, _, end in merged:
        above = cells.get(top, [])
        if end > top and left < len(above) and above[left]:
            for number in range(top + 1, min(end, top + MAX_ROWS) + 1):
                below = cells.get(number)
                if below is not None:
                    below.extend([""] * (left + 1 - len(below)))
                    below[left] = above[left]


def _text(file: Path, texts: Texts) -> Iterator[list[str]]:
    """The rows of a file in UTF-8, in UTF-16, or as Excel in China saves it (GB 18030)."""
    text = _decoded(file, texts)
    top = "\n".join(text.split("\n", HEADING_WITHIN)[:HEADING_WITHIN])
    separator = max(",;\t", key=top.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            yield [words_of(value) for value in row]
    except csv.Error as error:
        raise UserMistake(texts("import.file.no_csv", file=file.name)) from error


def _decoded(file: Path, texts: Texts) -> str:
    data = file.read_bytes()
    for encoding in ("utf-16",) if data.startswith(_WIDE) else _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserMistake(texts("import.file.encoding", file=file.name))


def _filled(rows: Iterable[Line], file: Path, texts: Texts) -> Iterator[Line]:
    """The rows in which anything stands: sheets are laid out down to row 1048576."""
    many = 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            many += 1
            if many > MAX_ROWS:
                raise UserMistake(texts("import.file.rows", file=file.name, most=MAX_ROWS))
            yield number, cells
