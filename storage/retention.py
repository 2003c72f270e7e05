"""How long what is kept, and letting go of what is older: words of messages, forms, drafts, the audit trail.

What stands in the record proper (hazards, inspections, checks, registers, documents) is never let go by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, String, Table, cast, delete, select, update

from storage import held, trail
from storage.tables import api_answers, inbox, outbox, sessions
from storage.unit_of_work import OpenUnit

STEP = 1000
"""Rows let go in one transaction, so that nobody waits for it."""
OVER = ("sent", "failed", "dropped")


@dataclass(frozen=True)
class Retention:
    """How long: words of messages in and out, and what other systems' writes were answered; forms that were finished or
    given up; half-filled ones nobody went on with; the audit trail (None: for good); what is held for people who have
    shut us out (what is held for another reason goes with the words of messages)."""

    messages: timedelta
    forms: timedelta
    drafts: timedelta
    trail: timedelta | None = None
    held: timedelta = timedelta(days=30)


def let_go(open_unit: OpenUnit, keeps: Retention) -> dict[str, int]:
    """Let go of all that is older; how many rows of what. Messages keep their rows, so that a repeat is recognised."""
    now = open_unit().now
    return {
        "messages held": _expired(open_unit, keeps),  # first, since the words of what has ended go with the next
        "messages in": _emptied(open_unit, inbox, {}, inbox.c.received_at < now - keeps.messages),
        "messages out": _emptied(
            open_unit, outbox, {"text": ""}, outbox.c.created_at < now - keeps.messages, outbox.c.status.in_(OVER)
        ),
        "forms": _deleted(
            open_unit, sessions.c.status.in_(("finished", "cancelled")), sessions.c.updated_at < now - keeps.forms
        ),
        "drafts": _deleted(
            open_unit, sessions.c.status.in_(("active", "paused")), sessions.c.updated_at < now - keeps.drafts
        ),
        "answers": _answers(open_unit, keeps.messages),
        "trail": _trail(open_unit, keeps.trail),
    }


def _expired(open_unit: OpenUnit, keeps: Retention) -> int:
    """End what was held for too long: whoever comes back after a season is not met with all of it, and sees in the
    ledger and on the pages how things stand."""
    gone = 0
    while True:
        with open_unit() as unit:
            ended = held.expire(
                unit, shut_before=unit.now - min(keeps.held, keeps.messages), any_before=unit.now - keeps.messages,
                limit=STEP,
            )  # fmt: skip
            if not ended:
                return gone
            unit.commit()
        gone += ended


def _emptied(open_unit: OpenUnit, table: Table, empty: Mapping[str, Any], *old: Any) -> int:
    """Take the words out of old messages, step by step in the order of their ids."""
    gone = after = 0
    plain = ("{}",) if not empty else ('{"text":""}', '{"text": ""}')  # as SQLite keeps it, as PostgreSQL writes it
    body: Column[Any] = table.c.body
    while True:
        with open_unit() as unit:
            query = select(table.c.id).where(table.c.id > after, *old, cast(body, String).not_in(plain))
            ids = unit.execute(query.order_by(table.c.id).limit(STEP)).scalars().all()
            if not ids:
                return gone
            unit.execute(update(table).where(table.c.id.in_(ids)).values(body=dict(empty)))
            unit.commit()
        gone, after = gone + len(ids), ids[-1]


def _deleted(open_unit: OpenUnit, *old: Any) -> int:
    gone = 0
    while True:
        with open_unit() as unit:
            ids = unit.execute(select(sessions.c.id).where(*old).limit(STEP)).scalars().all()
            if not ids:
                return gone
            unit.execute(delete(sessions).where(sessions.c.id.in_(ids)))
            unit.commit()
        gone += len(ids)


def _answers(open_unit: OpenUnit, keeps: timedelta) -> int:
    """Answers by idempotency key: a system that repeats a write does so within days."""
    with open_unit() as unit:
        gone = unit.execute(delete(api_answers).where(api_answers.c.at < unit.now - keeps)).rowcount
        unit.commit()
    return gone


def _trail(open_unit: OpenUnit, keeps: timedelta | None) -> int:
    if keeps is None:
        return 0
    with open_unit() as unit:
        gone = trail.let_go(unit, unit.now - keeps)
        unit.commit()
    return gone
