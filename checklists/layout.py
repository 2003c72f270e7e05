"""Official forms as data: where each cell stands, what is printed in it, and which metric fills it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import field_validator, model_validator

from checklists.area import Area, area
from checklists.record import Identifier, Record, Words
from checklists.texts import placeholders

HEADING = frozenset(
    {"region", "county", "department", "reporter", "year", "month", "day", "period", "rule", "row", "name"}
)
"""What a cell's text may name in braces.

region: the reporting region's name · county: the same, or nothing where a whole city or its department reports, for a
title that names the city before it · department ·
reporter: who fills the form in · year, month, day: of the report · period: its days in words · rule: the period
rule's note · and in a band: row, its number from 1, and name, what it stands for.
"""

Part = Literal["whole", "month", "campaign"]
"""Which of a form's periods a figure covers: the whole one; of a year-and-month form the month; or, whatever the form's
own period is, everything since the campaign began."""

FIELDS = {
    "hazards": frozenset(
        {"number", "city", "county", "office", "enterprise", "uscc", "sector", "kinds", "words", "basis", "found-on",
         "found-how", "measures", "on-site", "administrative", "listed", "listed-by", "responsible", "deadline",
         "progress"}
    ),
    "enterprises": frozenset(
        {"enterprise", "unit", "principal", "principal-phone", "leader", "leader-phone", "officer", "officer-phone"}
    ),
}  # fmt: skip
"""What a band over records may show of each of them.

