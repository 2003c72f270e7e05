"""What several messages share that stand in one transaction, and each one's part in it.

To whoever reads, the record looks as if each message had been carried out by itself: what is owed is paid before
anybody looks where it belongs, and what was read ahead counts only while nobody has written there.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, cast, func, select
from sqlalchemy.dialects.postgresql import REGCLASS

from storage.owed import Owed
from storage.prepared import Prepared, Values
from storage.tables import inbox, outbox, sessions

Ahead = dict[tuple[Any, ...], list[Any]]
"""Rows by the prepared statement that would return them and the values it would be given."""
Asking = Generator[tuple[Prepared, Values], list[Any], None]
"""Asks one statement after the other and is sent the rows each returns."""
BLOCK = 32
"""Numbers taken at a time from a sequence of PostgreSQL; what is left of them is let go with the transaction."""
_OF_ALL = (inbox, outbox, sessions)
"""Tables whose numbers are drawn with one another's: a message needs those of the first two, many those of all."""


@dataclass
class Shared:
    """What the messages of one transaction share."""

    owed: Owed = field(default_factory=Owed)
    """By messages that are done."""
    numbers: dict[str, Iterator[int]] = field(default_factory=dict)
    """Ids of rows that are still to be written, by table."""
    lasting: Ahead = field(default_factory=dict)
    """What lasting statements returned."""
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
            found = next(self.numbers.get(name, iter(())), None)
            if found is not None:
                return found
            self.numbers |= _drawn(connection, table)


@dataclass
class Part:
    """One message's part. `ahead` is what was read for it before, None where nothing was: then it pays for all it
    looks at, and nobody is taken for the only one who writes there."""

    shared: Shared
    ahead: Ahead | None = None
    owed: Owed = field(default_factory=Owed)
    wrote: set[str] = field(default_factory=set)
    known: Ahead = field(default_factory=dict)
    again: Ahead = field(default_factory=dict)
    """What lasting statements returned since this message wrote to their tables."""
    paid_for_others: bool = False
    """Whether what others owed was paid behind this message's savepoint, and would go with it."""

    def foreseen(self, statement: Prepared, values: Values) -> list[Any] | None:
        """What the statement would return, as far as that is known; None where it has to be asked."""
        shared = self.shared
        if self.ahead is None or shared.blind or statement.changes:  # what is written may be a list, and is no key
            return None
        key = (statement, *values.values())
        if key in self.again:
            return self.again[key]
        if not statement.tables.isdisjoint(shared.written):
            return None
        if key in self.known:
            return self.known[key]
        if not statement.steady and not statement.tables.isdisjoint(self.wrote):
            return None
        return shared.lasting.get(key) if statement.lasting else self.ahead.get(key)

    def remember(self, statement: Prepared, values: Values, rows: list[Any]) -> None:
        """Keep what a lasting statement returned; for this message alone what one saw that may be rolled back."""
        if statement.lasting:
            kept = self.shared.lasting if statement.tables.isdisjoint(self.shared.written) else self.again
            kept[statement, *values.values()] = rows

    def knows(self, statement: Prepared, rows: list[Any], values: Values) -> None:
        """What a statement would return that looks at what this message owes."""
        if self.ahead is not None:
            self.known[statement, *values.values()] = rows

    def owe(self, statement: Prepared, values: Values) -> None:
        """One more row to write."""
        self.owed.add(statement, values)
        self.wrote.add(statement.changes)
        self._forget((statement.changes,))

    def must_pay_for(self, statement: Prepared) -> bool:
        """Whether the statement looks at something owed. Raises what the transaction has failed for already: the
        database refuses all else then, and that would hide why."""
        if self.shared.fault is not None:
            raise self.shared.fault
        if statement.own and self.ahead is not None:  # what others owe is not among the rows it reads
            return not statement.steady and self.owed.concerns(statement.tables)
        return self.must_pay(statement.tables)

    def must_pay(self, tables: Iterable[str] | None) -> bool:
        """Whether something is owed to one of these tables; to any, for None. Raises what the transaction has failed
        for already."""
        if self.shared.fault is not None:
            raise self.shared.fault
        return self.shared.owed.concerns(tables) or self.owed.concerns(tables)

    def writes(self, tables: Iterable[str]) -> None:
        """Rows of these tables are changed at once."""
        self._forget(tables)
        self.shared.written.update(tables)
        for name in tables:
            self.shared.numbers.pop(name, None)

    def _forget(self, tables: Iterable[str]) -> None:
        for kept in (self.known, self.again):
            for key in [one for one in kept if not one[0].tables.isdisjoint(tables)]:
                del kept[key]


def _drawn(connection: Connection, table: Table) -> dict[str, Iterator[int]]:
    """Free ids, by table. On SQLite we are the only writer, and all that is owed to the table got its numbers here."""
    if connection.dialect.name == "sqlite":
        (last,) = _last(table).rows(connection, {})
        return {table.name: count((last.number or 0) + 1)}
    tables = _OF_ALL if table in _OF_ALL else (table,)
    rows = _next(tables).rows(connection, {})
    return {one.name: iter([row[place] for row in rows]) for place, one in enumerate(tables)}


@lru_cache(40)
def _last(table: Table) -> Prepared:
    return Prepared(select(func.max(table.c.id).label("number")))


@lru_cache(40)
def _next(tables: tuple[Table, ...]) -> Prepared:
    sequences = [
        cast(func.pg_get_serial_sequence(one.name, "id"), REGCLASS).label(f"of_{place}")
        for place, one in enumerate(tables)
    ]
    found = select(*sequences).offset(0).subquery("sequences")  # looked up once, and not for each number
    numbers = [func.nextval(one).label(f"number_{place}") for place, one in enumerate(found.c)]
    return Prepared(select(*numbers).select_from(found, func.generate_series(1, BLOCK).alias("each")))
