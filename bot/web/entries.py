"""What a chat page shows: one entry for each message in and out, told apart by keys that never change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from checklists.texts import Texts
from dialogs.messages import Choice, InboundMessage, Outbound
from storage import inbox, outbox
from storage.inbox import Received
from storage.outbox import Letter
from storage.unit_of_work import UnitOfWork

SHOWN = 200
FORGOTTEN = {"text": ""}
"""What storage.forgetting leaves of a letter."""


class Entry(BaseModel):
    """One bubble. `key` is "i12" for what came in, "o34" for what went out; times in UTC."""

    model_config = ConfigDict(frozen=True)

    key: str
    mine: bool
    at: datetime
    text: str = ""
    choices: tuple[Choice, ...] = ()
    numbered: bool = True
    photos: tuple[int, ...] = ()
    link: str = ""
    link_label: str = ""
    kind: str = "reply"


def history(unit: UnitOfWork, binding_id: int, texts: Texts) -> tuple[Entry, ...]:
    """The last messages of an address, in the order in which they came."""
    return fresh(unit, binding_id, texts, frozenset(), SHOWN)


def fresh(unit: UnitOfWork, binding_id: int, texts: Texts, have: frozenset[str], look: int = 60) -> tuple[Entry, ...]:
    """Of the last `look` messages in and out those whose keys are not in `have`, in the order in which they came."""
    # An answer stands right behind what it answers; the rest goes by time.
    placed = [
        ((one.received_at, one.id, 0), _received(one, texts))
        for one in inbox.history(unit, binding_id, look)
        if f"i{one.id}" not in have and shown(one)
    ] + [
        ((letter.created_at, letter.reply_to or math.inf, letter.id), _letter(letter))
        for letter in outbox.addressed(unit, binding_id, limit=look)
        if f"o{letter.id}" not in have and visible(letter)
    ]
    return tuple(entry for _, entry in sorted(placed, key=lambda one: one[0]))


def shown(one: Received) -> bool:
    """Whether a message in is a bubble; an empty body is what storage.forgetting leaves."""
    return one.kind not in ("follow", "worked") and bool(one.body)


def visible(letter: Letter) -> bool:
    """Whether a page shows it: what was sent, and answers to the page's own messages as soon as they stand."""
    standing = letter.status == "sent" or (letter.reply_to is not None and letter.status in ("waiting", "sending"))
    return standing and letter.body != FORGOTTEN


def answered(message: InboundMessage, letters: Sequence[Letter], texts: Texts) -> tuple[Entry, ...]:
    """A message just handled and the answers to it. An answer that stands in no table has the key ""."""
    entries = [_letter(letter) for letter in letters]
    own = next((letter for letter in letters if letter.reply_to is not None), None)
    if own is not None and own.reply_to is not None and message.kind != "follow":
        entries.insert(
            0, _mine(own.reply_to, own.created_at, _words(message.kind, message.text, texts), message.photos)
        )
    return tuple(entries)


def _letter(letter: Letter) -> Entry:
    message = Outbound.model_validate(letter.body)
    return Entry(
        key=f"o{letter.id}" if letter.id else "",
        mine=False,
        at=letter.created_at,
        text=message.text,
        choices=message.choices,
        numbered=message.numbered,
        photos=message.photos,
        link=message.link if message.link.startswith(("https://", "http://", "/")) else "",
        link_label=message.link_label,
        kind=message.kind,
    )


def _received(one: Received, texts: Texts) -> Entry:
    body: dict[str, Any] = one.body
    words = _words(one.kind, str(body.get("text", "")), texts)
    return _mine(one.id, one.received_at, words, tuple(body.get("photos", ())))


def _words(kind: str, text: str, texts: Texts) -> str:
    return texts("web.place") if kind == "place" and not text else text


def _mine(inbox_id: int, at: datetime, text: str, photos: tuple[int, ...]) -> Entry:
    return Entry(key=f"i{inbox_id}", mine=True, at=at, text=text, photos=photos)
