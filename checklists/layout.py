"""Official forms as data: where each cell stands, what is printed in it, and which metric fills it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import field_validator, model_validator

from checklists.plan import PeriodRule
from checklists.record import Identifier, Record, Words
from checklists.texts import placeholders

HEADING = frozenset(
    {"region", "county", "department", "reporter", "year", "month", "day", "period", "rule", "row", "name"}
)
"""What a cell's text may name in braces.

region: the reporting region's name · county: the same, or blanks and 县（市、区） where none reports · department ·
reporter: who fills the form in · year, month, day: of the report · period: its days in words · rule: the period
rule's note · and in a band: row, its number from 1, and name, what it stands for.
"""

_ADDRESS = re.compile(r"^([A-Z]{1,2})([1-9][0-9]{0,3})(?::([A-Z]{1,2})([1-9][0-9]{0,3}))?$")


class Area(Record):
    """A rectangle of the sheet; rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int

    def positions(self) -> Iterator[tuple[int, int]]:
        """Every (row, column) in it."""
        return ((row, col) for row in range(self.top, self.bottom + 1) for col in range(self.left, self.right + 1))

    @property
    def name(self) -> str:
        """A1 notation of its top left cell."""
        return f"{letters(self.left)}{self.top + 1}"


class Cell(Record):
    """One rectangle of the sheet, `at` in A1 notation (`B3`, or `B3:D4` merged).

    Either fixed `text` (which may name things of HEADING in braces), or `metrics`: one, or several that fill a cell
    holding several figures in order, joined by `joined`. `show` says how: a count, yuan in units of 万元, yes or no;
    percent makes one figure of two metrics, the first in hundredths of the second. `sectors` narrow the figures to a
    table's row; `part` says which of a year-and-month form's two periods is meant.
    """

    at: str
    text: str = ""
    metrics: tuple[Identifier, ...] = ()
    show: tuple[Literal["count", "wan", "yes-no", "percent"], ...] = ()
    joined: str = "，"
    sectors: tuple[Identifier, ...] = ()
    part: Literal["whole", "month"] = "whole"
    style: Literal["title", "block", "label", "number", "value", "note", "head", "plain"] = "plain"
    align: Literal["left", "center", "right"] | None = None

    @field_validator("at")
    @classmethod
    def _addressed(cls, at: str) -> str:
        if area(at) is None:
            raise ValueError("write a cell as B3, or merged cells as B3:D4, top left first")
        return at

    @model_validator(mode="after")
    def _whole(self) -> Cell:
        unknown = placeholders(self.text) - HEADING
        if unknown:
            raise ValueError(f"the text names {{{min(unknown)}}}; use one of: {', '.join(sorted(HEADING))}")
        if self.text and self.metrics:
            raise ValueError("a cell holds either text or metrics, not both")
        percent = "percent" in self.show
        if self.metrics and len(self.show) != (1 if percent else len(self.metrics)):
            raise ValueError("show needs one word per metric (percent: one word for two metrics)")
        if percent and len(self.metrics) != 2:
            raise ValueError("percent needs two metrics: the part, then the whole")
        return self

    @property
    def area(self) -> Area:
        """The rectangle `at` means."""
        found = area(self.at)
        if found is None:
            raise ValueError(f"{self.at} is no cell")
        return found


class Band(Record):
    """A row of the sheet that is repeated, once for each county of the reporting city; what stands below moves down.

    Its `cells` stand in row `row`; their figures are the county's own.
    """

    row: int
    over: Literal["counties"]
    cells: tuple[Cell, ...]

    @model_validator(mode="after")
    def _in_one_row(self) -> Band:
        for cell in self.cells:
            if (cell.area.top, cell.area.bottom) != (self.row - 1, self.row - 1):
                raise ValueError(f"the cell {cell.at} does not stand in the band's row {self.row}")
        return self


class Rule(Record):
    """A balance rule: the figure of `whole` equals the sum of `parts`, or (at-least) is not less than it."""

    whole: Identifier
    relation: Literal["equal", "at-least"] = "equal"
    parts: tuple[Identifier, ...]


class Layout(Record):
    """One official form.

    `columns` are widths in characters, `rows` heights in points from the first row on (the last given one holds for
    all further ones); `pages` is how many pages of A4 it prints on (0: as many as it needs, always one page wide),
    `margins` in centimetres: left, right, top, bottom.
    """

    id: Identifier
    title: Words
    plan: Identifier
    source: Words
    scope: Literal["county", "department", "enterprise", "city"]
    period: PeriodRule
    paper: Literal["portrait", "landscape"] = "portrait"
    pages: int = 1
    margins: tuple[float, float, float, float] = (2.0, 2.0, 2.0, 2.0)
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Cell, ...]
    bands: tuple[Band, ...] = ()
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _apart(self) -> Layout:
        taken: dict[tuple[int, int], str] = {}
        for cell in self.every_cell():
            for position in cell.area.positions():
                if position in taken:
                    raise ValueError(f"the cells {taken[position]} and {cell.at} overlap; move one of them")
                if position[1] >= len(self.columns):
                    raise ValueError(f"the cell {cell.at} stands outside the {len(self.columns)} columns")
                taken[position] = cell.at
        return self

    def every_cell(self) -> Iterator[Cell]:
        """The fixed cells and the bands' cells."""
        yield from self.cells
        for band in self.bands:
            yield from band.cells

    def metrics(self) -> frozenset[str]:
        """The ids of all metrics it asks for, in cells or rules."""
        in_cells = {metric for cell in self.every_cell() for metric in cell.metrics}
        return frozenset(in_cells | {name for rule in self.rules for name in (rule.whole, *rule.parts)})


def area(at: str) -> Area | None:
    """The rectangle an address in A1 notation means; None where it means none."""
    match = _ADDRESS.match(at)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    found = Area(
        top=int(top) - 1,
        left=_column(left),
        bottom=int(bottom or top) - 1,
        right=_column(right or left),
    )
    return found if found.top <= found.bottom and found.left <= found.right else None


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 → A, 26 → AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _column(letters_: str) -> int:
    number = 0
    for letter in letters_:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
