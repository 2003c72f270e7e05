"""Writes whose results nobody asks for: kept while several messages share a transaction, carried out together.

A statement for each row costs more than the row. What is owed is paid before anybody may look at it (UnitOfWork sees to
that), and at the latest before the commit: to whoever reads the record it stands where it would have stood.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.sql.expression import ClauseElement

from storage.faults import Conflict, translated
from storage.prepared import Prepared, Values
from storage.tables import metadata

BLOCK = 32
"""Numbers taken at a time from a sequence of PostgreSQL; what is left of them is let go with the transaction."""


class Owed:
    """Rows by the statement that writes them, each in the order in which they came."""

    def __init__(self) -> None:
        self._rows: dict[Prepared, list[Values]] = {}
        self._tables: set[str] = set()

    def add(self, statement: Prepared, values: Values) -> None:
        """One more."""
        self._rows.setdefault(statement, []).append(values)
        self._tables.add(statement.changes)

    def concerns(self, tables: Iterable[str] | None) -> bool:
        """Whether something is owed to one of these tables; to any, for None."""
        return bool(self._tables) if tables is None else not self._tables.isdisjoint(tables)

    def take_over(self, other: Owed) -> None:
        """What another owed is owed here, behind what already is."""
        for statement, rows in other._rows.items():
            self._rows.setdefault(statement, []).extend(rows)
        self._tables |= other._tables
        other._clear()

    def pay(self, connection: Connection) -> None:
        """Write all of it; nothing is owed then. Raises Conflict where a row was not as it was expected, or stands
        already, and what UnitOfWork.execute raises."""
        rows = sorted(self._rows.items(), key=lambda one: _rank(one[0]))
        self._clear()
        with translated():
            for statement, values in rows:
                if statement.many(connection, values) != len(values) and statement.exact:
                    raise Conflict(f"{statement.changes} was changed by another message meanwhile; repeat it.")

    def _clear(self) -> None:
        self._rows, self._tables = {}, set()


@dataclass
class Shared:
    """What the messages of one transaction share."""

    owed: Owed = field(default_factory=Owed)
    numbers: dict[str, Iterable[int]] = field(default_factory=dict)
    """Ids of rows that are still to be written, by table."""
    written: set[str] = field(default_factory=set)
    """Tables whose rows somebody changed at once, for whomever: what was read ahead of them may be old."""
    blind: bool = False
    """Somebody worked on the connection itself: whatever was read ahead may be old."""
    fault: Exception | None = None
    """Why nothing of this transaction may be kept."""

    def number(self, connection: Connection, table: Table) -> int:
        """The id of one more row."""
        name = table.name
        while True:
            found = next(iter(self.numbers.get(name, ())), None)
            if found is not None:
                return found
            self.numbers[name] = iter(_drawn(connection, table))


def _drawn(connection: Connection, table: Table) -> Iterable[int]:
    """Free ids. On SQLite we are the only writer, and all that is owed to the table got its numbers here."""
    rows = _next(table).rows(connection, {})
    if connection.dialect.name == "sqlite":
        return count((rows[0].number or 0) + 1)
    return [row.number for row in rows]


@lru_cache(40)
def _next(table: Table) -> Prepared:
    def statement(dialect: str) -> ClauseElement:
        if dialect == "sqlite":
            return select(func.max(table.c.id).label("number"))
        sequence: Any = func.pg_get_serial_sequence(table.name, "id")
        return select(func.nextval(sequence).label("number")).select_from(func.generate_series(1, BLOCK))

    return Prepared(statement)


@cache
def _rank(statement: Prepared) -> tuple[int, bool]:
    """Rows others refer to first; new ones before changes."""
    return _order()[statement.changes], not statement.inserts


@cache
def _order() -> dict[str, int]:
    return {table.name: place for place, table in enumerate(metadata.sorted_tables)}