hazards: `office` is the county, or the department that reports; `words` the description with its place; `basis` the
judgement standard's article; `listed` level, document and number of the listed supervision, `listed-by` who listed it;
`on-site` and `administrative` what officials ordered at once · enterprises: what its signboard names.
"""


class Cell(Record):
    """One rectangle of the sheet, `at` in A1 notation (`B3`, or `B3:D4` merged).

    Either fixed `text` (which may name things of HEADING in braces), or `metrics`: one, or several that fill a cell
    holding several figures in order, joined by `joined`. `show` says how: a count, yuan in units of 万元, yes or no;
    percent makes one figure of two metrics, the first in hundredths of the second. `sectors` narrow the figures to a
    table's row; `part` says which period is meant. `field` shows one of FIELDS in a band over records. `task` names
    the key task that a text states, and `state` shows how far that task is. An `extra` cell is ours and not the
    form's: it stands on the sheet and is left out of the print. The styles `first` and `second` are those of two values
    with a dashed line between them.
    """

    at: str
    text: str = ""
    metrics: tuple[Identifier, ...] = ()
    show: tuple[Literal["count", "wan", "yes-no", "percent"], ...] = ()
    joined: str = "，"
    sectors: tuple[Identifier, ...] = ()
    part: Part = "whole"
    field: Identifier | None = None
    task: Identifier | None = None
    state: Identifier | None = None
    extra: bool = False
    style: Literal[
        "title", "block", "label", "number", "value", "first", "second", "row", "words", "banner", "line", "note",
        "head", "plain",
    ] = "plain"  # fmt: skip
    align: Literal["left", "center", "right"] | None = None

    @field_validator("at")
    @classmethod
    def _addressed(cls, at: str) -> str:
        if area(at) is None:
            raise ValueError("write a cell as B3, or merged cells as B3:D4, top left first")
        return at

    @model_validator(mode="after")
    def _whole(self) -> Cell:
        if sum(map(bool, (self.text, self.metrics, self.field, self.state))) > 1:
            raise ValueError("a cell holds either text or metrics or a field or a state, not two of them")
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


class BandRow(Record):
    """One row of a band over rows: its `name`, and whose figures it holds.

    Those of `sectors`, or of enterprises of one of the `kinds`, or with `rest` of all sectors that no other row names;
    none of the three means everything. Acts that name no enterprise belong to the rest.
    """

    name: Words
    sectors: tuple[Identifier, ...] = ()
    kinds: tuple[Identifier, ...] = ()
    rest: bool = False
    part: Part = "whole"

    @model_validator(mode="after")
    def _one_way(self) -> BandRow:
        if sum(map(bool, (self.sectors, self.kinds, self.rest))) > 1:
            raise ValueError("a row is told by sectors, by kinds or as the rest, not by two of them")
        return self


class Band(Record):
    """Rows of the sheet that are repeated, once for each thing they are `over`; what stands below moves down.

    counties: of the reporting city, each with its own figures · rows: those written in `rows` · hazards: the ledger's
    · enterprises: one each. The block goes from `row` to `to` (without it one row); with `page` each begins a page.
    """

    row: int
    to: int | None = None
    over: Literal["counties", "rows", "hazards", "enterprises"]
    rows: tuple[BandRow, ...] = ()
    page: bool = False
    cells: tuple[Cell, ...]

    @property
    def height(self) -> int:
        """How many rows one of its blocks has."""
        return (self.to or self.row) - self.row + 1

    @property
    def of_records(self) -> bool:
        """Whether it lists records, perhaps a great many, instead of figures."""
        return self.over in FIELDS

    @model_validator(mode="after")
    def _in_its_rows(self) -> Band:
        for cell in self.cells:
            if cell.area.top < self.row - 1 or cell.area.bottom > self.row + self.height - 2:
                raise ValueError(f"the cell {cell.at} does not stand in the band's row {self.row}")
            _names(cell, FIELDS[self.over] | {"row"} if self.of_records else HEADING)
            if cell.field is not None and cell.field not in FIELDS.get(self.over, frozenset()):
                known = ", ".join(sorted(FIELDS.get(self.over, ()))) or "none"
                raise ValueError(f"the cell {cell.at} shows {cell.field!r}; over {self.over} there are: {known}")
        if self.of_records and not self.page:
            places = [(cell.area.left, cell.area.right) for cell in self.cells]
            if self.height > 1 or sorted(places) != [(column, column) for column in range(len(places))]:
                raise ValueError("a band that lists records takes one row, with a cell in each column from A on")
        if (self.over == "rows") != bool(self.rows):
            raise ValueError("write `rows` in a band over rows, and nowhere else")
        return self


class Rule(Record):
    """A balance rule: the figure of `whole` equals the sum of `parts`, or (at-least) is not less than it."""

    whole: Identifier
    relation: Literal["equal", "at-least"] = "equal"
    parts: tuple[Identifier, ...]


class InCounty(Record):
    """How a form that a plan prints for the city's departments reads where a county's department fills it in: its
    title, and what some cells say, by their address as they have it (`A2:E2`)."""

    title: Words
    texts: Mapping[str, Words] = {}


class Layout(Record):
    """One official form. Which days it covers and when it is due is said by its plan's deadlines, which name it.

    `columns` are widths in characters, `rows` heights in points from the first row on (the last given one holds for
    all further ones; 0: as high as its words need); `pages` is how many pages of A4 it prints on (0: as many as it
    needs, always one page wide), `margins` in centimetres: left, right, top, bottom. `repeat` are the first and last
    row (from 1) that are printed again on every page.
    """

    id: Identifier
    title: Words
    plan: Identifier
    source: Words
    scope: Literal["county", "department", "enterprise", "city"]
    paper: Literal["portrait", "landscape"] = "portrait"
    pages: int = 1
    margins: tuple[float, float, float, float] = (2.0, 2.0, 2.0, 2.0)
    repeat: tuple[int, int] | None = None
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[Cell, ...] = ()
    bands: tuple[Band, ...] = ()
    rules: tuple[Rule, ...] = ()
    in_county: InCounty | None = None

    def worded(self, *, in_county: bool) -> Layout:
        """The form as a county's department prints it, or as it stands."""
        if self.in_county is None or not in_county:
            return self
        said = self.in_county
        cells = tuple(
            cell.model_copy(update={"text": said.texts[cell.at]}) if cell.at in said.texts else cell
            for cell in self.cells
        )
        return self.model_copy(update={"title": said.title, "cells": cells, "in_county": None})

    @model_validator(mode="after")
    def _in_county(self) -> Layout:
        if self.in_county is None:
            return self
        if self.scope != "department":
            raise ValueError("in_county is for forms of departments")
        fixed = {cell.at for cell in self.cells if cell.text}
        for at in self.in_county.texts:
            if at not in fixed:
                raise ValueError(
                    f"in_county words the cell {at}, which has no text; write its address as the cell has it"
                )
        for cell in self.worded(in_county=True).cells:
            _names(cell, HEADING)
        return self

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
        for cell in self.cells:
            _names(cell, HEADING)
        if sum(band.of_records for band in self.bands) > 1:
            raise ValueError("one band over records is all a form can have")
        if any(cell.field for cell in self.cells):
            raise ValueError("a field stands in a band over hazards or enterprises")
        tasks = {cell.task for cell in self.cells if cell.task}
        for cell in self.cells:
            if cell.state and cell.state not in tasks:
                raise ValueError(f"the cell {cell.at} shows the state of {cell.state!r}, which no cell has as its task")
        return self

    def in_wan(self, metric: str) -> bool:
        """Whether its cell shows that metric, an amount in yuan, in 万元."""
        return any((metric, "wan") in zip(cell.metrics, cell.show, strict=False) for cell in self.every_cell())

    def every_cell(self) -> Iterator[Cell]:
        """The fixed cells and the bands' cells."""
        yield from self.cells
        for band in self.bands:
            yield from band.cells

    def record_band(self) -> Band | None:
        """The band that lists records; there is at most one."""
        return next((band for band in self.bands if band.of_records), None)

    def printed_columns(self) -> int:
        """How many columns go on paper: all but those at the right that hold nothing but extra cells."""
        return max(cell.area.right for cell in self.every_cell() if not cell.extra) + 1

    def metrics(self) -> frozenset[str]:
        """The ids of all metrics it asks for, in cells or rules."""
        in_cells = {metric for cell in self.every_cell() for metric in cell.metrics}
        return frozenset(in_cells | {name for rule in self.rules for name in (rule.whole, *rule.parts)})


def _names(cell: Cell, known: frozenset[str]) -> None:
    """Raise ValueError where a cell's text names something nobody fills in there."""
    unknown = placeholders(cell.text) - known
    if unknown:
        raise ValueError(f"the text of {cell.at} names {{{min(unknown)}}}; use one of: {', '.join(sorted(known))}")
