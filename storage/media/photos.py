"""Photos on record: taken in, found again, and shown to those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Row, insert, or_, select

from storage import private_post, reaching
from storage.media import files
from storage.media.numbers import next_number, private_number
from storage.media.picture import Prepared, prepare
from storage.media.renewing import without_moment
from storage.scope import Scope, within
from storage.tables import bindings, enterprises, hazard_photos, hazards, media, permit_photos, permits
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Photo:
    """One photo on record: file names relative to the media folder, sizes in pixels, `size` of the file in bytes."""

    id: int
    sha256: str
    path: str
    thumbnail: str
    width: int
    height: int
    size: int
    owner_binding: int | None


def accept(unit: UnitOfWork, folder: Path, data: bytes, *, owner_binding: int | None) -> Photo:
    """Judge bytes somebody sent, keep the photo, enter its row. Raises UserMistake with a key photo.* for what is none.

    Where a transaction must be short, call `prepare` before it is opened and `keep` within it.
    """
    return keep(unit, folder, prepare(data), owner_binding=owner_binding)


def keep(unit: UnitOfWork, folder: Path, prepared: Prepared, *, owner_binding: int | None) -> Photo:
    """Write the files, then the row, which becomes durable with the unit's commit.

    The same bytes twice from one owner are one photo. A crash in between leaves files without a row: see `sweep`.
    What is sent within a private conversation is nobody's and bears no moment and no hash of what was sent.
    """
    if owner_binding is not None and _in_private(unit, owner_binding):
        reaching.forget_first_moment(unit, owner_binding)
        return _kept_for_nobody(unit, folder, prepared)
    known = unit.execute(
        select(media)
        .where(media.c.sha256 == prepared.sha256, media.c.owner_binding.is_not_distinct_from(owner_binding))
        .order_by(media.c.id)
    ).first()
    if known is not None and all((folder / name).is_file() for name in (known.path, known.thumbnail)):
        return _photo(known)
    if known is not None:  # its file was lost: the sender has just given it back
        files.write(folder, known.thumbnail, prepared.thumbnail)
        files.write(folder, known.path, prepared.jpeg)
        return _photo(known)
    name = f"{unit.now:%Y/%m}/{unit.codes(20).lower()}"
    files.write(folder, f"{name}.small.jpg", prepared.thumbnail)
    files.write(folder, f"{name}.jpg", prepared.jpeg)
    row = unit.execute(
        insert(media)
        .values(
            **next_number(unit),
            sha256=prepared.sha256,
            path=f"{name}.jpg",
            thumbnail=f"{name}.small.jpg",
            width=prepared.width,
            height=prepared.height,
            size=len(prepared.jpeg),
            owner_binding=owner_binding,
            created_at=unit.now,
        )
        .returning(media)
    ).one()
    return _photo(row)


def _in_private(unit: UnitOfWork, binding_id: int) -> bool:
    row = unit.execute(select(bindings).where(bindings.c.id == binding_id)).one()
    return private_post.under_way(unit, private_post.Address(row.channel, row.account, row.address))


def _kept_for_nobody(unit: UnitOfWork, folder: Path, prepared: Prepared) -> Photo:
    day = unit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    name = f"{unit.now:%Y/%m}/{unit.codes(20).lower()}"
    names = {"path": f"{name}.jpg", "thumbnail": f"{name}.small.jpg"}
    files.write(folder, names["thumbnail"], prepared.thumbnail)
    files.write(folder, names["path"], prepared.jpeg)
    without_moment(folder, names.values(), day)
    values = {
        **private_number(), "sha256": unit.keys.name("photo", name), **names, "width": prepared.width,
        "height": prepared.height, "size": len(prepared.jpeg), "owner_binding": None, "created_at": day,
    }  # fmt: skip
    return _photo(unit.execute(insert(media).values(**values).returning(media)).one())


def photo(unit: UnitOfWork, media_id: int) -> Photo | None:
    """The photo of that id, whoever it belongs to; for the program's own use (sending it, drawing reports)."""
    row = unit.execute(select(media).where(media.c.id == media_id)).one_or_none()
    return _photo(row) if row is not None else None


def file_of(unit: UnitOfWork, folder: Path, media_id: int, *, thumbnail: bool = False) -> Path | None:
    """Where a photo's file lies, asked by somebody who has made sure that it may be seen; None when it is gone."""
    found = photo(unit, media_id)
    if found is None:
        return None
    path = folder / (found.thumbnail if thumbnail else found.path)
    return path if path.is_file() else None


def path_of(
    unit: UnitOfWork,
    folder: Path,
    media_id: int,
    *,
    owner_bindings: Sequence[int] = (),
    scopes: Sequence[Scope] = (),
    thumbnail: bool = False,
) -> Path | None:
    """Where a photo lies, for somebody who may see it; None for everybody else and for a file that is gone.

    May see it: whoever sent it (`owner_bindings`), and whoever's scopes hold a hazard it hangs on or a permit it shows.
    """
    reach = [media.c.owner_binding.in_(owner_bindings)] if owner_bindings else []
    for scope in scopes:
        hangs = (
            select(hazard_photos.c.media_id)
            .join(hazards, hazards.c.id == hazard_photos.c.hazard_id)
            .join(enterprises, enterprises.c.id == hazards.c.enterprise_id)
            .where(hazard_photos.c.media_id == media_id, within(scope))
        )
        shows = (
            select(permit_photos.c.media_id)
            .join(permits, permits.c.id == permit_photos.c.permit_id)
            .join(enterprises, enterprises.c.id == permits.c.enterprise_id)
            .where(permit_photos.c.media_id == media_id, within(scope))
        )
        reach += [media.c.id.in_(hangs), media.c.id.in_(shows)]
    if not reach:
        return None
    if unit.execute(select(media.c.id).where(media.c.id == media_id, or_(*reach))).first() is None:
        return None
    return file_of(unit, folder, media_id, thumbnail=thumbnail)


def _photo(row: Row[tuple[object, ...]]) -> Photo:
    return Photo(row.id, row.sha256, row.path, row.thumbnail, row.width, row.height, row.size, row.owner_binding)
