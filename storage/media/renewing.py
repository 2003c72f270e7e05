"""Photos of private conversations: nobody's, without a moment, and made anew before anybody sees them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, insert, select

from storage.media import files
from storage.media.numbers import next_number
from storage.tables import media
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Renewed:
    """A photo's new id, and its old files: to be removed once the unit is committed."""

    id: int
    left: tuple[str, ...]


def renewed(unit: UnitOfWork, folder: Path, media_id: int) -> Renewed | None:
    """Put a photo in its own place anew: another id, other names, the moment of now; None where it is gone."""
    row = unit.execute(select(media).where(media.c.id == media_id)).mappings().one_or_none()
    if row is None or not all((folder / row[part]).is_file() for part in ("path", "thumbnail")):
        return None
    name = f"{unit.now:%Y/%m}/{unit.codes(20).lower()}"
    values = dict(row) | {"path": f"{name}.jpg", "thumbnail": f"{name}.small.jpg"}
    for part in ("path", "thumbnail"):
        files.write(folder, values[part], (folder / row[part]).read_bytes())
    values |= {"sha256": unit.keys.name("photo", name), "owner_binding": None, "created_at": unit.now}
    del values["id"]
    new = unit.execute(insert(media).values(**values, **next_number(unit)).returning(media.c.id)).scalar_one()
    return Renewed(int(new), removed(unit, [media_id]))


def removed(unit: UnitOfWork, media_ids: Iterable[int]) -> tuple[str, ...]:
    """Take the rows of nobody's photos away; their files, to be removed once the unit is committed."""
    query = select(media.c.id, media.c.path, media.c.thumbnail).where(
        media.c.id.in_(list(media_ids)), media.c.owner_binding.is_(None)
    )
    rows = unit.execute(query).all()
    unit.execute(delete(media).where(media.c.id.in_([row.id for row in rows])))
    return tuple(name for row in rows for name in (row.path, row.thumbnail))


def unlink(folder: Path, names: Iterable[str]) -> None:
    """Remove files no row names any more."""
    for name in names:
        (folder / name).unlink(missing_ok=True)


def without_moment(folder: Path, names: Iterable[str], day: datetime) -> None:
    """Files bear their day, and no time of it."""
    for name in names:
        os.utime(folder / name, (day.timestamp(), day.timestamp()))
