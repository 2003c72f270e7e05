"""The photos that hang on a hazard, from before and after it was put right."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select

from storage.tables import hazard_photos
from storage.unit_of_work import UnitOfWork


def attach(unit: UnitOfWork, hazard_id: int, photos: Sequence[int], stage: str) -> None:
    """Hang photos on a hazard (`before` or `after`); one that hangs there already stays."""
    there = {
        row.media_id
        for row in unit.execute(select(hazard_photos.c.media_id).where(hazard_photos.c.hazard_id == hazard_id))
    }
    for photo in photos:
        if photo not in there:
            unit.execute(insert(hazard_photos).values(hazard_id=hazard_id, media_id=photo, stage=stage))
            there.add(photo)


def photos(unit: UnitOfWork, hazard_id: int, stage: str) -> tuple[int, ...]:
    """Media ids of a hazard's photos of that stage."""
    query = select(hazard_photos.c.media_id).where(
        hazard_photos.c.hazard_id == hazard_id, hazard_photos.c.stage == stage
    )
    return tuple(row.media_id for row in unit.execute(query.order_by(hazard_photos.c.media_id)))
