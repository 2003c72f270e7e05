"""What a metric is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Literal, Protocol, TypeVar

from checklists.texts import Texts
from storage.figures.behind import Behind
from storage.figures.body import Body
from storage.figures.period import Period
from storage.figures.splitting import Rows
from storage.unit_of_work import UnitOfWork

Figure = int | Decimal | bool
"""A count, an amount in yuan, or yes/no."""

Kind = Literal["county", "city", "department"]
"""Kinds of bodies that report."""

EVERYBODY: frozenset[Kind] = frozenset({"county", "city", "department"})
GOVERNMENT: frozenset[Kind] = frozenset({"county", "city"})

Wish = TypeVar("Wish")
Asked_contra = TypeVar("Asked_contra", contravariant=True)


class Tally(Protocol[Asked_contra]):
    """Counts several wishes of one sort at once."""

    def __call__(self, unit: UnitOfWork, body: Body, period: Period, *wanted: Asked_contra) -> tuple[Figure, ...]: ...


class Split(Protocol[Asked_contra]):
    """Counts several wishes of one sort for all rows of a table at once; see storage.figures.splitting."""

    def __call__(self, unit: UnitOfWork, body: Body, period: Period, *wanted: Asked_contra) -> Rows: ...


@dataclass(frozen=True)
class Metric(Generic[Wish]):
    """One figure, the same in every form that asks for it.

    `tally` counts what is `wanted` for a body and a period (together with other metrics of its sort, when a form wants
    many), `drill` gives the records behind it: their `amount`s add up to it (a yes has at least one). `duty_of` are
    the kinds of bodies that have the duty at all; for others it is blank, not zero. `split` counts for all rows of a
    table over sectors in one pass; a metric without it cannot stand in such a table.
    """

    id: str
    tally: Tally[Wish]
    drill: Callable[[UnitOfWork, Body, Period, Wish], tuple[Behind, ...]]
    wanted: Wish
    duty_of: frozenset[Kind] = EVERYBODY
    split: Split[Wish] | None = None

    def count(self, unit: UnitOfWork, body: Body, period: Period) -> Figure:
        """The figure."""
        return self.tally(unit, body, period, self.wanted)[0]

    def behind(self, unit: UnitOfWork, body: Body, period: Period) -> tuple[Behind, ...]:
        """The records behind the figure."""
        return self.drill(unit, body, period, self.wanted)

    def name(self, texts: Texts) -> str:
        """Its name in words."""
        return texts(f"metric.{self.id}.name")

    def definition(self, texts: Texts) -> str:
        """What exactly is counted."""
        return texts(f"metric.{self.id}.definition")

    def unit(self, texts: Texts) -> str:
        """The unit of what `count` gives: 个, 家, 次, 元 …; empty for yes/no."""
        return texts(f"metric.{self.id}.unit")


def count_all(unit: UnitOfWork, metrics: Iterable[Metric[Any]], body: Body, period: Period) -> Mapping[str, Figure]:
    """The figures of many metrics by id, with one pass over the record for each sort of them."""
    sorts: dict[Tally[Any], list[Metric[Any]]] = {}
    for metric in metrics:
        sorts.setdefault(metric.tally, []).append(metric)
    return {
        metric.id: figure
        for tally, of_sort in sorts.items()
        for metric, figure in zip(of_sort, tally(unit, body, period, *(one.wanted for one in of_sort)), strict=True)
    }


def split_all(
    unit: UnitOfWork, metrics: Iterable[Metric[Any]], body: Body, period: Period
) -> Callable[[Body], Mapping[str, Figure]]:
    """The figures of many metrics by id, for any row of a table over the body's sectors; one pass for each sort."""
    sorts: dict[Split[Any], list[Metric[Any]]] = {}
    for metric in metrics:
        if metric.split is not None:
            sorts.setdefault(metric.split, []).append(metric)
    passes = [
        (of_sort, split(unit, body, period, *(one.wanted for one in of_sort))) for split, of_sort in sorts.items()
    ]

    def of_row(row: Body) -> Mapping[str, Figure]:
        return {
            metric.id: figure for of_sort, rows in passes for metric, figure in zip(of_sort, rows(row), strict=True)
        }

    return of_row
