"""Where each cell of a layout comes to stand once its bands have taken their rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checklists.layout import Area, Band, Cell, Layout
from reports.bodies import ReportingBody


@dataclass(frozen=True)
class Placed:
    """A cell, its rectangle on the sheet, whose figures it holds, and its number in a band (from 1; else 0)."""

    cell: Cell
    area: Area
    body: ReportingBody
    row: int = 0


def placed(layout: Layout, body: ReportingBody, rows: tuple[ReportingBody, ...]) -> Iterator[Placed]:
    """Every cell with its place. Each band takes one row for each of `rows`, and pushes down what stands below it.

    A band without rows keeps one blank row, as the printed form has it.
    """
    extra = max(len(rows), 1) - 1
    for cell in layout.cells:
        down = extra * sum(band.row - 1 < cell.area.top for band in layout.bands)
        yield Placed(cell, _lower(cell.area, down), body)
    for band in layout.bands:
        down = extra * sum(other.row < band.row for other in layout.bands)
        yield from _band(band, body, rows, down)


def source_rows(layout: Layout, rows: int) -> tuple[int, ...]:
    """For each row of the filled sheet, the layout's row (from 0) it was made from, when bands have `rows` rows."""
    last = max(cell.area.bottom for cell in layout.every_cell())
    banded = {band.row - 1 for band in layout.bands}
    return tuple(row for row in range(last + 1) for _ in range(max(rows, 1) if row in banded else 1))


def _band(band: Band, body: ReportingBody, rows: tuple[ReportingBody, ...], down: int) -> Iterator[Placed]:
    for number, row in enumerate(rows, 1):
        for cell in band.cells:
            yield Placed(cell, _lower(cell.area, down + number - 1), row, number)
    if not rows:
        for cell in band.cells:
            blank = cell.model_copy(update={"text": "", "metrics": (), "show": ()})
            yield Placed(blank, _lower(cell.area, down), body)


def _lower(area: Area, rows: int) -> Area:
    return area.model_copy(update={"top": area.top + rows, "bottom": area.bottom + rows})
