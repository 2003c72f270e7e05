"""Safe copies of the database while the program runs, and putting one back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from checklists.errors import TellOperator, UserMistake
from storage.upkeep import postgres_copy, sqlite_copy

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""


def backup(engine: Engine, file: Path, progress: Progress | None = None) -> None:
    """Write a copy of the whole database, as it is at one moment, to a file that must not be there yet.

    SQLite: a database file (online backup API, checked afterwards). PostgreSQL: pg_dump's custom format.
    Raises UserMistake for a file that is there, TryLater and TellOperator as the database does. Photos are files
    beside the database and are not in it.
    """
    if file.exists():
        raise UserMistake(f"{file} is there already and is not overwritten; give another name.")
    if not file.resolve().parent.is_dir():
        raise UserMistake(f"The folder of {file} is not there; make it first.")
    try:
        if engine.dialect.name == "sqlite":
            sqlite_copy.backup(engine, file, progress or _silent)
        else:
            postgres_copy.backup(engine, file)
    except OSError as error:
        raise TellOperator(
            f"{file} cannot be written ({error.strerror}); check its folder, its rights and the disk."
        ) from error


def restore(engine: Engine, file: Path, keep: Path, progress: Progress | None = None) -> None:
    """Put a copy back in place of everything that is in the database now, whole or not at all.

    What is there now is first backed up to `keep`. The copy is looked at before anything is touched: UserMistake for
    a file that is no copy of ours. Run `upgrade` afterwards, since the copy may be of an earlier version.
    """
    if not file.is_file():
        raise UserMistake(f"{file} is not there; give the file that `db backup` wrote.")
    module = sqlite_copy if engine.dialect.name == "sqlite" else postgres_copy
    module.must_be_ours(file)
    backup(engine, keep, progress)
    if engine.dialect.name == "sqlite":
        sqlite_copy.restore(engine, file, progress or _silent)
    else:
        postgres_copy.restore(engine, file)


def must_be_alone(engine: Engine) -> None:
    """Raise UserMistake where somebody else has the database open: a program that runs would go on with what it
    remembers of the record that is replaced. Asked before a restore; the engine's own connections are closed for it."""
    engine.dispose()
    module = sqlite_copy if engine.dialect.name == "sqlite" else postgres_copy
    others = module.others(engine)
    if others:
        raise UserMistake(
            f"The database is open elsewhere ({others}); nothing was changed. Stop the program first (`serve`, or "
            "`systemctl stop` of its unit, and whatever else looks into the database), then run this again."
        )


def _silent(_done: int, _total: int) -> None:
    return
