"""Brings files and rows together again after a crash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from storage.media import files
from storage.tables import media
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Swept:
    """What a sweep found: how many stray files it removed, and the ids of photos whose file is gone."""

    removed: int
    missing: tuple[int, ...]


def sweep(unit: UnitOfWork, folder: Path, before: datetime) -> Swept:
    """Remove files no row names that were last written before that moment; report rows without their file.

    `before` lies an hour back by the clock of the file system, so that a photo just being taken in is left alone.
    A row without its file stays: it says that there was a photo, and what its hash was.
    """
    rows = unit.execute(select(media.c.id, media.c.path, media.c.thumbnail).order_by(media.c.id)).all()
    named = {name for row in rows for name in (row.path, row.thumbnail)}
    there: set[str] = set()
    removed = 0
    for name, written in files.names(folder) if folder.is_dir() else ():
        if name in named:
            there.add(name)
        elif written < before:
            (folder / name).unlink(missing_ok=True)
            removed += 1
    return Swept(removed, tuple(row.id for row in rows if not {row.path, row.thumbnail} <= there))
