"""The records behind one cell of an official form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from checklists.area import area, letters
from checklists.content import Content
from checklists.errors import UserMistake
from reports.bodies import ReportingBody
from reports.filling import FilledCell, FilledForm, fill
from reports.metrics.catalogue import metric
from reports.metrics.metric import Figure
from storage.figures.behind import Behind
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Explained:
    """One figure of a cell: which metric, what it counts, in which unit, and the records that make it up.

    `figure` is in the metric's own unit (yuan, not 万元); None, without records, where the body has no such duty.
    """

    metric: str
    name: str
    definition: str
    unit: str
    figure: Figure | None
    records: tuple[Behind, ...]


def explain(
    content: Content,
    unit: UnitOfWork,
    form: str,
    body: ReportingBody,
    due: date | str,
    *,
    cell: str,
    as_of: datetime | None = None,
) -> tuple[Explained, ...]:
    """The figures of the cell at that address (A1 notation, any part of a merged cell), in the order it holds them.

    Raises UserMistake for an address without figures, and as `fill` does.
    """
    return explained(content, unit, fill(content, unit, form, body, due, as_of=as_of), cell)


def explained(content: Content, unit: UnitOfWork, filled: FilledForm, cell: str) -> tuple[Explained, ...]:
    """The same for a cell of a form that is filled already; the unit of work is the one it was filled in."""
    found = _cell_at(filled, cell)
    whose = found.body
    return tuple(
        Explained(
            metric=name,
            name=metric(name).name(content.texts),
            definition=metric(name).definition(content.texts),
            unit=metric(name).unit(content.texts),
            figure=figure,
            records=metric(name).behind(unit, whose.figures, found.period) if whose.has_duty(metric(name)) else (),
        )
        for name, figure in zip(found.cell.metrics, found.figures, strict=True)
    )


def _cell_at(filled: FilledForm, address: str) -> FilledCell:
    place = area(address.strip().upper())
    for filled_cell in filled.cells.values():
        if place and filled_cell.cell.metrics and filled_cell.area.holds(place.top, place.left):
            return filled_cell
    known = ", ".join(_folded((one.area.top, one.area.left) for one in filled.cells.values() if one.cell.metrics))
    if not known:
        raise UserMistake(
            f"{filled.asked.layout.id} has no figure at {address!r}, nor anywhere: it lists records.",
            key="report.no-figures",
            cell=address,
        )
    raise UserMistake(
        f"{filled.asked.layout.id} has no figure at {address!r}; its figures stand in {known}.",
        key="report.no-cell",
        cell=address,
        cells=known,
    )


def _folded(places: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Cells by their (row, column), as few addresses as rectangles give: a long table has hundreds of cells."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(places):
        columns.setdefault(column, []).append(row)
    runs = sorted((run, column) for column, rows in columns.items() for run in _runs(rows))
    blocks = (
        (across, down)
        for down, same in groupby(runs, key=lambda one: one[0])
        for across in _runs(column for _, column in same)
    )
    for (left, right), (top, bottom) in sorted(blocks):
        first, last = f"{letters(left)}{top + 1}", f"{letters(right)}{bottom + 1}"
        yield first if first == last else f"{first}:{last}"


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as the first and last of each run without a gap."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
