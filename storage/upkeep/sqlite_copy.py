"""Copies by SQLite's online backup API, which sees one moment of the database however busy it is.

https://www.sqlite.org/backup.html; it goes both ways, so that a restore too is one transaction: the running program
sees the old record or the restored one, and nothing in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from checklists.errors import TellOperator, TryLater, UserMistake
from storage.synced import synced
from storage.upkeep.schema import known_revisions

PAGES = 4096  # copied at a time; between two of them the progress is told
SECONDS = 10  # how long to wait for a busy database
ALONE_SECONDS = 1  # who only looks, such as a check, is gone by then


def backup(engine: Engine, file: Path, progress: Callable[[int, int], None]) -> None:
    """Copy the database to that file: a temporary name, checked, synced, then renamed."""
    unfinished = file.with_name(f".{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        with _said(file), closing(_open(_database(engine))) as source, closing(_open(unfinished)) as target:
            source.backup(target, pages=PAGES, progress=_told(progress))
            target.execute("PRAGMA journal_mode=DELETE")
            _must_be_whole(target, unfinished)
        synced(unfinished)
        unfinished.rename(file)
        synced(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(engine: Engine, file: Path, progress: Callable[[int, int], None]) -> None:
    """Copy that file over the database, in one transaction of it."""
    engine.dispose()
    target_file = _database(engine)
    with _said(target_file), closing(_open(file, read_only=True)) as source, closing(_open(target_file)) as target:
        target.execute("PRAGMA synchronous=FULL")
        # All pages in one step, so that no reader gets in between two of them.
        source.backup(target, pages=-1, progress=_told(progress))
        target.execute("PRAGMA journal_mode=WAL")
        _must_be_whole(target, target_file)


def others(engine: Engine) -> str:
    """Who else has the database open, "" for nobody.

    In WAL mode each connection holds a shared lock of the file for as long as it is open; who wants it alone is
    refused, and nothing is changed by asking (https://www.sqlite.org/wal.html, "Use of WAL Without Shared-Memory").
    """
    file = _database(engine)
    if not file.exists():
        return ""
    with _said(file), closing(_open(file, wait=ALONE_SECONDS)) as asking:
        asking.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            asking.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                return f"a process holds {file}"
            raise
    return ""


def must_be_ours(file: Path) -> None:
    """Raise UserMistake for a file that is no whole database of ours, or of a later version."""
    try:
        with closing(_open(file, read_only=True)) as copy:
            found = [str(row[0]) for row in copy.execute("SELECT version_num FROM alembic_version")]
            _must_be_whole(copy, file)
    except (sqlite3.DatabaseError, TellOperator) as error:
        raise UserMistake(f"{file} is no whole copy of an Ancha database; give one that `db backup` wrote.") from error
    if not found or found[0] not in known_revisions():
        raise UserMistake(f"{file} was made by a later version of the program; install that one first.")


def _database(engine: Engine) -> Path:
    name = engine.url.database
    if not name or name == ":memory:":
        raise TellOperator("A database in memory cannot be copied; set DATABASE_URL to one in a file.")
    return Path(name)


def _open(file: Path, *, read_only: bool = False, wait: float = SECONDS) -> sqlite3.Connection:
    address = f"{file.resolve().as_uri()}{'?mode=ro' if read_only else ''}"
    return sqlite3.connect(address, uri=True, timeout=wait, isolation_level=None)


def _must_be_whole(connection: sqlite3.Connection, file: Path) -> None:
    words = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if words != "ok":
        raise TellOperator(f"{file} is damaged ({words}); use an older backup.")


def _told(progress: Callable[[int, int], None]) -> Callable[[int, int, int], None]:
    return lambda _status, remaining, total: progress(total - remaining, total)


@contextmanager
def _said(file: Path) -> Iterator[None]:
    """The driver's errors as ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise TryLater("The database is busy; nothing was changed, try again in a moment.") from error
        raise TellOperator(f"{file} cannot be written ({error}); check its folder, its rights and the disk.") from error
