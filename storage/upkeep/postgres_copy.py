"""Copies by PostgreSQL's own pg_dump and pg_restore (https://www.postgresql.org/docs/current/backup-dump.html)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Engine, text

from checklists.errors import TellOperator, UserMistake
from storage.faults import translated

TRIES = 5
_A_MOMENT = text("SELECT pg_sleep(0.2)")
_SESSIONS = text(
    "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND coalesce(backend_type, 'client backend') = 'client backend'"  # of another user's only that it is there
)


def backup(engine: Engine, file: Path) -> None:
    """Dump the database to that file in the custom format, as it is at one moment."""
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)  # pg_dump keeps the rights of what is there
    try:
        _run(engine, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}")
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(engine: Engine, file: Path) -> None:
    """Replace our tables by those of the dump, in one transaction."""
    _run(
        engine, "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
        "--exit-on-error", str(file),
    )  # fmt: skip


def others(engine: Engine) -> str:
    """Who else has a session in the database, "" for nobody. One that ends takes the server an instant: asked again
    (https://www.postgresql.org/docs/current/monitoring-stats.html, pg_stat_activity)."""
    with translated(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(TRIES):
            found = connection.execute(_SESSIONS).all()
            if not found:
                return ""
            connection.execute(_A_MOMENT)
    named = sorted({row.application_name for row in found if row.application_name})
    return f"{len(found)} other sessions" + (f": {', '.join(named)}" if named else "")


def must_be_ours(file: Path) -> None:
    """Raise UserMistake for a file that is no dump holding our tables."""
    listed = subprocess.run([_found("pg_restore"), "--list", str(file)], capture_output=True, text=True, check=False)  # noqa: S603
    if listed.returncode != 0 or " alembic_version " not in listed.stdout:
        raise UserMistake(f"{file} is no dump of an Ancha database; give one that `db backup` wrote.")


def _run(engine: Engine, tool: str, *arguments: str) -> None:
    """Run one of the tools against our database; the password goes by the environment, where `ps` cannot see it."""
    url = engine.url
    known = {
        "PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }  # fmt: skip
    # What stands behind the question mark (host=…, sslmode=…) is libpq's own and goes by its variables too.
    known |= {f"PG{name.upper()}": value for name, value in url.query.items() if isinstance(value, str)}
    environment = os.environ | {name: str(value) for name, value in known.items() if value}
    database = ("--dbname", str(url.database)) if tool == "pg_restore" else ()
    done = subprocess.run(  # noqa: S603
        [_found(tool), *database, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise TellOperator(f"{tool} failed ({said}); nothing was changed. Check the server and its version.")


def _found(tool: str) -> str:
    path = shutil.which(tool)
    if path is None:
        raise TellOperator(f"{tool} was not found; install PostgreSQL's client programs and run this again.")
    return path
