"""The web chat as a channel: the page reads what is addressed to it, so sending is writing down that it may."""

from __future__ import annotations

from collections.abc import Callable

import anyio

from bot.channels.channel import Later, Result, Sent
from dialogs.messages import Outbound
from storage.reaching import Binding

NAME = "web"
ACCOUNT = "default"
UNREAD_SECONDS = 3600.0


class Bells:
    """Wakes the pages that wait for something new at an address. Belongs to the event loop; call it from there."""

    def __init__(self) -> None:
        self._bells: dict[str, anyio.Event] = {}

    def of(self, address: str) -> anyio.Event:
        """The bell that rings next at that address; get it before looking, so that nothing slips in between."""
        return self._bells.setdefault(address, anyio.Event())

    def ring(self, address: str) -> None:
        """Something new stands there."""
        bell = self._bells.pop(address, None)
        if bell is not None:
            bell.set()


class WebChannel:
    """Web chat pages."""

    name = NAME
    at_once = 8

    def __init__(self, ring: Callable[[str], None]) -> None:
        self._ring = ring

    async def send(self, binding: Binding, message: Outbound, letter: int) -> Result:  # noqa: ARG002
        """It stands in the record, which is what the page shows.

        Words to be forgotten after delivery wait until a page has shown them: see `bot.web.chat`.
        """
        return Later(UNREAD_SECONDS, "not seen on a page yet") if message.forget else Sent()

    def settled(self, binding: Binding) -> None:
        """Let the page look."""
        self._ring(binding.address)
