"""What the delivery loop asks of a channel, and what a channel may answer.

To add one: write a class with this shape and hand it to `bot.server.application`; nothing else changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dialogs.messages import Outbound
from storage.reaching import Binding


@dataclass(frozen=True)
class Sent:
    """The platform has taken it."""


@dataclass(frozen=True)
class Later:
    """Not now: the same again after so many seconds (too fast, busy, no answer).

    `tried`: whether it counts as a try of this message. It does not where the account as a whole rests, or where it is
    not this message's turn.
    """

    seconds: float
    why: str
    tried: bool = True


@dataclass(frozen=True)
class Elsewhere:
    """Not to this address (window closed, unfollowed, feature off): try the person's next one."""

    why: str


@dataclass(frozen=True)
class Held:
    """It waits for the person's next word, and goes out with the answer to it.

    `shut`: the person has shut us out here, perhaps for long, so that any other way is tried before it waits.
    """

    why: str
    shut: bool = False


@dataclass(frozen=True)
class Never:
    """Not at all: the message itself cannot be sent."""

    why: str


Result = Sent | Later | Elsewhere | Held | Never
"""`why` is for the operator and is stored: no personal data, no secrets."""


class Channel(Protocol):
    """One way to reach people."""

    @property
    def name(self) -> str:
        """The `channel` of its bindings."""
        ...

    @property
    def at_once(self) -> int:
        """How many messages may be under way at the same time."""
        ...

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
        """Hand one message to the platform. `letter` is its number, the same at every try: use it as the
        platform's idempotency key where there is one. What it raises counts as Later."""
        ...

    def settled(self, binding: Binding) -> None:
        """Told once it is on record that a message to this address was sent. Must be quick and must not raise."""
        ...
