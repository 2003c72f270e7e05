"""Photos a messenger told us of and that are not fetched yet: written down before the first try, tried until the
messenger no longer keeps them, and only then is the sender told.

One that comes within a private conversation stands on a sealed sheet (storage.asides), under an id below zero.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage import asides, lifesign, private_post, reaching
from storage.private_post import Address
from storage.tables import awaited_photos
from storage.unit_of_work import UnitOfWork

PRIVATE_GOES = timedelta(days=4)
"""No messenger keeps a photo longer."""


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

    @property
    def private(self) -> bool:
        """Whether it came within a private conversation: then no line of a log may tell of it."""
        return self.id < 0


def expect(
    unit: UnitOfWork, *, channel: str, account: str, address: str, message_id: str, url: str, media: str,
    first_try: timedelta,
) -> AwaitedPhoto:  # fmt: skip
    """Write a photo down, once for each message. Whoever does so has `first_try` for themselves."""
    if private_post.under_way(unit, Address(channel, account, address)):
        number = -1 - int(unit.keys.name("awaited", channel, account, message_id)[:11], 16)
        one = AwaitedPhoto(number, channel, account, address, message_id, url, media, unit.now, 0)
        reaching.forget_first_moment(unit, reaching.bound(unit, channel, account, address).id)
        _lay(unit, one, unit.now + first_try)
        return one
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
                claimed_by=lifesign.process(unit),
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
            .values(due_at=unit.now + keeps, tries=row.tries + 1, claimed_by=lifesign.process(unit))
        )
        if mine.rowcount:
            taken.append(_photo(row))
    return (*taken, *_private_due(unit, channel, account, keeps))


def left_over(unit: UnitOfWork, keeps: timedelta) -> int:
    """Where nobody lives who might have them: what waits for at most `keeps`, as what was taken for a try does, is due
    now; how many. What was put off for so little comes a little sooner with it."""
    taken = awaited_photos.c.due_at > unit.now, awaited_photos.c.due_at <= unit.now + keeps
    count = unit.execute(update(awaited_photos).where(*taken).values(due_at=unit.now)).rowcount
    for sealed in asides.of_kind(unit, "photo"):
        value = asides.opened(unit, sealed)
        if unit.now < datetime.fromisoformat(value["due_at"]) <= unit.now + keeps:
            count += asides.swap(unit, sealed, value | {"due_at": unit.now.isoformat()})
    return count


def claimants(unit: UnitOfWork) -> frozenset[int]:
    """The processes that are trying a photo, as far as they are known."""
    query = select(awaited_photos.c.claimed_by).where(
        awaited_photos.c.due_at > unit.now, awaited_photos.c.claimed_by.is_not(None)
    )
    private = (asides.opened(unit, sealed).get("by") for sealed in asides.of_kind(unit, "photo"))
    return frozenset(unit.execute(query.distinct()).scalars()) | {one for one in private if one is not None}


def let_go(unit: UnitOfWork, processes: Collection[int]) -> int:
    """What these processes were trying when they died is due now; how many there were."""
    theirs = awaited_photos.c.due_at > unit.now, awaited_photos.c.claimed_by.in_(processes)
    count = unit.execute(update(awaited_photos).where(*theirs).values(due_at=unit.now, claimed_by=None)).rowcount
    for sealed in asides.of_kind(unit, "photo"):
        value = asides.opened(unit, sealed)
        if value.get("by") in processes:
            count += asides.swap(unit, sealed, value | {"due_at": unit.now.isoformat(), "by": None})
    return count


def postpone(unit: UnitOfWork, photo_id: int, wait: timedelta) -> None:
    """Not yet: try again after that."""
    if photo_id < 0:
        sealed = asides.find(unit, _key(photo_id)).get(_key(photo_id))
        if sealed is not None:
            put_off = {"due_at": (unit.now + wait).isoformat(), "by": None}
            asides.swap(unit, sealed, asides.opened(unit, sealed) | put_off)
        return
    later = {"due_at": unit.now + wait, "claimed_by": None}
    unit.execute(update(awaited_photos).where(awaited_photos.c.id == photo_id).values(later))


def done(unit: UnitOfWork, photo_id: int) -> bool:
    """It is fetched, or given up; whether it was still awaited."""
    if photo_id < 0:
        there = bool(asides.find(unit, _key(photo_id)))
        asides.drop(unit, [_key(photo_id)])
        return there
    return unit.execute(delete(awaited_photos).where(awaited_photos.c.id == photo_id)).rowcount == 1


def _private_due(unit: UnitOfWork, channel: str, account: str, keeps: timedelta) -> tuple[AwaitedPhoto, ...]:
    taken = []
    for sealed in asides.of_kind(unit, "photo"):
        value = asides.opened(unit, sealed)
        ours = (value["channel"], value["account"]) == (channel, account)
        if ours and datetime.fromisoformat(value["due_at"]) <= unit.now:
            later = {"due_at": (unit.now + keeps).isoformat(), "tries": value["tries"] + 1}
            later["by"] = lifesign.process(unit)
            if asides.swap(unit, sealed, value | later):
                taken.append(_opened(value))
    return tuple(taken)


def _lay(unit: UnitOfWork, one: AwaitedPhoto, due_at: datetime) -> None:
    moments = {"received_at": one.received_at.isoformat(), "due_at": due_at.isoformat()}
    value = asdict(one) | moments | {"by": lifesign.process(unit)}
    asides.lay(unit, "photo", _key(one.id), value, unit.now + PRIVATE_GOES)


def _opened(value: dict[str, Any]) -> AwaitedPhoto:
    names = ("id", "channel", "account", "address", "message_id", "url", "media", "tries")
    return AwaitedPhoto(
        **{name: value[name] for name in names}, received_at=datetime.fromisoformat(value["received_at"])
    )


def _key(photo_id: int) -> str:
    return f"photo{photo_id}"


def _photo(row: Row[Any]) -> AwaitedPhoto:
    return AwaitedPhoto(
        row.id, row.channel, row.account, row.address, row.message_id, row.url, row.media, row.received_at, row.tries
    )
