"""Where people are reached: addresses on messengers, who is behind them, and when they were heard from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select, update

from storage.changes import change
from storage.prepared import Prepared
from storage.tables import bindings
from storage.tables.columns import Instant
from storage.unit_of_work import UnitOfWork

ADDRESS = (bindings.c.id, bindings.c.channel, bindings.c.account, bindings.c.address, bindings.c.person_id)
_BOUND = Prepared(
    select(*ADDRESS).where(
        bindings.c.channel == bindparam("on"), bindings.c.account == bindparam("ours"),
        bindings.c.address == bindparam("theirs"), bindings.c.revoked_at.is_(None),
    ),
    own=True,
)  # fmt: skip
_BINDING = Prepared(select(*ADDRESS).where(bindings.c.id == bindparam("one")))
_BINDINGS_OF = Prepared(
    select(*ADDRESS)
    .where(bindings.c.person_id == bindparam("whose"), bindings.c.revoked_at.is_(None))
    .order_by(bindings.c.last_seen_at.desc().nulls_last(), bindings.c.id)
)
_SEEN = Prepared(
    update(bindings).where(bindings.c.id == bindparam("one")).values(last_seen_at=bindparam("now", type_=Instant()))
)


@dataclass(frozen=True)
class Binding:
    """One address on one channel; `person_id` is None until somebody has enrolled there."""

    id: int
    channel: str
    account: str
    address: str
    person_id: int | None


def bound(unit: UnitOfWork, channel: str, account: str, address: str) -> Binding:
    """The binding of an address, made when it is seen for the first time."""
    found = unit.rows(_BOUND, on=channel, ours=account, theirs=address)
    if found:
        return read(found[0])
    made = insert(bindings).values(channel=channel, account=account, address=address, created_at=unit.now)
    return read(unit.execute(made.returning(bindings)).one())


def binding(unit: UnitOfWork, binding_id: int) -> Binding:
    """The binding of that id."""
    (row,) = unit.rows(_BINDING, one=binding_id)
    return read(row)


def bindings_of(unit: UnitOfWork, person_id: int) -> tuple[Binding, ...]:
    """Where a person can be reached, the address last used first."""
    return tuple(map(read, unit.rows(_BINDINGS_OF, whose=person_id)))


def channels(unit: UnitOfWork, places: Iterable[tuple[int | None, int | None]]) -> tuple[tuple[str, ...], ...]:
    """For each (address, person) the channels by which they are probably reached, the best first: that of the address,
    else those of the person's, the last used first. Of many at once."""
    wanted = list(places)
    one, whose = ({number for number in numbers if number} for numbers in zip(*wanted, strict=True))
    query = select(bindings.c.id, bindings.c.person_id, bindings.c.channel).where(
        or_(bindings.c.id.in_(one), and_(bindings.c.person_id.in_(whose), bindings.c.revoked_at.is_(None)))
    )
    own: dict[int, str] = {}
    of_person: dict[int, list[str]] = {}
    for row in unit.execute(query.order_by(bindings.c.last_seen_at.desc().nulls_last(), bindings.c.id)):
        own[row.id] = row.channel
        of_person.setdefault(row.person_id, []).append(row.channel)
    return tuple(
        ((own[at],) if at in own else ()) + tuple(of_person.get(person, ()) if person else ()) for at, person in wanted
    )


def seen(unit: UnitOfWork, binding_id: int) -> None:
    """Remember that somebody was heard from at this address."""
    unit.later(_SEEN, one=binding_id, now=unit.now)


def forget_first_moment(unit: UnitOfWork, binding_id: int) -> None:
    """Of an address that is new with a private message only the day is kept."""
    day = unit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    where = (bindings.c.id == binding_id, bindings.c.created_at == unit.now, bindings.c.last_seen_at.is_(None))
    unit.execute(update(bindings).where(*where).values(created_at=day))


def awake(unit: UnitOfWork, since: datetime, *, person_id: int | None, binding_id: int | None) -> bool:
    """Whether somebody was heard from since then, at that address or on any channel of that person's."""
    theirs = bindings.c.person_id == person_id if person_id is not None else bindings.c.id == binding_id
    query = select(bindings.c.id).where(theirs, bindings.c.last_seen_at >= since)
    return unit.execute(query.limit(1)).first() is not None


def bind(unit: UnitOfWork, binding_id: int, person_id: int) -> None:
    """Put a person behind an address that nobody was behind; raises Conflict when somebody is."""
    change(
        unit,
        bindings,
        binding_id,
        expect={"person_id": None, "revoked_at": None},
        put={"person_id": person_id},
        action="bind",
        by=person_id,
    )


def unbind(unit: UnitOfWork, binding_id: int, *, by: int | None) -> None:
    """Close an address (unfollowed, or handed to somebody else); its history stays."""
    change(
        unit, bindings, binding_id, expect={"revoked_at": None}, put={"revoked_at": unit.now}, action="unbind", by=by
    )


def read(row: Any) -> Binding:
    """The binding in a row with the columns ADDRESS."""
    return Binding(row.id, row.channel, row.account, row.address, row.person_id)
