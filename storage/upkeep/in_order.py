"""What databases keep beside the rows in the order in which they were written, and which so would tell when somebody
wrote in private; it is lost at the full quarters, whether anything was written or not."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, text

from checklists.errors import TryLater
from storage.asides import QUARTER, coarse
from storage.tables import asides
from storage.unit_of_work import OpenUnit

_BEGUN = timedelta(seconds=90)
"""How long a quarter is young; the clock ticks every minute."""


def at_a_quarter(now: datetime) -> bool:
    """Whether a quarter of an hour has just begun."""
    return now - (coarse(now, QUARTER) - QUARTER) < _BEGUN


def lost(open_unit: OpenUnit) -> None:
    """Lose the order.

    SQLite: the write-ahead log holds pages in it; all is written into the database and the log cut off
    (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). Where somebody is reading just then it stays as it is,
    until the next time.

    PostgreSQL: every row bears the number of its transaction (xmin), and what was deleted lies in the file until
    vacuum. The sealed sheets are written anew in one transaction, in the order of their keys, into a new file
    (https://www.postgresql.org/docs/current/sql-truncate.html). It is left for the next time where the table is not
    free at once, as while a copy is made.
    """
    with open_unit() as unit:
        connection: Connection = unit.connection
        if connection.dialect.name == "sqlite":
            unit.commit()
            driver = connection.connection.dbapi_connection
            if driver is not None:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        try:
            unit.execute(text("SET LOCAL lock_timeout = '200ms'"))
            unit.execute(text("LOCK TABLE asides IN ACCESS EXCLUSIVE MODE"))
        except TryLater:
            return
        rows = [dict(row) for row in unit.execute(select(asides).order_by(asides.c.key)).mappings()]
        unit.execute(text("TRUNCATE asides"))
        if rows:
            unit.execute(insert(asides), rows)
        unit.commit()
