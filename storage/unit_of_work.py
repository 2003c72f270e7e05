"""One transaction with what belongs to it: the moment, and the maker of unguessable codes.

Leaving the `with` block without `commit()` rolls everything back. A unit may hold others (`within`): each is a
savepoint of the one transaction, rolled back alone, and durable when the whole is committed and not before. Where
several messages share a transaction, what each writes may be owed for a while and what each will ask may be read ahead
(storage.sharing); whoever uses a unit sees nothing of either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.engine import CursorResult
from sqlalchemy.sql.expression import ClauseElement

from storage.driver import carry_out
from storage.faults import Conflict, translated
from storage.findings import Beside
from storage.keys import Keys
from storage.prepared import Adding, Prepared, Values, found, touched
from storage.sharing import Ahead, Asking, Part, Shared

Clock = Callable[[], datetime]
Codes = Callable[[int], str]
"""`codes(n)`: an unguessable code of n characters that survives being read aloud and typed."""


class UnitOfWork:
    """An open transaction. `now` is fixed at its start, so that all of one step bears one moment.

    `keys` names and seals what must not be readable in the record. `beside` is what was counted for the message it
    belongs to (storage.beside), None where whatever it asks for is counted within.
    """

    def __init__(
        self, engine: Engine, clock: Clock, codes: Codes, keys: Keys, outer: UnitOfWork | None = None,
        ahead: Ahead | None = None,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._clock = clock
        self.codes = codes
        self.keys = keys
        self._connection: Connection | None = None
        self._outer = outer
        self._shared: Shared = outer._shared if outer is not None else Shared()
        self._part = Part(self._shared, ahead) if outer is not None else None
        self._marked = True
        self.beside: Beside | None = None
        self.now = clock()

    def within(self, ahead: Ahead | None = None) -> UnitOfWork:
        """A unit inside this one. Its `commit` keeps what was done for this one's, which alone makes it durable.

        `ahead`: what was read for it before (storage.foreseen).
        """
        return UnitOfWork(self._engine, self._clock, self.codes, self.keys, self, ahead)

    def __enter__(self) -> Self:
        if self._outer is not None:
            self.now = self._outer.now
            self._connection = self._outer._connection
            self._marked = False
            return self
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
        if self._part is not None:
            if self._marked and self._stands():  # else the database has given it up with every savepoint
                self._say("ROLLBACK TO SAVEPOINT within")
                self._say("RELEASE SAVEPOINT within")
                if self._part.paid_for_others:
                    self._shared.fault = Conflict("What others wrote was rolled back with a neighbour's work.")
            self._connection = None
            return
        connection, self._connection = self._connection, None
        if connection is not None:
            with translated():  # a server that is away cannot even be told to roll back
                connection.close()

    @property
    def connection(self) -> Connection:
        """The open connection; using it outside the `with` block is our bug. Whatever is owed is paid first."""
        self.settle()
        self._mark()
        self._shared.blind = True
        return self._open()

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def option(self, name: str) -> Any:
        """What the engine was told under that name; None for nothing."""
        return self._open().get_execution_options().get(name)

    def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement. Raises TryLater when the database is busy, full or away."""
        if self._part is not None:
            tables = touched(statement) if isinstance(statement, ClauseElement) else frozenset[str]()
            if self._part.must_pay(tables or None):
                self._pay(self._part)
            if not getattr(statement, "is_select", False):
                self._mark()
                self._part.writes(tables)
        with translated():
            return self._open().execute(statement, parameters)

    def rows(self, statement: Prepared, **values: Any) -> list[Any]:
        """Run a prepared statement; the rows it returns. Raises as `execute` does."""
        part = self._part
        if part is None:
            with translated():
                return statement.rows(self._open(), values)
        known = part.foreseen(statement, values)
        if known is not None:
            return known
        self._ready(part, statement)
        with translated():
            rows = statement.rows(self._open(), values)
        part.remember(statement, values, rows)
        return rows

    def answer_all(self, askings: Iterable[Asking]) -> None:
        """Let several ask side by side until none has a question left. Raises as `execute` does."""
        asking = [(one, question) for one in askings if (question := next(one, None)) is not None]
        while asking:
            with translated():
                answers = found(self._open(), [question for _, question in asking])
            asking = [
                (one, question)
                for (one, _), rows in zip(asking, answers, strict=True)
                if (question := _next_of(one, rows)) is not None
            ]

    def changed(self, statement: Prepared, **values: Any) -> int:
        """Run a prepared statement; how many rows it changed. Raises as `execute` does."""
        if self._part is not None:
            self._ready(self._part, statement)
        with translated():
            return statement.changed(self._open(), values)

    def many(self, statement: Prepared, values: Sequence[Values]) -> int:
        """Run a prepared statement once for each of these; how many rows all changed. Raises as `execute` does."""
        if self._part is not None:
            self._ready(self._part, statement)
        with translated():
            return statement.many(self._open(), values)

    def later(self, statement: Prepared, **values: Any) -> None:
        """Run a prepared statement of which nobody asks what it did, now or together with its like. Raises Conflict
        for an exact one that finds its row changed, now or at the end, and as `execute` does."""
        if self._part is not None:
            self._open()
            self._part.owe(statement, values)
        elif self.changed(statement, **values) != 1 and statement.exact:
            raise Conflict(f"{statement.changes} was changed by another message meanwhile; look again and repeat.")

    def added(self, adding: Adding, **values: Any) -> int:
        """Insert a row, now or together with its like; its id. Raises as `later` does."""
        if self._part is None:
            return int(self.rows(adding.numbering, **values)[0].id)
        with translated():
            number = self._shared.number(self._open(), adding.table)
        self.later(adding.numbered, id=number, **values)
        return number

    def settle(self) -> None:
        """Have everything stand that is owed: what is read next sees it."""
        if self._part is not None and self._part.must_pay(None):
            self._pay(self._part)

    def owes(self, statement: Prepared, name: str, value: object) -> bool:
        """Whether this unit still has that statement to run with this as its parameter of that name."""
        return self._part is not None and self._part.owed.holds(statement, name, value)

    def knows(self, statement: Prepared, rows: list[Any], **values: Any) -> None:
        """What a statement would return that looks at what this unit owes, so that nothing is paid for its sake. Holds
        until the unit writes there once more."""
        if self._part is not None:
            self._part.knows(statement, rows, values)

    @property
    def whole(self) -> bool:
        """Whether the transaction can still be committed. SQLite gives it up when the disk is full or fails
        (https://www.sqlite.org/lang_transaction.html, "Response To Errors Within A Transaction"), PostgreSQL when a
        statement failed behind the last savepoint."""
        info = getattr(self._open().connection.driver_connection, "info", None)
        return self._stands() and (info is None or info.transaction_status.name != "INERROR")

    @property
    def fault(self) -> Exception | None:
        """Why nothing of a shared transaction may be kept, if so."""
        return self._shared.fault

    def commit(self) -> None:
        """Make it all durable. Raises TryLater when that is not possible now; nothing is kept then."""
        if self._part is not None:
            if self._marked:
                if self.dialect == "sqlite":
                    self._say("RELEASE SAVEPOINT within")
                # PostgreSQL would be asked for nothing: who comes next sets one of the same name within this one
                self._marked = self._part.paid_for_others = False
            self._shared.owed.take_over(self._part.owed)
            return
        if self._shared.fault is not None:
            raise self._shared.fault
        self._shared.owed.pay(self._open())
        with translated():
            self._open().commit()

    def _ready(self, part: Part, statement: Prepared) -> None:
        """Whatever this statement may look at stands where it belongs, and what it changes can be rolled back."""
        if part.must_pay_for(statement):
            self._pay(part)
        if statement.changes:
            self._mark()
            part.writes((statement.changes,))

    def _pay(self, part: Part) -> None:
        """Pay all of it, what the messages before this one owe first: rows stand in the order in which they came."""
        try:
            if self._shared.owed.concerns(None):
                part.paid_for_others = part.paid_for_others or self._marked
                self._shared.owed.pay(self._open())
            if part.owed.concerns(None):
                self._mark()
                part.owed.pay(self._open())
        except Exception as error:
            self._shared.fault = error
            raise

    def _stands(self) -> bool:
        return bool(getattr(self._open().connection.driver_connection, "in_transaction", True))

    def _open(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("this unit of work is not open; use it inside its with block")
        return self._connection

    def _mark(self) -> None:
        """Set the savepoint, only before the first change: where nothing is changed at once there is none."""
        if not self._marked:
            self._marked = True
            self._say("SAVEPOINT within")

    def _say(self, statement: str) -> None:
        with translated():
            carry_out(self._open(), statement, ()).close()


def _next_of(one: Asking, rows: list[Any]) -> tuple[Prepared, Values] | None:
    try:
        return one.send(rows)
    except StopIteration:
        return None


OpenUnit = Callable[[], UnitOfWork]
"""What everybody is handed instead of a database: call it, enter it, commit it."""
