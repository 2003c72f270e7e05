"""Messages out: written with the work that caused them, sent by the delivery loop and nobody else.

waiting ──▶ sending ──▶ sent
   ▲           ├──▶ waiting   try again at `due_at`
   └── held ◀──┼──▶ failed    for good, with its reason
               └──▶ dropped   nobody can be reached
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, exists, func, select, update

from storage import lifesign, private_post, reaching
from storage.letters import Written
from storage.lots import Lot
from storage.outgoing import Letter as Letter  # noqa: PLC0414  (handed on: a letter is the outbox's)
from storage.prepared import Adding, Prepared
from storage.tables import bindings, outbox
from storage.unit_of_work import UnitOfWork

BY_URGENCY = ("reply", "notice", "reminder", "digest")
_NAMES = (
    "binding_id", "person_id", "reply_to", "kind", "body", "status", "created_at", "due_at", "attempts", "dedupe",
)  # fmt: skip
_PUT = Adding(outbox, *_NAMES)
_MANY = Lot(outbox, ("person_id", "body", "dedupe"), shared=("kind", "status", "created_at", "due_at", "attempts"))
_SAME = Prepared(select(outbox.c.id).where(outbox.c.dedupe == bindparam("key")))
_REPLIES = Prepared(select(outbox).where(outbox.c.reply_to == bindparam("to")).order_by(outbox.c.id))
_DUE = Prepared(
    select(outbox)
    .where(outbox.c.status == "waiting", outbox.c.kind == bindparam("sort"), outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most", type_=Integer()))
)
_EARLIER = outbox.alias("earlier")
_CLAIM = Prepared(
    update(outbox)
    .where(
        outbox.c.id
        == select(outbox.c.id)
        .where(outbox.c.id == bindparam("one"), outbox.c.status == "waiting")
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer
        .scalar_subquery(),
        ~exists(
            select(_EARLIER.c.id).where(
                _EARLIER.c.status == "sending",
                _EARLIER.c.id < bindparam("one"),
                _EARLIER.c.person_id == outbox.c.person_id,
            )
        ),
    )
    .values(
        status="sending",
        attempts=outbox.c.attempts + 1,
        sent_at=bindparam("now", type_=outbox.c.sent_at.type),
        claimed_by=bindparam("by", type_=outbox.c.claimed_by.type),
    )
)
_HANDED_OVER = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("one"), outbox.c.status == "waiting")
    .values(status="sent", attempts=outbox.c.attempts + 1, sent_at=bindparam("now", type_=outbox.c.sent_at.type))
)
_SETTLE = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("one"))
    .values(
        status=bindparam("became", type_=outbox.c.status.type),
        error=bindparam("why", type_=outbox.c.error.type),
        sent_at=bindparam("sent", type_=outbox.c.sent_at.type),
        binding_id=func.coalesce(bindparam("at", type_=outbox.c.binding_id.type), outbox.c.binding_id),
        due_at=func.coalesce(bindparam("later", type_=outbox.c.due_at.type), outbox.c.due_at),
        attempts=outbox.c.attempts - bindparam("off", type_=Integer()),
    )
)


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
    if dedupe is not None and unit.rows(_SAME, key=dedupe):
        return None
    return unit.added(
        _PUT, binding_id=binding_id, person_id=person_id, reply_to=reply_to, kind=kind, body=body, status="waiting",
        created_at=unit.now, due_at=due_at or unit.now, attempts=0, dedupe=dedupe,
    )  # fmt: skip


def tell(
    unit: UnitOfWork, channel: str, account: str, address: str, body: Mapping[str, Any], *, dedupe: str,
    private: bool = False, due_at: datetime | None = None,
) -> Letter | None:  # fmt: skip
    """Queue a word of ours that answers no conversation (a photo is waited for, is too big) for an address, once for
    each `dedupe` (None the second time). What belongs to a private conversation, or comes while one is held, stays as
    private. Whoever says it at once leaves the delivery loop to say it from `due_at` only."""
    binding = reaching.bound(unit, channel, account, address)
    if private or private_post.under_way(unit, private_post.Address(channel, account, address)):
        reaching.forget_first_moment(unit, binding.id)
        number: int | None = private_post.put(unit, body, "notice", binding.id, due_at, once=dedupe)
        person = None
    else:
        person = binding.person_id
        number = put(
            unit, body, kind="notice", binding_id=binding.id, person_id=person, dedupe=dedupe, due_at=due_at
        )  # fmt: skip
    if number is None:
        return None
    due = due_at or unit.now
    return Letter(number, binding.id, person, None, "notice", dict(body), "waiting", unit.now, due, 0, None)


def put_once(unit: UnitOfWork, kind: str, letters: Collection[tuple[int, Written, str]]) -> int:
    """Queue many messages, each (person, body, its `dedupe` key), with one statement; how many were not there yet."""
    return _MANY.put(unit, letters, kind, "waiting", unit.now, unit.now, 0)[0]


def answer(
    unit: UnitOfWork, body: Mapping[str, Any], *, kind: str, binding_id: int, person_id: int | None, reply_to: int
) -> Letter:
    """Queue an answer to a message, for the address it came from."""
    number = put(unit, body, kind=kind, binding_id=binding_id, person_id=person_id, reply_to=reply_to)
    assert number is not None  # noqa: S101  (without `dedupe` nothing is passed over)
    return Letter(
        number, binding_id, person_id, reply_to, kind, dict(body), "waiting", unit.now, unit.now, 0, None
    )  # fmt: skip


def replies(unit: UnitOfWork, inbox_id: int) -> tuple[Letter, ...]:
    """What was answered to a message, in order; the same for every delivery of it."""
    return tuple(map(_letter, unit.rows(_REPLIES, to=inbox_id)))


def due(unit: UnitOfWork, limit: int = 100) -> tuple[Letter, ...]:
    """What waits and may go now: replies before notices before reminders and digests, then by age. An answer does
    not stand behind the thousand reminders of nine o'clock."""
    found: list[Letter] = [*private_post.due(unit)]
    for kind in BY_URGENCY:
        rows = unit.rows(_DUE, sort=kind, now=unit.now, most=limit - len(found))
        found += sorted(map(_letter, rows), key=lambda letter: letter.id)
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


def claim(unit: UnitOfWork, letter_id: int) -> bool:
    """Take a waiting message to send it; False when another sender has it or was quicker, or is just sending an earlier
    one to the same person: then it keeps for later, so that they come in order whoever sends them."""
    if letter_id < 0:
        return private_post.claim(unit, letter_id)
    return unit.changed(_CLAIM, one=letter_id, now=unit.now, by=lifesign.process(unit)) == 1


def handed_over(unit: UnitOfWork, letter_ids: Iterable[int]) -> None:
    """Write down as sent what adapters answered requests with; what another sender took meanwhile is left to it."""
    ids = tuple(letter_ids)
    for one in ids:
        if one < 0:
            private_post.settle(unit, one, "sent", None)
    unit.many(_HANDED_OVER, [{"one": one, "now": unit.now} for one in ids if one > 0])


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
    unit.changed(
        _SETTLE, one=letter_id, became=status, why=error, sent=unit.now if status == "sent" else None, at=binding_id,
        later=due_at, off=int(not counts),
    )  # fmt: skip


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


def _letter(row: Any) -> Letter:
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
