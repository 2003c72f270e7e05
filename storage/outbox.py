"""Messages out: written with the work that caused them, sent by the delivery loop and nobody else.

waiting ──▶ sending ──▶ sent
   ▲           ├──▶ waiting   try again at `due_at`
   └── held ◀──┼──▶ failed    for good, with its reason
               └──▶ dropped   nobody can be reached
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from storage import private_post
from storage.outgoing import Letter as Letter  # noqa: PLC0414  (handed on: a letter is the outbox's)
from storage.tables import bindings, outbox
from storage.unit_of_work import UnitOfWork

BY_URGENCY = ("reply", "notice", "reminder", "digest")


def put(
    unit: UnitOfWork,
    body: Mapping[str, Any],
    *,
    kind: str,
    binding_id: int | None = None,
    person_id: int | None = None,
    reply_to: int | None = None,
    due_at: datetime | None = None,
    dedupe: str | None = None,
    behind: int = 0,
) -> int | None:
    """Queue a message for an address, or for a person wherever they are reached. Its id.

    With `dedupe` a second message of the same key is not queued and None comes back. `behind` is the message whose
    rest this is: what goes on from a private one stays as private.
    """
    if behind < 0:
        return private_post.put(unit, body, kind, binding_id, due_at)
    if dedupe is not None and unit.execute(select(outbox.c.id).where(outbox.c.dedupe == dedupe)).first() is not None:
        return None
    row = unit.execute(
        insert(outbox)
        .values(
            binding_id=binding_id,
            person_id=person_id,
            reply_to=reply_to,
            kind=kind,
            body=dict(body),
            status="waiting",
            created_at=unit.now,
            due_at=due_at or unit.now,
            attempts=0,
            dedupe=dedupe,
        )
        .returning(outbox.c.id)
    ).scalar_one()
    return int(row)


def replies(unit: UnitOfWork, inbox_id: int) -> tuple[Letter, ...]:
    """What was answered to a message, in order; the same for every delivery of it."""
    query = select(outbox).where(outbox.c.reply_to == inbox_id).order_by(outbox.c.id)
    return tuple(map(_letter, unit.execute(query)))


def due(unit: UnitOfWork, limit: int = 100) -> tuple[Letter, ...]:
    """What waits and may go now: replies before notices before reminders and digests, then by age. An answer does
    not stand behind the thousand reminders of nine o'clock."""
    found: list[Letter] = [*private_post.due(unit)]
    for kind in BY_URGENCY:
        query = (
            select(outbox)
            .where(outbox.c.status == "waiting", outbox.c.kind == kind, outbox.c.due_at <= unit.now)
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit - len(found))
        )
        found += sorted(map(_letter, unit.execute(query)), key=lambda letter: letter.id)
        if len(found) >= limit:
            break
    return tuple(found)


def put_off(unit: UnitOfWork, letter_ids: Sequence[int], until: datetime) -> None:
    """Let waiting messages wait until then; not counted as a try."""
    unit.execute(update(outbox).where(outbox.c.id.in_(letter_ids), outbox.c.status == "waiting").values(due_at=until))


def addressed(unit: UnitOfWork, binding_id: int, after: int = 0, limit: int = 200) -> tuple[Letter, ...]:
    """What was addressed to one place, by growing id: the last `limit` of them, or those after an id."""
    query = select(outbox).where(outbox.c.binding_id == binding_id, outbox.c.id > after)
    rows = unit.execute(query.order_by(outbox.c.id.desc()).limit(limit)).all()
    return tuple(_letter(row) for row in reversed(rows))


def last_answered(unit: UnitOfWork, binding_id: int) -> datetime | None:
    """When something was last answered at an address; None when nothing was yet."""
    query = select(outbox.c.created_at).where(outbox.c.binding_id == binding_id, outbox.c.reply_to.is_not(None))
    return unit.execute(query.order_by(outbox.c.id.desc()).limit(1)).scalar_one_or_none()


def last_choices(unit: UnitOfWork, binding_id: int) -> tuple[tuple[str, str], ...]:
    """(label, token) of the numbered options shown last at an address, which is what a typed number means there."""
    query = select(outbox.c.body).where(outbox.c.binding_id == binding_id).order_by(outbox.c.id.desc()).limit(5)
    for row in unit.execute(query):
        if row.body.get("choices") and row.body.get("numbered", True):
            return tuple((choice["label"], choice["token"]) for choice in row.body["choices"])
    return ()


def claim(unit: UnitOfWork, letter_id: int) -> bool:
    """Take a waiting message to send it; False when another sender was quicker."""
    if letter_id < 0:
        return private_post.claim(unit, letter_id)
    changed = unit.execute(
        update(outbox)
        .where(outbox.c.id == letter_id, outbox.c.status == "waiting")
        .values(status="sending", attempts=outbox.c.attempts + 1, sent_at=unit.now)
    )
    return changed.rowcount == 1


def settle(
    unit: UnitOfWork,
    letter_id: int,
    status: str,
    *,
    binding_id: int | None = None,
    error: str | None = None,
    due_at: datetime | None = None,
    counts: bool = True,
) -> None:
    """Write down what became of a message: sent, failed, held, dropped, or waiting again from `due_at`. Where it does
    not count, the try for which it was claimed is taken off again. Of a private one nothing stays."""
    if letter_id < 0:
        private_post.settle(unit, letter_id, status, due_at, counts=counts)
        return
    values: dict[str, Any] = {"status": status, "error": error, "sent_at": unit.now if status == "sent" else None}
    if not counts:
        values["attempts"] = outbox.c.attempts - 1
    if binding_id is not None:
        values["binding_id"] = binding_id
    if due_at is not None:
        values["due_at"] = due_at
    unit.execute(update(outbox).where(outbox.c.id == letter_id).values(**values))


def release_stuck(unit: UnitOfWork, before: datetime, *, prefer_once: tuple[str, ...] = ("reminder", "digest")) -> int:
    """Settle what was being sent when a process died before that moment; how many there were.

    Replies and notices go again. Reminders prefer once: they are marked failed, since the platform may have them.
    """
    stuck = (outbox.c.status == "sending", outbox.c.sent_at < before)
    again = unit.execute(update(outbox).where(*stuck, outbox.c.kind.not_in(prefer_once)).values(status="waiting"))
    lost = unit.execute(
        update(outbox)
        .where(*stuck, outbox.c.kind.in_(prefer_once))
        .values(status="failed", error="interrupted while sending; not repeated, since it may have arrived")
    )
    return again.rowcount + lost.rowcount + private_post.release_stuck(unit, before)


def listed(unit: UnitOfWork, statuses: tuple[str, ...], limit: int = 200) -> tuple[Letter, ...]:
    """Messages in one of those states, for the operator."""
    query = select(outbox).where(outbox.c.status.in_(statuses)).order_by(outbox.c.id.desc()).limit(limit)
    return tuple(map(_letter, unit.execute(query)))


def counts(unit: UnitOfWork) -> dict[str, int]:
    """How many messages are in each state."""
    query = select(outbox.c.status, func.count().label("letters")).group_by(outbox.c.status)
    return {row.status: row.letters for row in unit.execute(query)}


def channel_of(unit: UnitOfWork, binding_id: int) -> str:
    """The channel an address belongs to."""
    return str(unit.execute(select(bindings.c.channel).where(bindings.c.id == binding_id)).scalar_one())


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        row.id,
        row.binding_id,
        row.person_id,
        row.reply_to,
        row.kind,
        row.body,
        row.status,
        row.created_at,
        row.due_at,
        row.attempts,
        row.error,
    )
