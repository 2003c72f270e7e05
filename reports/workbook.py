"""Writes a filled form as a workbook that prints as the official form does. The same form gives the same bytes."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from checklists.layout import Cell, Layout
from reports.filling import FilledCell, FilledForm

_CENTIMETRES_PER_INCH = 2.54
_A4 = 9  # https://xlsxwriter.readthedocs.io/page_setup.html, paper sizes
_BODY = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter"}
_BOXED = {"border": 1, "align": "center"}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 18, "align": "center"},
    "block": {**_BOXED, "bold": True},
    "label": {**_BOXED, "font_size": 10},
    "number": {**_BOXED},
    "value": {**_BOXED, "font_size": 11},
    "head": {"align": "left"},
    "note": {"align": "left", "valign": "top", "font_size": 9.5},
    "plain": {"align": "left"},
}
"""How each style of checklists.layout.Cell looks; the fonts are those of official documents."""


def write(filled: FilledForm, path: Path) -> None:
    """Write the workbook to that file, which is replaced."""
    path.write_bytes(as_bytes(filled))


def as_bytes(filled: FilledForm) -> bytes:
    """The workbook as .xlsx."""
    import xlsxwriter

    layout = filled.asked.layout
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    # A fixed moment instead of the clock's: two fillings of one record must not differ.
    book.set_properties(
        {
            "title": layout.title,
            "subject": layout.source,
            "author": filled.asked.body.name,
            "created": datetime.combine(filled.asked.due, time()),
        }
    )
    sheet = book.add_worksheet(layout.id)
    for column, width in enumerate(layout.columns):
        sheet.set_column(column, column, width)
    for row, source in enumerate(filled.rows):
        sheet.set_row(row, layout.rows[min(source, len(layout.rows) - 1)])
    formats: dict[tuple[str, str | None], Any] = {}
    for filled_cell in filled.cells.values():
        _put(sheet, filled_cell, _format(book, formats, filled_cell.cell))
    _print_setup(sheet, layout, len(filled.rows))
    book.close()
    return target.getvalue()


def _format(book: Any, formats: dict[tuple[str, str | None], Any], cell: Cell) -> Any:
    key = (cell.style, cell.align)
    if key not in formats:
        aligned = {"align": cell.align} if cell.align else {}
        formats[key] = book.add_format({**_BODY, **_STYLES[cell.style], **aligned})
    return formats[key]


def _put(sheet: Any, filled: FilledCell, look: Any) -> None:
    """Numbers as numbers, so that a sheet can add them up; words always as words, so that none becomes a formula."""
    where = filled.area
    if (where.top, where.left) != (where.bottom, where.right):
        sheet.merge_range(where.top, where.left, where.bottom, where.right, "", look)
    if isinstance(filled.shown, str):
        if filled.shown:
            sheet.write_string(where.top, where.left, filled.shown, look)
        else:
            sheet.write_blank(where.top, where.left, None, look)
    else:
        sheet.write_number(where.top, where.left, filled.shown, look)


def _print_setup(sheet: Any, layout: Layout, rows: int) -> None:
    sheet.set_paper(_A4)
    if layout.paper == "landscape":
        sheet.set_landscape()
    sheet.set_margins(*(round(margin / _CENTIMETRES_PER_INCH, 3) for margin in layout.margins))
    sheet.center_horizontally()
    sheet.print_area(0, 0, rows - 1, len(layout.columns) - 1)
    sheet.fit_to_pages(1, layout.pages)
    sheet.hide_gridlines(2)
