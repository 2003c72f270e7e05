"""Writes a filled form as a workbook that prints as the official form does. The same form gives the same bytes.

A form that lists records is never held in memory; its head is merged within rows only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

from checklists.area import Area
from checklists.layout import Cell, Layout
from reports.filling import FilledCell, FilledForm
from reports.heights import height
from reports.listing import Block, Listed
from reports.record_rows import Record, pour
from reports.showing import Shown

_CENTIMETRES_PER_INCH = 2.54
_A4 = 9  # https://xlsxwriter.readthedocs.io/page_setup.html, paper sizes
_Words = tuple[str, float, float]  # what reports.heights wants of a cell
_BREAKS = 1000  # a sheet takes 1,023 page breaks (same page)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_STARTS = (*_FORMULA_STARTS, "<r>")  # the last is what the library takes for rich text of its own, and does not escape
_BODY = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter"}
_BOXED = {"border": 1, "align": "center"}
_DASHED = 3  # https://xlsxwriter.readthedocs.io/format.html, format.set_border()
_VALUE = {**_BOXED, "font_size": 11, "text_wrap": False, "shrink": True}  # two long figures stay on one line
_STYLES: dict[str, dict[str, object]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center"},
    "block": {**_BOXED, "bold": True},
    "label": {**_BOXED, "font_size": 10},
    "number": {**_BOXED},
    "value": _VALUE,
    "first": {**_VALUE, "right": _DASHED},
    "second": {**_VALUE, "left": _DASHED},
    "row": {**_BOXED, "font_size": 9},
    "words": {**_BOXED, "align": "left"},
    "banner": {"font_name": "方正小标宋简体", "font_size": 36, "align": "center"},
    "line": {"font_size": 22, "align": "left"},
    "head": {"align": "left"},
    "note": {"align": "left", "valign": "top", "font_size": 9.5},
    "plain": {"align": "left"},
}
"""How each style of checklists.layout.Cell looks; the fonts are those of official documents."""


def write(filled: FilledForm, path: Path) -> None:
    """Write the workbook to that file, which is replaced."""
    with path.open("wb") as target:
        _write(filled, target)


def as_bytes(filled: FilledForm) -> bytes:
    """The workbook as .xlsx."""
    target = BytesIO()
    _write(filled, target)
    return target.getvalue()


def _write(filled: FilledForm, target: IO[bytes]) -> None:
    layout, listed = filled.asked.layout, filled.listed
    if listed is None or not listed.count:
        with _book(filled, target) as (book, looks):
            sheet = _sheet(book, layout, layout.id)
            _rows(sheet, looks, layout, filled.rows, _in_order(filled))
            _print_setup(sheet, layout, len(filled.rows))
    elif listed.band.page:
        with _book(filled, target, constant_memory=True) as (book, looks):
            _pages(book, looks, layout, listed)
    else:
        _listing(filled, listed, target)


@contextmanager
def _book(filled: FilledForm, target: IO[bytes], *, constant_memory: bool = False) -> Iterator[tuple[Any, _Looks]]:
    import xlsxwriter

    options = {"constant_memory": True} if constant_memory else {"in_memory": True}
    book = xlsxwriter.Workbook(target, options)
    # A fixed moment instead of the clock's: two fillings of one record must not differ.
    book.set_properties(
        {
            "title": filled.asked.layout.title,
            "subject": filled.asked.layout.source,
            "author": filled.asked.body.name,
            "created": datetime.combine(filled.asked.due, time()),
        }
    )
    yield book, _Looks(book)
    book.close()


def _listing(filled: FilledForm, listed: Listed, target: IO[bytes]) -> None:
    """A row for each record: the first one by the library, together with all around it, the others poured in after."""
    layout, frame, blocks = filled.asked.layout, BytesIO(), listed.blocks()
    cells, bottom = _in_order(filled), listed.top + listed.count
    with _book(filled, frame) as (book, looks):
        sheet = _sheet(book, layout, layout.id)
        above = [one for one in cells if one.area.top < listed.top]
        _rows(sheet, looks, layout, filled.rows[: listed.top], above)
        _blocks(sheet, looks, layout, listed, 0, islice(blocks, 1))
        _rows(sheet, looks, layout, filled.rows[bottom:], cells[len(above) :], bottom)
        _print_setup(sheet, layout, len(filled.rows))
    places = sorted((cell.area.left, index, _size(cell)) for index, cell in enumerate(listed.band.cells))
    room = [(index, layout.columns[left], size) for left, index, size in places]
    given = layout.rows[min(listed.band.row, len(layout.rows)) - 1]

    def record(block: Block) -> Record:
        words = [(str(block[index]), width, size) for index, width, size in room]
        return given or height(words), [harmless(block[index]) for index, _, _ in room]

    pour(frame, target, listed.top + 1, len(filled.rows), map(record, blocks))


def _in_order(filled: FilledForm) -> list[FilledCell]:
    return sorted(filled.cells.values(), key=lambda one: _place(one.area))


def _rows(
    sheet: Any, looks: _Looks, layout: Layout, sources: Sequence[int], cells: Sequence[FilledCell], top: int = 0
) -> None:
    """Write rows made from those rows of the layout, from the sheet's row `top` on, with their cells."""
    words: dict[int, list[_Words]] = {}
    for one in cells:
        if one.area.top == one.area.bottom:
            line = (str(one.shown), _width(layout, one.area), _size(one.cell))
            words.setdefault(one.area.top, []).append(line)
    for row, source in enumerate(sources, top):
        _height(sheet, layout, row, source, words.get(row, ()))
    for one in cells:
        place = one.area
        _put(sheet, (place.top, place.left, place.bottom, place.right), one.shown, looks.of(one.cell))


