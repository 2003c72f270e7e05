"""Databases as new for every test, at little cost.

SQLite: a file with all tables is copied. PostgreSQL: one database is emptied and filled again. Either way the statements
that SQLAlchemy has compiled for one test serve the next.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.database import open_engine, units
from storage.tables import metadata
from storage.unit_of_work import UnitOfWork
from tests.postgres import server

BEGINNING = datetime(2023, 6, 12, 2, 0, tzinfo=UTC)
"""When it was written: a Monday, 10:00 in Beijing."""

_CATALOGUE = """
    SELECT sum(c.xmin::text::bigint) + sum(a.xmin::text::bigint), count(*)
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace
"""
"""Changes with every change of the tables, and not with their rows."""

_COUNTERS = """
    SELECT c.relname, pg_sequence_last_value(c.oid) FROM pg_class c
    WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace
"""


@dataclass(frozen=True)
class AsNew:
    """What a database holds when it is as new, under a name: nothing but what `plant` writes."""

    name: str
    plant: Callable[[UnitOfWork], None]


EMPTY = AsNew("empty", lambda unit: None)


@dataclass(frozen=True)
class _Kept:
    """One PostgreSQL database and how it becomes as new."""

    connection: Connection
    catalogue: tuple[Any, ...]
    statements: str


@dataclass
class Databases:
    """What one process of the tests makes databases from; `folder` holds the files that are copied."""

    folder: Path
    stack: ExitStack
    kept: dict[str, _Kept] = field(default_factory=dict)
    address: str = ""
    first: dict[str, Engine] = field(default_factory=dict)
    compiled: dict[Any, Any] = field(default_factory=dict)

    def sqlite(self, file: Path, as_new: AsNew = EMPTY) -> str:
        """The address of a file as new."""
        template = self.folder / f"{as_new.name}.sqlite3"
        if not template.exists():
            _filled(f"sqlite:///{template}", as_new)
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"

    def postgresql(self, as_new: AsNew = EMPTY) -> str:
        """The address of a database as new. The test before has it no longer."""
        self.address = self.address or self.stack.enter_context(server())
        name = as_new.name
        if name not in self.kept or not _emptied(self.kept[name]):
            self.kept[name] = self._made(name, as_new)
        return self.address.format(database=name)

    def _made(self, name: str, as_new: AsNew) -> _Kept:
        admin = create_engine(self.address.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        address = self.address.format(database=name)
        _filled(address, as_new)
        connection = self.stack.enter_context(
            create_engine(
                address,
                isolation_level="AUTOCOMMIT",
                poolclass=NullPool,
                connect_args={"options": "-c lock_timeout=2000"},
            ).connect()
        )
        return _Kept(connection, _catalogue(connection), _statements(connection))

    def quick(self, engine: Engine) -> Engine:
        """The same engine, with the statements compiled for others, and not waiting for the disk: nobody pulls the plug
        on a test."""
        kind = engine.dialect.name
        if kind == "sqlite":
            event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        first = self.first.setdefault(kind, engine)
        if first is engine:
            with engine.connect():  # what the dialect has to know about the server it asks with the first connection
                pass
        engine.dialect = first.dialect
        engine.update_execution_options(compiled_cache=self.compiled)
        return engine


def _filled(address: str, as_new: AsNew) -> None:
    engine = open_engine(address)
    metadata.create_all(engine)
    with units(engine, lambda: BEGINNING, "C".__mul__, b"a secret of the tests")() as unit:
        as_new.plant(unit)
        unit.commit()
    engine.dispose()


def _catalogue(connection: Connection) -> tuple[Any, ...]:
    return tuple(connection.exec_driver_sql(_CATALOGUE).one())


def _statements(connection: Connection) -> str:
    """What makes a database again as it is now: copies of its rows are kept in a schema of their own."""
    connection.exec_driver_sql("CREATE SCHEMA as_new")
    names = [table.name for table in metadata.sorted_tables]
    # Without triggers: the audit trail does not let its rows be deleted.
    statements = ["SET session_replication_role = replica", *(f"DELETE FROM {name}" for name in reversed(names))]
    for name in names:
        if connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1").first():
            connection.exec_driver_sql(f"CREATE TABLE as_new.{name} AS TABLE {name}")
            statements.append(f"INSERT INTO {name} SELECT * FROM as_new.{name}")
    for counter, last in connection.exec_driver_sql(_COUNTERS).all():
        statements.append(f"SELECT setval('{counter}', {last or 1}, {last is not None})")
    return ";".join([*statements, "SET session_replication_role = origin"])


def _emptied(kept: _Kept) -> bool:
    """Whether it could be made as new; not where a test changed the tables or left a lock behind."""
    try:
        if _catalogue(kept.connection) != kept.catalogue:
            return False
        kept.connection.exec_driver_sql(kept.statements)
    except DBAPIError:
        kept.connection.invalidate()
        return False
    return True
