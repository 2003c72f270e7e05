"""The post of private conversations: what came in and what is answered, without a row that names who it was.

A message that was taken leaves a keyed hash of its id, so that its repeat is recognised, and the answers sealed under
a key that only who presents that id can derive. Answers on their way are sealed too and gone once they are delivered;
their ids are negative, so that nobody takes them for rows of the outbox.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage import asides, lifesign
from storage.asides import Sealed
from storage.outgoing import Letter
from storage.sharing import Ahead, Asking
from storage.unit_of_work import UnitOfWork

REPEATED = timedelta(days=4)
"""How long a platform may bring the same message again."""
UNDELIVERED = timedelta(days=1)
DRAFT = timedelta(hours=12)
"""How long an unfinished private conversation is kept."""
_HELD_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Address:
    """Where somebody speaks: channel, account, address."""

    channel: str
    account: str
    address: str


def look(unit: UnitOfWork, at: Address, message_id: str) -> tuple[tuple[Letter, ...] | None, Any]:
    """The answers to this very message if it came before in a private conversation (None if not), and what lies at
    that address of a conversation under way (None if nothing does)."""
    message, sheet = _message_key(unit, at, message_id), _sheet_key(unit, at)
    found = asides.find(unit, message, sheet)
    there = found.get(sheet)
    under_way = asides.opened(unit, there) if there is not None else None
    if message not in found:
        return None, under_way
    answers = unit.keys.open(_purpose(at, message_id), found[message].sealed)
    return tuple(_as_it_is_now(unit, one) for one in answers), under_way


def foresee(unit: UnitOfWork, said: Sequence[tuple[Address, str, Ahead]]) -> Asking:
    """Read ahead what `look` will look for: of each message its address and its platform's id."""
    return asides.foresee(unit, [(_message_key(unit, at, one), _sheet_key(unit, at), found) for at, one, found in said])


def sheet(unit: UnitOfWork, at: Address) -> Any:
    """What lies at an address of a private conversation under way; None if nothing does."""
    key = _sheet_key(unit, at)
    found = asides.find(unit, key).get(key)
    return asides.opened(unit, found) if found is not None else None


def under_way(unit: UnitOfWork, at: Address) -> bool:
    """Whether a private conversation is being held at that address just now."""
    there = sheet(unit, at)
    return there is not None and any(one["status"] == "active" for one in there["sessions"])


def keep_sheet(unit: UnitOfWork, at: Address, value: Mapping[str, Any] | None) -> None:
    """Lay down where a private conversation stands; with None nothing of it stays."""
    if value is None:
        asides.drop(unit, [_sheet_key(unit, at)])
    else:
        asides.lay(unit, "sheet", _sheet_key(unit, at), value, unit.now + DRAFT, step=asides.HOUR)


def answer(
    unit: UnitOfWork, at: Address, message_id: str, binding_id: int, bodies: Sequence[Mapping[str, Any]]
) -> tuple[Letter, ...]:
    """Take a message and put its answers on their way; they are all of the answer."""
    taken = _number()
    letters = tuple(
        Letter(_number(), binding_id, None, taken, "reply", dict(body), "waiting", unit.now, unit.now, 0, None)
        for body in bodies
    )
    for letter in letters:
        asides.lay(unit, "letter", _letter_key(letter.id), _plain(letter), unit.now + UNDELIVERED)
    asides.lay(
        unit, "message", _message_key(unit, at, message_id), [_plain(one) for one in letters], unit.now + REPEATED,
        purpose=_purpose(at, message_id),
    )  # fmt: skip
    return letters


def put(
    unit: UnitOfWork, body: Mapping[str, Any], kind: str, binding_id: int | None, due_at: datetime | None, *,
    once: str = "",
) -> int:  # fmt: skip
    """One more private message on its way, such as the rest of a long one; its id. Of the same `once` there is one."""
    number = -1 - int(unit.keys.name("once", once)[:11], 16) if once else _number()
    one = Letter(
        number, binding_id, None, None, kind, dict(body), "waiting", unit.now, due_at or unit.now, 0, None
    )  # fmt: skip
    asides.lay(unit, "letter", _letter_key(one.id), _plain(one), unit.now + UNDELIVERED)
    return one.id


