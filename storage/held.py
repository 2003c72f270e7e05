"""Messages that wait for a person's next word, and go out with the answer to it or right after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select, text, union_all, update

from storage import lifesign, private_post
from storage.forgetting import forget_letter
from storage.lots import as_list, one_of
from storage.outbox import Letter, put, replies
from storage.prepared import Prepared
from storage.sharing import Ahead, Asking
from storage.tables import bindings, outbox
from storage.unit_of_work import UnitOfWork

MOST = 20
"""Held messages looked at for one answer."""
SHUT = "shut out; "
"""What the reason begins with where the platform would not let us reach this person at all."""
EXPIRED = "expired; "
"""What the reason begins with where a message was held for too long; why it was held follows."""
_HELD = text("outbox.status = 'held'")  # as the partial indexes say it, or SQLite does not use them
_BEHIND = select(bindings.c.person_id).where(bindings.c.id == bindparam("at")).scalar_subquery()
_WAITING = Prepared(
    union_all(
        select(outbox.c.id, outbox.c.body).where(_HELD, outbox.c.binding_id == bindparam("at")),
        select(outbox.c.id, outbox.c.body).where(_HELD, outbox.c.binding_id.is_(None), outbox.c.person_id == _BEHIND),
    )
    .order_by("id")
    .limit(bindparam("most", type_=Integer())),
    steady=True,  # an answer is not held when it is written
)
_HELD_AMONG = Prepared(
    lambda dialect: union_all(
        select(outbox.c.binding_id, outbox.c.person_id).where(_HELD, one_of(dialect, outbox.c.binding_id, "many")),
        select(outbox.c.binding_id, outbox.c.person_id).where(
            _HELD, outbox.c.binding_id.is_(None), one_of(dialect, outbox.c.person_id, "persons")
        ),
    )
)
_LATER = outbox.alias("later")
_SPOKEN = Prepared(
    update(outbox)
    .where(
        outbox.c.status == "held",
        or_(
            exists(
                select(bindings.c.id).where(
                    or_(
                        bindings.c.id == outbox.c.binding_id,
                        and_(outbox.c.reply_to.is_(None), bindings.c.person_id == outbox.c.person_id),
                    ),
                    bindings.c.revoked_at.is_(None),
                    bindings.c.last_seen_at > outbox.c.due_at,
                    bindings.c.last_seen_at <= bindparam("before", type_=bindings.c.last_seen_at.type),
                )
            ),
            and_(  # whoever is let be reached again may never say a word: what reaches them shows it
                outbox.c.error.startswith(SHUT),
                exists(
                    select(_LATER.c.id).where(
                        _LATER.c.person_id == outbox.c.person_id,
                        _LATER.c.id > outbox.c.id,
                        _LATER.c.status == "sent",
                        _LATER.c.sent_at > outbox.c.due_at,
                    )
                ),
            ),
        ),
    )
    .values(status="waiting", due_at=bindparam("now", type_=outbox.c.due_at.type))
)


def hold(unit: UnitOfWork, letter_id: int, why: str, *, shut: bool = False) -> None:
    """Keep a message for the next word; `due_at` then says since when, `why` is for the operator. With `shut` its
    person counts as out of reach while it waits. A private one waits by itself, since nothing may tie it to a word."""
    if letter_id < 0:
        private_post.settle(unit, letter_id, "held", None)
        return
    kept = {"status": "held", "error": SHUT + why if shut else why, "due_at": unit.now, "sent_at": None}
    unit.execute(update(outbox).where(outbox.c.id == letter_id).values(kept))


def waiting_for(unit: UnitOfWork, binding_id: int, limit: int = MOST) -> tuple[tuple[int, dict[str, Any]], ...]:
    """(id, body) of what waits for the next word of whoever is at this address, the oldest first."""
    return tuple((row.id, row.body) for row in unit.rows(_WAITING, at=binding_id, most=limit))


def foresee(who: Sequence[tuple[int, int | None, Ahead]]) -> Asking:
    """Read ahead at which addresses nothing waits: of each the binding and the person behind it, if somebody is."""
    persons = [person for _, person, _ in who if person is not None]
    rows = yield _HELD_AMONG, {"many": as_list(at for at, _, _ in who), "persons": as_list(persons)}
    waits = {(row.binding_id, None) if row.binding_id is not None else (None, row.person_id) for row in rows}
    for at, person, sheet in who:
        if (at, None) not in waits and (None, person) not in waits:
            sheet[_WAITING, at, MOST] = []


def take_along(unit: UnitOfWork, letter_ids: Sequence[int], inbox_id: int) -> tuple[Letter, ...]:
    """Make held messages part of the answer to a message, claimed by whoever answers it; all of the answer then.

    They belong to it for good, so that a repeat of the message gets the same answer.
    """
    for letter_id in letter_ids:
        unit.execute(
            update(outbox)
            .where(outbox.c.id == letter_id, outbox.c.status == "held")
            .values(
                status="sending",
                reply_to=inbox_id,
                attempts=outbox.c.attempts + 1,
                sent_at=unit.now,
                claimed_by=lifesign.process(unit),
            )  # fmt: skip
        )
    return replies(unit, inbox_id)


def divide(unit: UnitOfWork, letter_id: int, head: Mapping[str, Any], rest: Mapping[str, Any]) -> None:
    """Make two held messages of one: it bears the head from now on, and the rest is held behind it."""
    row = unit.execute(select(outbox).where(outbox.c.id == letter_id, outbox.c.status == "held")).one_or_none()
    if row is None:
        return
    unit.execute(update(outbox).where(outbox.c.id == letter_id).values(body=dict(head)))
    behind = put(
        unit, rest, kind=row.kind, binding_id=row.binding_id, person_id=row.person_id, dedupe=f"held.{letter_id}"
    )
    if behind is not None:
        hold(unit, behind, row.error or "the rest of a long message")


def expire(unit: UnitOfWork, *, shut_before: datetime, any_before: datetime, limit: int) -> int:
    """End what is held and was written before those moments: for people who have shut us out, and for anybody. It is
    dropped with its reason, as what nobody could be handed; how many there were, at most `limit`."""
    too_old = or_(
        and_(outbox.c.error.startswith(SHUT), outbox.c.created_at < shut_before), outbox.c.created_at < any_before
    )
    oldest = select(outbox.c.id).where(_HELD, too_old).order_by(outbox.c.id).limit(limit)
    ended = unit.execute(
        update(outbox)
        .where(outbox.c.id.in_(oldest), outbox.c.status == "held")  # whoever came back meanwhile gets theirs
        .values(status="dropped", error=EXPIRED + func.coalesce(outbox.c.error, ""))
        .returning(outbox.c.id, outbox.c.body)
    ).all()
    for row in ended:
        if row.body.get("forget"):
            forget_letter(unit, row.id)
    return len(ended)


def release_spoken(unit: UnitOfWork, before: datetime) -> int:
    """Let go what is held for people who have been heard from since, on whichever channel, and what they had shut out
    where something later has reached them; how many messages.

    Whoever was heard from after `before` is being answered just now: that answer takes along what it can.
    """
    return unit.changed(_SPOKEN, before=before, now=unit.now)
