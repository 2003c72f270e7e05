"""Named points at which a process kills itself, as a power cut would: nothing is flushed, nobody is told."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.channel import Channel, Result
from bot.channels.messenger import Messenger
from bot.wiring import App
from bot.workers import Workers
from dialogs.messages import Outbound
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit, UnitOfWork

NAMES = ("before commit", "after commit", "before handing", "after handing", "before reply", "reply given")
"""Of any transaction; of a message to its platform; of an answer to the platform's request."""


@dataclass
class Points:
    """Dies when that point is reached for the `nth` time; "" never. `slow` is how many seconds judging takes."""

    name: str = ""
    nth: int = 1
    slow: float = 0
    reached: dict[str, int] = field(default_factory=dict)

    def at(self, name: str) -> None:
        """This point is reached."""
        self.reached[name] = self.reached.get(name, 0) + 1
        if name == self.name and self.reached[name] == self.nth:
            os.kill(os.getpid(), signal.SIGKILL)


class Pointed(UnitOfWork):
    """A unit of work with a point on either side of its commit."""

    points = Points()

    def commit(self) -> None:
        self.points.at("before commit")
        super().commit()
        self.points.at("after commit")


@dataclass(frozen=True)
class PointedChannel:
    """A channel with a point on either side of handing a message over."""

    inner: Channel
    points: Points

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def at_once(self) -> int:
        return self.inner.at_once

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:
        self.points.at("before handing")
        result = await self.inner.send(binding, message, letter)
        self.points.at("after handing")
        return result

    def settled(self, binding: Binding) -> None:
        self.inner.settled(binding)


Message = MutableMapping[str, Any]


def watched(app: App, points: Points) -> App:
    """The app with points in every transaction that stands on its own."""
    Pointed.points = points

    def open_unit() -> UnitOfWork:
        return Pointed(app.engine, app.clock, app.codes, app.open_unit().keys)

    return with_units(app, open_unit)


def with_units(app: App, open_unit: OpenUnit) -> App:
    """The app over other units of work."""
    return replace(
        app, open_unit=open_unit, gateway=replace(app.gateway, open_unit=open_unit),
        workers=Workers(open_unit, one_writer=app.one_writer, look=app.look),
    )  # fmt: skip


def watched_messenger(one: Messenger, points: Points) -> Messenger:
    """A messenger with points where it sends and where it answers."""
    for route in one.routes:
        if hasattr(route, "app"):
            route.app = _answering(route.app, points)
    return replace(one, channel=PointedChannel(one.channel, points))


def _answering(inner: Any, points: Points) -> Any:
    async def app(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                points.at("before reply")
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                points.at("reply given")

        await inner(scope, receive, told)

    return app