def due(unit: UnitOfWork) -> tuple[Letter, ...]:
    """Private messages that wait and may go now, the oldest first."""
    found = (_letter(asides.opened(unit, one)) for one in asides.of_kind(unit, "letter"))
    ready = (one for one in found if one.status == "waiting" and one.due_at <= unit.now)
    return tuple(sorted(ready, key=lambda one: (one.created_at, -one.id)))


def claim(unit: UnitOfWork, letter_id: int) -> bool:
    """Take a waiting private message to send it; False when another sender was quicker."""
    found = _found(unit, letter_id)
    if found is None or found[1]["status"] != "waiting":
        return False
    sealed, value = found
    value |= {"status": "sending", "attempts": value["attempts"] + 1, "sent_at": unit.now.isoformat()}
    value["by"] = lifesign.process(unit)
    return asides.swap(unit, sealed, value)


def settle(unit: UnitOfWork, letter_id: int, status: str, due_at: datetime | None, *, counts: bool = True) -> None:
    """What became of a private message: it waits for another try, or nothing of it stays."""
    found = _found(unit, letter_id)
    if found is None:
        return
    if status not in ("waiting", "held"):
        asides.drop(unit, [found[0].key])
        return
    sealed, value = found
    later = due_at or unit.now + (_HELD_AGAIN if status == "held" else timedelta(0))
    value |= {"status": "waiting", "due_at": later.isoformat(), "attempts": value["attempts"] - (not counts)}
    asides.swap(unit, sealed, value)


def release_stuck(unit: UnitOfWork, before: datetime) -> int:
    """Let private messages go again that a process which died was sending since before that moment; how many."""
    return _release(unit, lambda value: datetime.fromisoformat(value["sent_at"]) < before)


def release_dead(unit: UnitOfWork, processes: Collection[int]) -> int:
    """Let those go again that these processes were sending; how many."""
    return _release(unit, lambda value: value.get("by") in processes)


def senders(unit: UnitOfWork) -> frozenset[int]:
    """The processes that are sending private messages."""
    sending = (value for _, value in _sending(unit))
    return frozenset(value["by"] for value in sending if value.get("by") is not None)


def _release(unit: UnitOfWork, which: Callable[[Mapping[str, Any]], bool]) -> int:
    return sum(
        asides.swap(unit, sealed, value | {"status": "waiting", "attempts": value["attempts"] - 1})
        for sealed, value in _sending(unit)
        if which(value)
    )


def _sending(unit: UnitOfWork) -> list[tuple[Sealed, dict[str, Any]]]:
    found = ((sealed, asides.opened(unit, sealed)) for sealed in asides.of_kind(unit, "letter"))
    return [(sealed, value) for sealed, value in found if value["status"] == "sending"]


def _found(unit: UnitOfWork, letter_id: int) -> tuple[Sealed, dict[str, Any]] | None:
    key = _letter_key(letter_id)
    sealed = asides.find(unit, key).get(key)
    return (sealed, asides.opened(unit, sealed)) if sealed is not None else None


def _as_it_is_now(unit: UnitOfWork, value: dict[str, Any]) -> Letter:
    """A stored answer with the state of its letter: one that is gone was delivered."""
    found = _found(unit, int(value["id"]))
    return _letter(value | {"status": found[1]["status"] if found is not None else "sent"})


def _plain(one: Letter) -> dict[str, Any]:
    return {
        "id": one.id, "binding_id": one.binding_id, "reply_to": one.reply_to, "kind": one.kind, "body": one.body,
        "status": one.status, "created_at": one.created_at.isoformat(), "due_at": one.due_at.isoformat(),
        "attempts": one.attempts,
    }  # fmt: skip


def _letter(value: Mapping[str, Any]) -> Letter:
    return Letter(
        value["id"], value["binding_id"], None, value["reply_to"], value["kind"], value["body"], value["status"],
        datetime.fromisoformat(value["created_at"]), datetime.fromisoformat(value["due_at"]), value["attempts"], None,
    )  # fmt: skip


def _number() -> int:
    """A random id below zero."""
    return -1 - secrets.randbits(47)


def _letter_key(letter_id: int) -> str:
    return str(letter_id)


def _message_key(unit: UnitOfWork, at: Address, message_id: str) -> str:
    return unit.keys.name("message", at.channel, at.account, message_id)


def _sheet_key(unit: UnitOfWork, at: Address) -> str:
    return unit.keys.name("sheet", at.channel, at.account, at.address)


def _purpose(at: Address, message_id: str) -> str:
    return "\0".join(("answers", at.channel, at.account, message_id))
