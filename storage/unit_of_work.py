"""One transaction with what belongs to it: the moment, and the maker of unguessable codes.

Leaving the `with` block without `commit()` rolls everything back. A unit may hold others (`within`): each is a
savepoint of the one transaction, rolled back alone, and durable when the whole is committed and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.engine import CursorResult

from storage.faults import translated
from storage.keys import Keys
from storage.prepared import Prepared, Values, carry_out

Clock = Callable[[], datetime]
Codes = Callable[[int], str]
"""`codes(n)`: an unguessable code of n characters that survives being read aloud and typed."""


class UnitOfWork:
    """An open transaction. `now` is fixed at its start, so that all of one step bears one moment.

    `keys` names and seals what must not be readable in the record.
    """

    def __init__(self, engine: Engine, clock: Clock, codes: Codes, keys: Keys, outer: UnitOfWork | None = None) -> None:
        self._engine = engine
        self._clock = clock
        self.codes = codes
        self.keys = keys
        self._connection: Connection | None = None
        self._outer = outer
        self._marked = True
        self.now = clock()

    def within(self) -> UnitOfWork:
        """A unit inside this one. Its `commit` keeps what was done for this one's, which alone makes it durable."""
        return UnitOfWork(self._engine, self._clock, self.codes, self.keys, self)

    def __enter__(self) -> Self:
        self.now = self._clock()
        if self._outer is not None:
            self._connection = self._outer.connection
            self._marked = False
            return self
        with translated():
            connection = self._engine.connect()
            try:
                connection.begin()
            except BaseException:
                connection.close()  # nobody else will: __exit__ is not called, and the pool would run dry
                raise
        self._connection = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._outer is not None:
            if self._marked and self.whole:  # else the database has given up the transaction with every savepoint
                self._mark("ROLLBACK TO SAVEPOINT within")
                self._mark("RELEASE SAVEPOINT within")
            self._connection = None
            return
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @property
    def connection(self) -> Connection:
        """The open connection; using it outside the `with` block is our bug."""
        if self._connection is None:
            raise RuntimeError("this unit of work is not open; use it inside its with block")
        if not self._marked:  # only with the first statement: after a commit there is often none
            self._marked = True
            self._mark("SAVEPOINT within")
        return self._connection

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement. Raises TryLater when the database is busy, full or away."""
        with translated():
            return self.connection.execute(statement, parameters)

    def rows(self, statement: Prepared, **values: Any) -> list[Any]:
        """Run a prepared statement; the rows it returns. Raises as `execute` does."""
        with translated():
            return statement.rows(self.connection, values)

    def changed(self, statement: Prepared, **values: Any) -> int:
        """Run a prepared statement; how many rows it changed. Raises as `execute` does."""
        with translated():
            return statement.changed(self.connection, values)

    def many(self, statement: Prepared, values: Iterable[Values]) -> int:
        """Run a prepared statement once for each of these; how many rows all changed. Raises as `execute` does."""
        with translated():
            return statement.many(self.connection, values)

    @property
    def whole(self) -> bool:
        """Whether the transaction still stands: SQLite gives it up as a whole when the disk is full or fails
        (https://www.sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction")."""
        return bool(getattr(self.connection.connection.driver_connection, "in_transaction", True))

    def commit(self) -> None:
        """Make it all durable. Raises TryLater when that is not possible now; nothing is kept then."""
        if self._outer is not None:
            if self._marked:
                self._mark("RELEASE SAVEPOINT within")
                self._marked = False
            return
        with translated():
            self.connection.commit()

    def _mark(self, statement: str) -> None:
        with translated():
            assert self._connection is not None  # noqa: S101  (asked of open units only)
            carry_out(self._connection, statement, ()).close()


OpenUnit = Callable[[], UnitOfWork]
"""What everybody is handed instead of a database: call it, enter it, commit it."""
