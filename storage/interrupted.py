"""What was being sent when whoever sent it died."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from storage import private_post
from storage.tables import outbox
from storage.unit_of_work import UnitOfWork

ONCE = ("reminder", "digest")
"""Kinds that are rather not sent than sent twice."""
_INTERRUPTED = "interrupted while sending"


def release_stuck(unit: UnitOfWork, before: datetime) -> int:
    """Settle what was being sent when a process died before that moment; how many there were.

    Replies and notices go again, and it costs them no try: no platform refused them. Reminders and digests are marked
    failed, since the platform may have them.
    """
    return _release(unit, outbox.c.sent_at < before) + private_post.release_stuck(unit, before)


def release_dead(unit: UnitOfWork, processes: Sequence[int]) -> int:
    """Settle in the same way what these processes were sending; how many there were."""
    return _release(unit, outbox.c.claimed_by.in_(processes)) + private_post.release_dead(unit, processes)


def senders(unit: UnitOfWork) -> frozenset[int]:
    """The processes that are sending something, as far as they are known."""
    query = select(outbox.c.claimed_by).where(outbox.c.status == "sending", outbox.c.claimed_by.is_not(None))
    return frozenset(unit.execute(query.distinct()).scalars()) | private_post.senders(unit)


def _release(unit: UnitOfWork, which: ColumnElement[bool]) -> int:
    stuck = (outbox.c.status == "sending", which)
    again = unit.execute(
        update(outbox)
        .where(*stuck, outbox.c.kind.not_in(ONCE))
        .values(status="waiting", attempts=outbox.c.attempts - 1, error=_INTERRUPTED)
    )
    lost = unit.execute(
        update(outbox)
        .where(*stuck, outbox.c.kind.in_(ONCE))
        .values(status="failed", error=f"{_INTERRUPTED}; not repeated, since it may have arrived")
    )
    return again.rowcount + lost.rowcount


def interrupted(unit: UnitOfWork, letter_id: int) -> bool:
    """Whether whoever tried to send a message last died over it, so that its platform may have it."""
    return unit.execute(select(outbox.c.error).where(outbox.c.id == letter_id)).scalar_one_or_none() == _INTERRUPTED
