"""A filled form as the rows of an HTML table: the sheet's rectangles as spans, the records left to the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from reports.filling import FilledCell, FilledForm


@dataclass(frozen=True)
class Box:
    """One rectangle: the A1 address of its top left corner, how many columns and rows it takes; None: an empty one."""

    address: str
    columns: int
    rows: int
    filled: FilledCell | None


@dataclass(frozen=True)
class Table:
    """The rows from top to bottom."""

    rows: tuple[tuple[Box, ...], ...]


def table_of(filled: FilledForm) -> Table:
    """The form's rectangles in their places; what stands in none is blank. Extra cells, which are ours, stay out."""
    cells = {name: one for name, one in filled.cells.items() if not one.cell.extra}
    taken = {position for one in cells.values() for position in one.area.positions()}
    if not taken:
        return Table(())
    corners = {(one.area.top, one.area.left): (name, one) for name, one in cells.items()}
    width = 1 + max(column for _, column in taken)
    rows = []
    for row in sorted({row for row, _ in taken}):
        boxes: list[Box] = []
        for column in range(width):
            if (row, column) in corners:
                name, one = corners[row, column]
                place = one.area
                boxes.append(Box(name, place.right - place.left + 1, place.bottom - place.top + 1, one))
            elif (row, column) not in taken:
                boxes.append(Box("", 1, 1, None))
        rows.append(tuple(boxes))
    return Table(tuple(rows))
