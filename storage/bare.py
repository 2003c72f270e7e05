"""Addresses that are known from private words alone: the row would say that whoever is there spoke in private, and
nothing else. Where they speak again they get a new one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError

from storage import asides
from storage.asides import DAY
from storage.faults import Conflict
from storage.tables import asides as sheets
from storage.tables import bindings, metadata
from storage.unit_of_work import OpenUnit, UnitOfWork

LOOKS_BACK = timedelta(days=5)
"""Longer than anything private is kept for a repeat (storage.private_post.REPEATED)."""


def let_go(open_unit: OpenUnit) -> int:
    """Delete addresses that nobody was heard from on record, that nothing refers to, and for which no private message
    waits; how many.

    They are known by their first moment, of which only the day was kept (storage.reaching.forget_first_moment).
    """
    try:
        with open_unit() as unit:
            gone = _deleted(unit)
            unit.commit()
            return gone
    except (Conflict, IntegrityError):  # somebody spoke there at this very moment
        return 0


def _deleted(unit: UnitOfWork) -> int:
    if unit.execute(select(sheets.c.key).limit(1)).first() is None:
        return 0
    today = unit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - number * DAY for number in range(LOOKS_BACK.days + 1)]
    waiting = {asides.opened(unit, one)["binding_id"] for one in asides.of_kind(unit, "letter")}
    alone = [
        ~exists().where(column == bindings.c.id)
        for table in metadata.tables.values()
        for column in table.c
        if column.references(bindings.c.id)
    ]
    query = select(bindings.c.id).where(
        bindings.c.person_id.is_(None), bindings.c.last_seen_at.is_(None), bindings.c.created_at.in_(days), *alone
    )
    free = query.with_for_update(skip_locked=True, of=bindings)  # PostgreSQL; SQLite has one writer
    gone = set(unit.execute(free).scalars()) - waiting
    unit.execute(delete(bindings).where(bindings.c.id.in_(gone)))
    return len(gone)