def _pages(book: Any, looks: _Looks, layout: Layout, listed: Listed) -> None:
    """A page for each record, and a further sheet where one would have more pages than a sheet can break into."""
    blocks, height = listed.blocks(), listed.band.height
    for number in range(-(-listed.count // _BREAKS)):
        sheet = _sheet(book, layout, layout.id if number == 0 else f"{layout.id}-{number + 1}")
        written = _blocks(sheet, looks, layout, listed, -listed.top, islice(blocks, _BREAKS))
        sheet.set_h_pagebreaks([block * height for block in range(1, written)])
        _print_setup(sheet, layout, written * height)


def _blocks(sheet: Any, looks: _Looks, layout: Layout, listed: Listed, shift: int, blocks: Iterable[Block]) -> int:
    """Write records one below the other; how many there were."""
    band, count = listed.band, 0
    # Everything that is the same for each record is worked out once: there may be a hundred thousand.
    cells = sorted(((cell.area, index, cell) for index, cell in enumerate(band.cells)), key=lambda one: _place(one[0]))
    looked = [(place, index, looks.of(cell), _width(layout, place), _size(cell)) for place, index, cell in cells]
    for count, shown in enumerate(blocks, 1):
        down = listed.top + shift + (count - 1) * band.height - (band.row - 1)
        for row in range(band.row - 1, band.row - 1 + band.height):
            words = [(str(shown[index]), width, size) for place, index, _, width, size in looked if place.top == row]
            _height(sheet, layout, row + down, row, words)
        for place, index, look, _, _ in looked:
            _put(sheet, (place.top + down, place.left, place.bottom + down, place.right), shown[index], look)
    return count


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str | None], Any] = {}

    def of(self, cell: Cell) -> Any:
        """The format of a cell."""
        key = (cell.style, cell.align)
        if key not in self._made:
            aligned = {"align": cell.align} if cell.align else {}
            self._made[key] = self._book.add_format({**_BODY, **_STYLES[cell.style], **aligned})
        return self._made[key]


def _sheet(book: Any, layout: Layout, name: str) -> Any:
    sheet = book.add_worksheet(name)
    for column, width in enumerate(layout.columns):
        sheet.set_column(column, column, width)
    return sheet


def _height(sheet: Any, layout: Layout, row: int, source: int, words: Sequence[_Words]) -> None:
    given = layout.rows[min(source, len(layout.rows) - 1)]
    if given or words:
        sheet.set_row(row, given or height(words))


def _place(place: Area) -> tuple[int, int]:
    return place.top, place.left


def _width(layout: Layout, place: Area) -> float:
    return sum(layout.columns[place.left : place.right + 1])


def _size(cell: Cell) -> float:
    return float(str(_STYLES[cell.style].get("font_size", _BODY["font_size"])))


def _put(sheet: Any, where: tuple[int, int, int, int], shown: Shown, look: Any) -> None:
    """Numbers as numbers, so that a sheet can add them up; words always as words, so that none becomes a formula.

    `where` is top, left, bottom, right.
    """
    top, left, bottom, right = where
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", look)
    safe = harmless(shown)
    if not isinstance(safe, str):
        sheet.write_number(top, left, safe, look)
    elif safe:
        sheet.write_string(top, left, safe, look)
    else:
        sheet.write_blank(top, left, None, look)


def harmless(shown: Shown) -> Shown:
    """Words that a sheet would not take for a formula even when they are copied out of it as text, nor the library for
    markup; numbers as they are.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{shown}" if isinstance(shown, str) and shown.startswith(_STARTS) else shown


def _print_setup(sheet: Any, layout: Layout, rows: int) -> None:
    sheet.set_paper(_A4)
    if layout.paper == "landscape":
        sheet.set_landscape()
    sheet.set_margins(*(round(margin / _CENTIMETRES_PER_INCH, 3) for margin in layout.margins))
    sheet.center_horizontally()
    sheet.print_area(0, 0, rows - 1, layout.printed_columns() - 1)
    # Where a page is each record's, its breaks stay: only a sheet that is made to fit in height forgets them. In width
    # it must fit, since a machine without the font that columns are measured in makes them wider than the paper.
    sheet.fit_to_pages(1, layout.pages)
    if layout.repeat is not None:
        sheet.repeat_rows(layout.repeat[0] - 1, layout.repeat[1] - 1)
    sheet.hide_gridlines(2)
