"""Photos a messenger told us of and that are not fetched yet: written down before the first try, tried until the
messenger no longer keeps them, and only then is the sender told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage.tables import awaited_photos
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class AwaitedPhoto:
    """One photo: the message it came with, and where the platform keeps it."""

    id: int
    channel: str
    account: str
    address: str
    message_id: str
    url: str
    media: str
    received_at: datetime
    tries: int


def expect(
    unit: UnitOfWork, *, channel: str, account: str, address: str, message_id: str, url: str, media: str,
    first_try: timedelta,
) -> AwaitedPhoto:  # fmt: skip
    """Write a photo down, once for each message. Whoever does so has `first_try` for themselves."""
    where = (
        awaited_photos.c.channel == channel,
        awaited_photos.c.account == account,
        awaited_photos.c.message_id == message_id,
    )
    row = unit.execute(select(awaited_photos).where(*where)).one_or_none()
    if row is None:
        row = unit.execute(
            insert(awaited_photos)
            .values(
                channel=channel, account=account, address=address, message_id=message_id, url=url, media=media,
                received_at=unit.now, due_at=unit.now + first_try, tries=0,
            )
            .returning(awaited_photos)
        ).one()  # fmt: skip
    return _photo(row)


def take_due(
    unit: UnitOfWork, channel: str, account: str, keeps: timedelta, limit: int = 20
) -> tuple[AwaitedPhoto, ...]:
    """Photos to be tried now; nobody else gets them before `keeps` has passed."""
    query = (
        select(awaited_photos)
        .where(
            awaited_photos.c.channel == channel,
            awaited_photos.c.account == account,
            awaited_photos.c.due_at <= unit.now,
        )
        .order_by(awaited_photos.c.due_at)
        .limit(limit)
    )
    taken = []
    for row in unit.execute(query).all():
        mine = unit.execute(
            update(awaited_photos)
            .where(awaited_photos.c.id == row.id, awaited_photos.c.due_at == row.due_at)
            .values(due_at=unit.now + keeps, tries=row.tries + 1)
        )
        if mine.rowcount:
            taken.append(_photo(row))
    return tuple(taken)


def postpone(unit: UnitOfWork, photo_id: int, wait: timedelta) -> None:
    """Not yet: try again after that."""
    unit.execute(update(awaited_photos).where(awaited_photos.c.id == photo_id).values(due_at=unit.now + wait))


def done(unit: UnitOfWork, photo_id: int) -> bool:
    """It is fetched, or given up; whether it was still awaited."""
    return unit.execute(delete(awaited_photos).where(awaited_photos.c.id == photo_id)).rowcount == 1


def _photo(row: Row[Any]) -> AwaitedPhoto:
    return AwaitedPhoto(
        row.id, row.channel, row.account, row.address, row.message_id, row.url, row.media, row.received_at, row.tries
    )
