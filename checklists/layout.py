"""Official forms as data: where each cell stands, what is printed in it, and which metric fills it."""

from __future__ import annotations

from typing import Literal

from checklists.plan import PeriodRule
from checklists.record import Identifier, Record, Words


class Cell(Record):
    """One rectangle of the sheet, `at` in A1 notation (`B3` or `B3:D4`, merged).

    Either fixed `text`, or one or two `metrics` (two fill a cell that holds two figures, in order, joined by
    `joined`), shown by `show` (number, yuan in units of 万元, yes/no, percent).
    """

    at: str
    text: str = ""
    metrics: tuple[Identifier, ...] = ()
    show: tuple[Literal["count", "wan", "yes-no", "percent"], ...] = ()
    joined: str = "，"
    style: Literal["title", "label", "number", "value", "note", "head", "plain"] = "plain"


class Layout(Record):
    """One official form. `heading` cells may use {region}, {department}, {day}, {period}, {reporter}."""

    id: Identifier
    title: Words
    plan: Identifier
    source: Words
    scope: Literal["county", "department", "enterprise", "city"]
    period: PeriodRule
    paper: Literal["portrait", "landscape"] = "portrait"
    columns: tuple[float, ...]
    rows: tuple[float, ...] = ()
    cells: tuple[Cell, ...]
    rules: tuple[tuple[Identifier, ...], ...] = ()
    """Balance rules: the first metric must equal the sum of the others."""
