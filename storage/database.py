"""Opens the database: SQLite in one file by default, PostgreSQL when told so."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from select import select
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, PoolProxiedConnection, create_engine, event, make_url
from sqlalchemy import Engine as Engine  # noqa: PLC0414  (handed on: who wires the house may name it)
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from checklists.errors import TellOperator, TryLater
from storage import gate
from storage.driver import say
from storage.keys import Keys
from storage.tables.columns import as_json
from storage.turns import Turns
from storage.unit_of_work import Clock, Codes, OpenUnit, UnitOfWork

BUSY_MILLISECONDS = 4000  # less than the five seconds in which a platform wants its answer
GUEST_MILLISECONDS = 30_000
LOOKING = "looking"
"""The execution option of a transaction that only looks."""
LOG_PAGES = 8000
"""Pages of 4 KiB in the log before they are written to the file: the same pages change again and again, and each time
they are written over costs two waits for the disk (https://www.sqlite.org/wal.html, "Performance Considerations")."""
PAGES_KIB = 16 * 1024  # of the file that a connection keeps at hand; with SQLite's own 2 MiB a large record is slow


def open_engine(url: str, *, guest: bool = False) -> Engine:
    """An engine with our promises switched on: WAL, synchronous=FULL, foreign keys, one writer at a time.

    Statements' parameters stay out of error texts, since they are what people wrote. A `guest` comes to a record beside
    the process that serves it: nobody waits for its answer within seconds, and it is let in between (storage.gate).

    Raises TellOperator for an address that is not a database's.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise _no_address() from error
    if address.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise _no_address()
    busy = GUEST_MILLISECONDS if guest else BUSY_MILLISECONDS
    if address.get_backend_name() == "sqlite":
        if address.database in (None, "", ":memory:"):
            raise TellOperator(
                "A record in memory is gone with the process; write ANCHA_DATABASE_URL as sqlite:///FILE."
            )
        Path(str(address.database)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = create_engine(
            address,
            connect_args={"timeout": busy / 1000, "check_same_thread": False},
            pool_timeout=BUSY_MILLISECONDS / 1000,
            pool_use_lifo=True,  # one writer at a time: the connection used last has the pages at hand
            hide_parameters=True,
            json_serializer=as_json,
            json_deserializer=from_json,  # three times as quick as the standard library's
        )
        event.listen(engine, "connect", partial(_prepare_sqlite, busy))
        _keep_to_one_file(engine)
        _in_turn(engine, guest=guest)
        return engine
    engine = create_engine(
        address,
        connect_args={"options": f"-c lock_timeout={busy}"},
        pool_timeout=BUSY_MILLISECONDS / 1000,
        pool_use_lifo=True,  # the connection used last has its statements prepared, and its caches filled
        hide_parameters=True,
        json_serializer=as_json,
        json_deserializer=from_json,
    )
    event.listen(engine, "checkout", _still_there)
    _keep_prepared(engine)
    return engine


def _no_address() -> TellOperator:
    return TellOperator("ANCHA_DATABASE_URL is not a database address; write sqlite:///FILE or postgresql+psycopg://…")


def units(engine: Engine, clock: Clock, codes: Codes, secret: bytes = b"") -> OpenUnit:
    """The function that opens a unit of work on that engine. Without the secret it can neither name nor seal."""
    return partial(UnitOfWork, engine, clock, codes, Keys(secret))


def looks(engine: Engine, clock: Clock, codes: Codes, secret: bytes = b"") -> OpenUnit:
    """The function that opens a unit of work which only looks: on the record as it was when it first did, beside
    whoever writes. What it would write is refused by the database.

    On SQLite the log lets readers in at any time (https://www.sqlite.org/wal.html, "Concurrency"); PostgreSQL gives
    such a transaction one view of everything (https://www.postgresql.org/docs/current/transaction-iso.html).
    """
    sqlite = engine.dialect.name == "sqlite"
    options = {LOOKING: True} if sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return units(engine.execution_options(**options), clock, codes, secret)


def _prepare_sqlite(busy: int, connection: Any, _record: object) -> None:
    # The driver must not open transactions of its own: we begin them, as IMMEDIATE, so that a read followed by
    # a write never finds the lock taken in between (https://docs.sqlalchemy.org/en/20/dialects/sqlite.html).
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",  # what is deleted is overwritten: https://www.sqlite.org/pragma.html#pragma_secure_delete
        "foreign_keys=ON",
        f"busy_timeout={busy}",
        f"cache_size=-{PAGES_KIB}",
        f"wal_autocheckpoint={LOG_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _keep_to_one_file(engine: Engine) -> None:
    """Refuse a file that was removed or replaced after the first connection to it.

    What a connection has open it goes on writing, though nobody will find it any more: messages would be acknowledged
    and lost (https://www.sqlite.org/howtocorrupt.html, "Unlinking or renaming a database file while in use"). Nor is
    another connection opened, which would make an empty file there, with a log that the right one would then meet.
    """
    path, known = Path(str(engine.url.database)), list[tuple[int, int]]()

    def found() -> tuple[int, int] | None:
        try:
            file = path.stat()
        except FileNotFoundError:
            return None
        return file.st_dev, file.st_ino

    def look(*_: object) -> None:
        if known and found() != known[0]:
            raise TellOperator(
                "The record cannot be used: the database file was removed or replaced while the program ran; stop it, "
                "put the file back with those that begin with its name, or restore a backup, and start again."
            )

    def remember(*_: object) -> None:
        there = found()
        if not known and there is not None:
            known.append(there)

    event.listen(engine, "do_connect", look)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", look)


def _still_there(connection: Any, _record: object, _proxy: object) -> None:
    """A connection at rest has nothing to say: where it has, the server has most likely left, and it is asked.

    Asking each time, as `pool_pre_ping` does, costs a way to and fro for each message. Raising so lets the pool open
    another (https://docs.sqlalchemy.org/en/20/core/events.html, PoolEvents.checkout).
    """
    try:
        if select([connection.fileno()], [], [], 0)[0]:
            connection.execute("")
            connection.rollback()
    except (connection.Error, OSError, ValueError) as error:
        raise DisconnectionError from error


def _keep_prepared(engine: Engine) -> None:
    """Have a transaction end undone without having the server forget the connection's prepared statements.

    psycopg lets go of all of them with each rollback, since tables may have come and gone with it
    (https://www.psycopg.org/psycopg3/docs/advanced/prepare.html); each has then to be asked five times before it is
    prepared again. Whoever only reads rolls back, and no table comes or goes while we serve.
    """
    do_rollback = engine.dialect.do_rollback

    def rollback(connection: PoolProxiedConnection) -> None:
        driver: Any = connection.driver_connection
        if driver is not None and driver.info.transaction_status.name in ("INTRANS", "INERROR"):
            driver.pgconn.exec_(b"ROLLBACK")
        do_rollback(connection)  # which asks for nothing where that was done, and says why where it was not

    engine.dialect.do_rollback = rollback  # type: ignore[assignment]


def _in_turn(engine: Engine, *, guest: bool) -> None:
    """Have each transaction that may write begin as IMMEDIATE, when it is its turn. `info` is kept with the driver's
    connection, which goes back to the pool however its transaction ends.

    The turn ends when the commit is done. SQLAlchemy's event comes before it, and whoever is next would find the lock
    taken and sleep while others are quicker; so the dialect's own step is followed
    (https://docs.sqlalchemy.org/en/20/core/internals.html, Dialect.do_commit).
    """
    turns, do_commit = Turns(), engine.dialect.do_commit
    file = f"{engine.url.database}-turn"

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(LOOKING):
            say(connection, "PRAGMA query_only=ON")
            connection.info[LOOKING] = True
            say(connection, "BEGIN")
            return
        if not turns.take(BUSY_MILLISECONDS / 1000):
            raise TryLater("Try again in a moment: the database is busy with others' work.")
        connection.info["turn"] = turns
        if not guest:
            gate.pass_through(file)
        with gate.closed(file) if guest else nullcontext():
            say(connection, "BEGIN IMMEDIATE")

    def give(info: dict[Any, Any]) -> None:
        taken = info.pop("turn", None)
        if taken is not None:
            taken.give()

    def back(driver: Any, record: ConnectionPoolEntry) -> None:
        give(record.info)
        if record.info.pop(LOOKING, False) and driver is not None:
            driver.execute("PRAGMA query_only=OFF")

    def commit(connection: PoolProxiedConnection) -> None:
        do_commit(connection)
        give(connection.info)

    engine.dialect.do_commit = commit  # type: ignore[assignment]
    event.listen(engine, "begin", begin)
    event.listen(engine, "rollback", lambda connection: give(connection.info))
    event.listen(engine, "checkin", back)
