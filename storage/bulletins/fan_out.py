"""Sending a bulletin in portions: who comes next, each enterprise once in a round, whoever asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.dialects import postgresql, sqlite

from storage import outbox
from storage.bulletins.writing import Bulletin, read, readers
from storage.changes import change
from storage.letters import written
from storage.scope import Scope, within
from storage.tables import bulletin_receipts, bulletins, enterprises, roles
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Portion:
    """Those who are to be written to now, and whether they were the last."""

    people: tuple[int, ...]
    enterprises: int
    last: bool


def unfinished(unit: UnitOfWork, scope: Scope) -> tuple[Bulletin, ...]:
    """Bulletins that are still going out, the oldest first, within the scope (the clock's is everything)."""
    if not scope.everything:
        return ()
    query = select(bulletins).where(bulletins.c.sending.is_(True)).order_by(bulletins.c.id)
    return tuple(map(read, unit.execute(query)))


def send(unit: UnitOfWork, one: Bulletin, body: Mapping[str, Any], limit: int) -> Portion:
    """Queue the message for the next portion of enterprises. Raises Conflict when another process took this portion:
    it is theirs then."""
    portion = next_portion(unit, one, limit)
    keys = {person_id: f"bulletin/{one.id}/{one.round}/{person_id}" for person_id in portion.people}
    same = written(body)
    outbox.put_once(unit, "notice", [(person_id, same, key) for person_id, key in keys.items()])
    return portion


def next_portion(unit: UnitOfWork, one: Bulletin, limit: int) -> Portion:
    """The next enterprises with the people to write to, taken so that nobody else takes them.

    Queue their messages in the same transaction. Raises Conflict when another process took this portion.
    """
    seen = exists().where(
        bulletin_receipts.c.bulletin_id == one.id, bulletin_receipts.c.enterprise_id == enterprises.c.id,
        bulletin_receipts.c.read_at.is_not(None),
    )  # fmt: skip
    query = select(enterprises.c.id).where(one.draft.audience.condition(), enterprises.c.id > one.reached, ~seen)
    ids = list(unit.execute(query.order_by(enterprises.c.id).limit(limit)).scalars())
    last = len(ids) < limit
    put = {"reached": ids[-1] if ids else one.reached, "sending": not last}
    expect = {"reached": one.reached, "round": one.round, "sending": True}
    change(unit, bulletins, one.id, expect=expect, put=put, action="bulletin.portion", by=None)
    rows = unit.execute(
        select(roles.c.enterprise_id, roles.c.person_id)
        .join(enterprises, enterprises.c.id == roles.c.enterprise_id)
        .where(within(Scope(everything=True)), roles.c.enterprise_id.in_(ids), readers())
        .order_by(roles.c.enterprise_id, roles.c.id)
    ).all()
    people = {(row.enterprise_id, row.person_id) for row in rows}
    _receipts(unit, one, ids, Counter(enterprise_id for enterprise_id, _ in people))
    return Portion(tuple(dict.fromkeys(row.person_id for row in rows)), len(ids), last)


def _receipts(unit: UnitOfWork, one: Bulletin, ids: list[int], people: Counter[int]) -> None:
    """A receipt to be signed for each enterprise; there already in later rounds."""
    if not ids:
        return
    insert = postgresql.insert if unit.dialect == "postgresql" else sqlite.insert
    rows = [
        {"bulletin_id": one.id, "enterprise_id": number, "queued_at": unit.now, "people": people[number]}
        for number in ids
    ]
    unit.execute(insert(bulletin_receipts).values(rows).on_conflict_do_nothing())
