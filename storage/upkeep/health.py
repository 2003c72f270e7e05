"""Whether a database is sound."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select, text

from storage import inspected_months, trail
from storage.faults import translated
from storage.keys import Keys
from storage.tables import metadata
from storage.trail import Head
from storage.upkeep.by_the_trail import ledger_faults
from storage.upkeep.schema import differences, head, revision


@dataclass(frozen=True)
class Health:
    """The revision found and wanted, the faults (each says what to do), and how many rows each table holds."""

    backend: str
    revision: str | None
    head: str
    faults: tuple[str, ...]
    rows: dict[str, int]
    trail: Head | None = None
    """The audit trail's last seal."""

    @property
    def sound(self) -> bool:
        """Nothing is wrong with it."""
        return not self.faults


def check(engine: Engine, keys: Keys) -> Health:
    """Look at revision, tables, pages (SQLite's integrity check), references, the audit trail, and the
    ledger beside it. Changes nothing."""
    found, wanted = revision(engine), head()
    if found != wanted:
        made = "there are no tables yet" if found is None else f"it is at revision {found}, not {wanted}"
        fault = f"{made}; run `db upgrade`"
        return Health(engine.dialect.name, found, wanted, (fault,), {})
    if engine.dialect.name == "postgresql":  # one view of all tables, whatever the program writes meanwhile
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with translated(), engine.connect() as connection:
        faults = [f"the tables differ from the program's: {one}; restore a backup" for one in differences(connection)]
        if engine.dialect.name == "sqlite":
            faults += _sqlite_faults(connection)
        other = inspected_months.differing(connection)
        if other:
            faults.append(f"{other} rows of inspected_months differ from the inspections; restore a backup")
        faults += trail.faults(connection, keys)
        faults += ledger_faults(connection)
        rows = {
            table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
            for table in metadata.sorted_tables
        }
        last = trail.head(connection)
    return Health(engine.dialect.name, found, wanted, tuple(faults), rows, last)


def _sqlite_faults(connection: Connection) -> list[str]:
    """https://www.sqlite.org/pragma.html#pragma_integrity_check and #pragma_foreign_key_check"""
    words = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    faults = [f"the file is damaged ({one}); restore a backup with `db restore`" for one in words if one != "ok"]
    faults += [
        f"row {row[1]} of {row[0]} points to a row of {row[2]} that is not there; restore a backup with `db restore`"
        for row in connection.execute(text("PRAGMA foreign_key_check"))
    ]
    return faults
