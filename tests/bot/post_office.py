"""A post office with some people, and a channel that does as it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import anyio

from bot.channels.channel import Channel, Result, Sent
from bot.delivery import Delivery
from bot.workers import Workers
from dialogs.messages import Outbound
from storage import outbox, people, reaching
from storage.outbox import Letter
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit


@dataclass
class Postman:
    """A channel that notes what it is handed and answers what it was told to, by default that it is sent."""

    name: str
    answers: list[Result | Exception] = field(default_factory=list)
    handed: list[tuple[str, str]] = field(default_factory=list)
    settled_at: list[str] = field(default_factory=list)
    at_once: int = 4
    before: Callable[[], None] = lambda: None

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
        await anyio.sleep(0)
        self.before()
        self.handed.append((binding.address, message.text))
        answer = self.answers.pop(0) if self.answers else Sent()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def settled(self, binding: Binding) -> None:
        self.settled_at.append(binding.address)


@dataclass
class Post:
    """A post office with some people."""

    open_unit: OpenUnit

    def person(self, *addresses: tuple[str, str]) -> int:
        """Somebody reached at these (channel, address), the first used last."""
        with self.open_unit() as unit:
            person = people.add_person(unit, "王建国")
            for number, (channel, address) in enumerate(reversed(addresses)):
                bound = reaching.bound(unit, channel, "default", address)
                reaching.bind(unit, bound.id, person)
                if number == len(addresses) - 1:
                    reaching.seen(unit, bound.id)
            unit.commit()
        return person

    def put(self, text: str, person: int | None = None, kind: str = "notice", **more: object) -> int:
        with self.open_unit() as unit:
            letter = outbox.put(unit, {"text": text, **more}, kind=kind, person_id=person)
            unit.commit()
        assert letter is not None
        return letter

    def letter(self, letter: int) -> Letter:
        with self.open_unit() as unit:
            states = ("waiting", "sending", "sent", "held", "failed", "dropped")
            return next(one for one in outbox.listed(unit, states) if one.id == letter)

    def delivery(self, *channels: Channel) -> Delivery:
        return Delivery(self.open_unit, channels, Workers(self.open_unit, one_writer=True))
