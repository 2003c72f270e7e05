"""Hands statements to the database's driver past SQLAlchemy, whose errors come out all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def at_once(connection: Connection, statements: int) -> Iterator[None]:
    """PostgreSQL is handed all of the block before it has answered to the first: one way to and fro in place of one for
    each (https://www.psycopg.org/psycopg3/docs/advanced/pipeline.html). What came of it is there after the block."""
    library, driver = connection.dialect.loaded_dbapi, connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite" or statements < 2 or not library.Pipeline.is_supported():
        yield
        return
    try:
        with driver.pipeline():  # type: ignore[union-attr]
            yield
    except Exception as error:
        _raise_as_sqlalchemy(connection, "", error)
        raise


def carry_out(connection: Connection, text: str, values: Any, *, many: bool = False) -> Any:
    """Hand words and parameters to the driver; its cursor. Raises what SQLAlchemy would."""
    if not connection.in_transaction():  # after a commit: what SQLAlchemy begins by itself the driver does not
        connection.begin()
    return say(connection, text, values, many=many)


def say(connection: Connection, text: str, values: Any = (), *, many: bool = False) -> Any:
    """The same whether a transaction stands or not: this may be what begins one."""
    driver: Any = connection.connection.dbapi_connection  # which for both drivers is the driver's own
    try:
        if not many:
            return driver.execute(text, values)
        cursor = driver.cursor()
        cursor.executemany(text, values)
    except Exception as error:
        _raise_as_sqlalchemy(connection, text, error)
        raise
    return cursor


def _raise_as_sqlalchemy(connection: Connection, text: str, error: Exception) -> None:
    """What the driver raised in SQLAlchemy's words; nothing for what was not the driver."""
    dialect = connection.dialect
    known: Any = dialect.loaded_dbapi.Error
    if isinstance(error, known):
        gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
        raise DBAPIError.instance(
            text, None, error, known, hide_parameters=True, connection_invalidated=gone, dialect=dialect
        ) from error
