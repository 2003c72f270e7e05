"""Lays invented records down in bulk: for sample counties and measurements only, never for what people enter.

What people enter goes through storage.changes, row by row with its audit; a county of months would take minutes so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert

from storage.changes import note
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork

Row = Mapping[str, Any]


def plant(unit: UnitOfWork, table_name: str, rows: Sequence[Row]) -> tuple[int, ...]:
    """Insert rows into a table of ours; their new ids in the rows' order (nothing for a table without an id).

    A column that one row names and another does not is empty there. KeyError for a table nobody knows.
    """
    table = metadata.tables[table_name]
    if not rows:
        return ()
    names = dict.fromkeys(name for row in rows for name in row)
    whole = [{name: row.get(name) for name in names} for row in rows]
    if "id" not in table.c:
        unit.execute(insert(table), whole)
        return ()
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return tuple(int(found) for found in unit.execute(statement, whole).scalars())


def sign(unit: UnitOfWork, what: str, counts: Mapping[str, int]) -> None:
    """One audit row for the whole planting, so that the record itself says that it was invented."""
    note(unit, "sample.planted", "sample", what, by=None, after=dict(counts))
