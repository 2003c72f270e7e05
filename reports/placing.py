"""Where each cell of a layout comes to stand once its bands have taken their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checklists.area import Area
from checklists.layout import Band, Cell, Layout, Part
from reports.bodies import ReportingBody


@dataclass(frozen=True)
class Line:
    """One block of a band: what it stands for, whose figures it holds (nobody's: it stays blank), and of which period
    where the row and not the cell says so."""

    name: str
    body: ReportingBody | None
    part: Part = "whole"


@dataclass(frozen=True)
class Placed:
    """A cell, its rectangle on the sheet, and the line of a band it stands in, with its number there (from 1)."""

    cell: Cell
    area: Area
    line: Line | None = None
    row: int = 0


Counts = Mapping[int, int]
"""How many blocks each band has, by its first row in the layout (from 1)."""


def placed(layout: Layout, lines: Mapping[int, Sequence[Line]], counts: Counts) -> Iterator[Placed]:
    """Every cell with its place, but the cells of a band over records that has some.

    Each band takes one block for each of its lines and pushes down what stands below it. A band without any keeps one
    blank block, as the printed form has it.
    """
    for cell in layout.cells:
        yield Placed(cell, _lower(cell.area, _pushed(layout, counts, cell.area.top + 1)))
    for band in layout.bands:
        down = band_top(layout, band, counts) - (band.row - 1)
        if not counts[band.row]:
            for cell in band.cells:
                blank = cell.model_copy(update={"text": "", "metrics": (), "show": (), "field": None})
                yield Placed(blank, _lower(cell.area, down))
        for number, line in enumerate(lines.get(band.row, ()), 1):
            for cell in band.cells:
                yield Placed(cell, _lower(cell.area, down + (number - 1) * band.height), line, number)


def band_top(layout: Layout, band: Band, counts: Counts) -> int:
    """The row of the sheet (from 0) in which a band begins."""
    return band.row - 1 + _pushed(layout, counts, band.row)


def source_rows(layout: Layout, counts: Counts) -> tuple[int, ...]:
    """For each row of the filled sheet, the layout's row (from 0) it was made from."""
    last = max(cell.area.bottom for cell in layout.every_cell())
    rows: list[int] = []
    row = 0
    while row <= last:
        band = next((one for one in layout.bands if one.row - 1 == row), None)
        block = range(row, row + (band.height if band else 1))
        rows.extend(list(block) * (max(counts[band.row], 1) if band else 1))
        row = block.stop
    return tuple(rows)


def _pushed(layout: Layout, counts: Counts, row: int) -> int:
    """How far what stands in that row of the layout (from 1) is pushed down by the bands above it."""
    return sum((max(counts[band.row], 1) - 1) * band.height for band in layout.bands if band.row < row)


def _lower(area: Area, rows: int) -> Area:
    return area.model_copy(update={"top": area.top + rows, "bottom": area.bottom + rows})
