"""Writes a filled form as a workbook that prints as the official form does. The same form gives the same bytes.

A form that lists records is written row by row and never held in memory; its head is merged within rows only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from checklists.layout import Area, Cell, Layout
from reports.filling import FilledCell, FilledForm
from reports.heights import height
from reports.listing import Block, Listed
from reports.showing import Shown

_CENTIMETRES_PER_INCH = 2.54
_A4 = 9  # https://xlsxwriter.readthedocs.io/page_setup.html, paper sizes
_Words = tuple[str, float, float]  # what reports.heights wants of a cell
_BREAKS = 1000  # a sheet takes 1,023 page breaks (same page)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BODY = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter"}
_BOXED = {"border": 1, "align": "center"}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center"},
    "block": {**_BOXED, "bold": True},
    "label": {**_BOXED, "font_size": 10},
    "number": {**_BOXED},
    "value": {**_BOXED, "font_size": 11},
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


def _write(filled: FilledForm, target: Any) -> None:
    import xlsxwriter

    layout, listed = filled.asked.layout, filled.listed
    streamed = listed is not None and listed.count > 0
    book = xlsxwriter.Workbook(target, {"constant_memory": True} if streamed else {"in_memory": True})
    # A fixed moment instead of the clock's: two fillings of one record must not differ.
    book.set_properties(
        {
            "title": layout.title,
            "subject": layout.source,
            "author": filled.asked.body.name,
            "created": datetime.combine(filled.asked.due, time()),
        }
    )
    looks = _Looks(book)
    cells = sorted(filled.cells.values(), key=lambda one: _place(one.area))
    if not streamed or listed is None:
        sheet = _sheet(book, layout, layout.id)
        _rows(sheet, looks, layout, filled.rows, cells)
        _print_setup(sheet, layout, len(filled.rows))
    elif listed.band.page:
        _pages(book, looks, layout, listed)
    else:
        sheet = _sheet(book, layout, layout.id)
        above = [one for one in cells if one.area.top < listed.top]
        below = cells[len(above) :]
        _rows(sheet, looks, layout, filled.rows[: listed.top], above)
        written = listed.top + listed.band.height * _blocks(sheet, looks, layout, listed, 0, listed.blocks())
        _rows(sheet, looks, layout, filled.rows[written:], below, written)
        _print_setup(sheet, layout, len(filled.rows))
    book.close()


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
    if not isinstance(shown, str):
        sheet.write_number(top, left, shown, look)
    elif shown:
        sheet.write_string(top, left, harmless(shown), look)
    else:
        sheet.write_blank(top, left, None, look)


def harmless(words: str) -> str:
    """Words that a sheet would not take for a formula even when they are copied out of it as text.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    return f"'{words}" if words.startswith(_FORMULA_STARTS) else words


def _print_setup(sheet: Any, layout: Layout, rows: int) -> None:
    pages = layout.record_band()
    sheet.set_paper(_A4)
    if layout.paper == "landscape":
        sheet.set_landscape()
    sheet.set_margins(*(round(margin / _CENTIMETRES_PER_INCH, 3) for margin in layout.margins))
    sheet.center_horizontally()
    sheet.print_area(0, 0, rows - 1, layout.printed_columns() - 1)
    if pages is None or not pages.page:  # a sheet that is made to fit forgets its page breaks
        sheet.fit_to_pages(1, layout.pages)
    if layout.repeat is not None:
        sheet.repeat_rows(layout.repeat[0] - 1, layout.repeat[1] - 1)
    sheet.hide_gridlines(2)
