"""Writes whose results nobody asks for: kept while several messages share a transaction, carried out together.

A statement for each row costs more than the row. What is owed is paid before anybody may look at it (UnitOfWork sees to
that), and at the latest before the commit: to whoever reads the record it stands where it would have stood.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import Connection

from storage.faults import Conflict, translated
from storage.prepared import Prepared, Values, carried_out
from storage.tables import metadata


class Owed:
    """Rows by the statement that writes them, each in the order in which they came.

    What one message writes to a table is written in its order (an old session ends before a new one begins), what
    several write to it in any: rows of different people do not meet. So rows are kept by how often their message had
    changed from one statement to another at that table.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[Prepared, int], list[Values]] = {}
        self._last: dict[str, tuple[Prepared, int]] = {}

    def add(self, statement: Prepared, values: Values) -> None:
        """One more."""
        before = self._last.get(statement.changes)
        if before is None:
            key = (statement, 0)
        elif before[0] is statement:
            key = before
        else:
            key = (statement, before[1] + 1)
        self._last[statement.changes] = key
        self._rows.setdefault(key, []).append(values)

    def concerns(self, tables: Iterable[str] | None) -> bool:
        """Whether something is owed to one of these tables; to any, for None."""
        return bool(self._last) if tables is None else any(one in self._last for one in tables)

    def holds(self, statement: Prepared, name: str, value: object) -> bool:
        """Whether a row of that statement is owed in which the parameter of that name is this."""
        owed = (row for (one, _), rows in self._rows.items() if one is statement for row in rows)
        return any(row[name] == value for row in owed)

    def take_over(self, other: Owed) -> None:
        """What another owed, for somebody else, is owed here from now on."""
        for key, rows in other._rows.items():
            self._rows.setdefault(key, []).extend(rows)
        self._last |= other._last
        other._clear()

    def pay(self, connection: Connection) -> None:
        """Write all of it; nothing is owed then. Raises Conflict where a row was not as it was expected, or stands
        already, and what UnitOfWork.execute raises."""
        rows = sorted(self._rows.items(), key=lambda one: (_order()[one[0][0].changes], one[0][1]))
        self._clear()
        with translated():
            counts = carried_out(connection, [(statement, values) for (statement, _), values in rows])
            for ((statement, _), values), count in zip(rows, counts, strict=True):
                if count != len(values) and statement.exact:
                    raise Conflict(f"{statement.changes} was changed by another message meanwhile; repeat it.")

    def _clear(self) -> None:
        self._rows, self._last = {}, {}


@cache
def _order() -> dict[str, int]:
    """Tables with rows others refer to first."""
    return {table.name: place for place, table in enumerate(metadata.sorted_tables)}
