"""SQLite's write-ahead log keeps old pages in the order in which they were written, until it is begun anew."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.unit_of_work import OpenUnit


def emptied(open_unit: OpenUnit) -> None:
    """Write everything into the database and cut the log off (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).

    Where somebody is reading just then it stays as it is, until the next time. PostgreSQL needs nothing.
    """
    with open_unit() as unit:
        connection: Connection = unit.connection
        if connection.dialect.name != "sqlite":
            return
        unit.commit()
        driver = connection.connection.dbapi_connection
        if driver is not None:
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
