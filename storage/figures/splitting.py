"""One pass over the record for all rows of a table at once: figures by the enterprises' sector and kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from storage.figures.body import Body
from storage.tables import enterprises
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Group:
    """Enterprises of one sector and the same kinds; `sector` None for what concerns no single enterprise."""

    sector: str | None
    kinds: tuple[str, ...] = ()

    def belongs_to(self, row: Body) -> bool:
        """Whether it counts in a table's row, which is the reporting body narrowed by sectors, kinds or `unnamed`."""
        if self.sector is None:
            return row.unnamed and not row.kinds
        return (not row.scope.sectors or self.sector in row.scope.sectors) and (
            not row.kinds or bool(set(row.kinds) & set(self.kinds))
        )


KEYS = (enterprises.c.sector, enterprises.c.kinds)
"""What tells groups apart in a query."""

Rows = Callable[[Body], tuple[Any, ...]]
"""Gives the figures of one row of the table, in the order in which they were asked for."""


def added_up(groups: Mapping[Group, tuple[Any, ...]], nothing: tuple[Any, ...]) -> Rows:
    """Rows whose figures are the sums over their groups: right for whatever no two groups share."""

    def of_row(row: Body) -> tuple[Any, ...]:
        chosen = [figures for group, figures in groups.items() if group.belongs_to(row)]
        return tuple(sum(column[1:], column[0]) for column in zip(nothing, *chosen, strict=True))

    return of_row


def grouped(unit: UnitOfWork, statement: Select[Any]) -> Mapping[Group, tuple[Any, ...]]:
    """The columns of a statement over `enterprises` (joined or outer-joined), for each group."""
    rows = unit.execute(statement.add_columns(*KEYS).group_by(*KEYS)).all()
    return {group_of(sector, kinds): tuple(figures) for *figures, sector, kinds in map(tuple, rows)}


def group_of(sector: str | None, kinds: Sequence[str] | None) -> Group:
    """The group of a sector and kinds as they come from the record."""
    return Group(sector, tuple(kinds or ()))
