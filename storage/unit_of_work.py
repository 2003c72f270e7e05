"""One transaction with what belongs to it: the moment, and the maker of unguessable codes.

Leaving the `with` block without `commit()` rolls everything back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.engine import CursorResult

from storage.faults import translated
from storage.keys import Keys

Clock = Callable[[], datetime]
Codes = Callable[[int], str]
"""`codes(n)`: an unguessable code of n characters that survives being read aloud and typed."""


class UnitOfWork:
    """An open transaction. `now` is fixed at its start, so that all of one step bears one moment.

    `keys` names and seals what must not be readable in the record.
    """

    def __init__(self, engine: Engine, clock: Clock, codes: Codes, keys: Keys) -> None:
        self._engine = engine
        self._clock = clock
        self.codes = codes
        self.keys = keys
        self._connection: Connection | None = None
        self.now = clock()

    def __enter__(self) -> Self:
        self.now = self._clock()
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
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @property
    def connection(self) -> Connection:
        """The open connection; using it outside the `with` block is our bug."""
        if self._connection is None:
            raise RuntimeError("this unit of work is not open; use it inside its with block")
        return self._connection

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement. Raises TryLater when the database is busy, full or away."""
        with translated():
            return self.connection.execute(statement, parameters)

    def commit(self) -> None:
        """Make it all durable. Raises TryLater when that is not possible now; nothing is kept then."""
        with translated():
            self.connection.commit()


OpenUnit = Callable[[], UnitOfWork]
"""What everybody is handed instead of a database: call it, enter it, commit it."""
