"""Who has read a bulletin and who has not; and what an enterprise was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, update

from storage.bulletins.writing import Bulletin, of, read
from storage.changes import note
from storage.oversight.office import Office
from storage.scope import Scope, within
from storage.tables import bulletin_receipts, bulletins, enterprises
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Receipt:
    """A bulletin with what one enterprise did about it. `principal_read_at`: a principal read it, in person."""

    bulletin: Bulletin
    enterprise_id: int
    read_at: datetime | None
    principal_read_at: datetime | None
    checked_at: datetime | None


@dataclass(frozen=True)
class Tally:
    """How far a bulletin has come: enterprises sent to, without anybody to send to, that read it, that answered its
    checklist, and in how many of those something was found."""

    sent: int
    nobody: int
    read: int
    checked: int
    found: int


def mark_read(unit: UnitOfWork, one: Receipt, *, by: int, principal: bool) -> None:
    """Somebody there has read it; the first reader and the first principal are kept."""
    keys = (
        bulletin_receipts.c.bulletin_id == one.bulletin.id, bulletin_receipts.c.enterprise_id == one.enterprise_id,
    )  # fmt: skip
    first = update(bulletin_receipts).where(*keys, bulletin_receipts.c.read_at.is_(None))
    changed = unit.execute(first.values(read_at=unit.now, read_by=by)).rowcount
    if principal:
        theirs = update(bulletin_receipts).where(*keys, bulletin_receipts.c.principal_read_at.is_(None))
        changed += unit.execute(theirs.values(principal_read_at=unit.now)).rowcount
    if changed:
        after = {"enterprise_id": one.enterprise_id, "principal": principal}
        note(unit, "bulletin.read", "bulletins", one.bulletin.id, by=by, after=after)


def mark_checked(unit: UnitOfWork, one: Receipt, *, negative: int, by: int) -> None:
    """Its short checklist was answered, with so many bad answers; the latest answer counts."""
    unit.execute(
        update(bulletin_receipts)
        .where(
            bulletin_receipts.c.bulletin_id == one.bulletin.id,
            bulletin_receipts.c.enterprise_id == one.enterprise_id,
        )
        .values(checked_at=unit.now, negative=negative)
    )
    after = {"enterprise_id": one.enterprise_id, "negative": negative}
    note(unit, "bulletin.checked", "bulletins", one.bulletin.id, by=by, after=after)


def received(unit: UnitOfWork, scope: Scope, *, limit: int = 20, bulletin_id: int | None = None) -> tuple[Receipt, ...]:
    """What was sent to the enterprises of the scope: unread ones first, then the latest."""
    query = (
        select(bulletins, bulletin_receipts)
        .join(bulletin_receipts, bulletin_receipts.c.bulletin_id == bulletins.c.id)
        .join(enterprises, enterprises.c.id == bulletin_receipts.c.enterprise_id)
        .where(within(scope))
        .order_by(bulletin_receipts.c.read_at.is_not(None), bulletins.c.id.desc())
        .limit(limit)
    )
    if bulletin_id is not None:
        query = query.where(bulletins.c.id == bulletin_id)
    return tuple(map(_receipt, unit.execute(query)))


def sent_by(unit: UnitOfWork, office: Office, *, limit: int = 20) -> tuple[Bulletin, ...]:
    """What an office has sent, the latest first."""
    query = select(bulletins).where(of(office)).order_by(bulletins.c.id.desc()).limit(limit)
    return tuple(map(read, unit.execute(query)))


def tally(unit: UnitOfWork, scope: Scope, one: Bulletin) -> Tally:
    """The figures of a bulletin within the scope."""
    receipts = bulletin_receipts.c
    query = (
        select(
            func.count(),
            func.count().filter(receipts.people == 0),
            func.count(receipts.read_at),
            func.count(receipts.checked_at),
            func.count().filter(receipts.negative > 0),
        )
        .select_from(bulletin_receipts.join(enterprises, enterprises.c.id == receipts.enterprise_id))
        .where(within(scope), receipts.bulletin_id == one.id)
    )
    return Tally(*(int(count) for count in unit.execute(query).one()))


def unread(
    unit: UnitOfWork, scope: Scope, one: Bulletin, *, limit: int = 50, after: int = 0
) -> tuple[tuple[str, int], ...]:
    """(name, people it was sent to) of the enterprises that have not read it, by id; `after` skips that many."""
    query = (
        select(enterprises.c.name, bulletin_receipts.c.people)
        .join(enterprises, enterprises.c.id == bulletin_receipts.c.enterprise_id)
        .where(and_(within(scope), bulletin_receipts.c.bulletin_id == one.id, bulletin_receipts.c.read_at.is_(None)))
        .order_by(enterprises.c.id)
        .offset(after)
        .limit(limit)
    )
    return tuple((row.name, row.people) for row in unit.execute(query))


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(read(row), row.enterprise_id, row.read_at, row.principal_read_at, row.checked_at)
