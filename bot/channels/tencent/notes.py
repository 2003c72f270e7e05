"""Sees to it that what was acknowledged is carried out: notes of messages that took too long (storage.noted).

A note is taken up when whoever wrote it has died, or could not carry it out yet: by the next start, or within a second
by another process over the same folder. One person's come in the order in which they were said, and before whatever
that person says next. Carried out twice is once: the gateway knows the message's id.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

import anyio

from bot.clock import ticks
from bot.wiring import App
from checklists.errors import AnchaError
from dialogs.messages import Outbound
from storage import noted, people, private_post
from storage.noted import Held, Noted

log = logging.getLogger("ancha.tencent")

LOOK_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 10.0
TRIES = 3
"""After so many its sender is told that it did not count, as soon as the record can be written at all."""


class Replying(Protocol):
    """What has to be known of a reply: its words, and whether the message is on record."""

    @property
    def text(self) -> str: ...

    @property
    def taken(self) -> bool: ...


class Notes:
    """The notes of one account. Belongs to one event loop. `again` carries a message out whose request is long gone.

    Nothing here is logged of a message that goes well: it may be a private one, whose moment no log may tell.
    """

    def __init__(self, app: App, channel: str, again: Callable[[bytes], Awaitable[Replying]]) -> None:
        self._app = app
        self._folder = app.settings.data_dir / "noted" / channel
        self._again = again
        self._first = anyio.Event()
        self._asked = anyio.Event()
        self._looked = anyio.Event()
        self._failed: dict[str, tuple[int, float]] = {}
        """Name of a note that could not be carried out: how often, and when it is tried again."""
        self._behind: dict[str, str] = {}
        """The same notes' names: whose they are."""

    async def keep(self, message: Noted) -> Held | None:
        """Note a message down durably; None when somebody has a note of it. Raises OSError where that fails."""
        keys = self._app.open_unit().keys
        return await anyio.to_thread.run_sync(lambda: noted.write(self._folder, keys, message))

    async def done(self, held: Held) -> None:
        """A noted message is on record."""
        self._behind.pop(held.path.name, None)
        self._failed.pop(held.path.name, None)
        await anyio.to_thread.run_sync(noted.done, held)

    async def leave(self, held: Held, message: Noted) -> None:
        """A noted message is not on record yet: it is taken up again, and whatever its sender says waits behind it."""
        self._behind[held.path.name] = message.address
        noted.let_go(held)

    async def caught_up(self, address: str) -> bool:
        """Wait until what was left over is carried out; False where something of this person's could not be yet, and
        what they say now has to wait behind it."""
        await self._first.wait()
        others = not self._app.one_writer and noted.any_left(self._folder)  # perhaps another process has just died
        if others or address in self._behind.values():
            self._asked.set()
            await self._looked.wait()
        return address not in self._behind.values()

    async def run(self) -> None:
        """Take up what is left over, until cancelled."""
        while True:
            try:
                await self.look()
            except Exception as error:
                log.exception("notes go on after a fault: %s", type(error).__name__)
            self._first.set()
            looked, self._looked = self._looked, anyio.Event()
            looked.set()
            with anyio.move_on_after(LOOK_SECONDS):
                await self._asked.wait()
            self._asked = anyio.Event()

    async def look(self) -> None:
        """Carry out what nobody has in hand and whose time has come. Only `run` looks: a request that is given up in
        the middle of it would leave notes in our hands for good."""
        if not noted.any_left(self._folder):
            self._behind.clear()
            self._failed.clear()
            return
        keys = self._app.open_unit().keys
        found, unreadable = await anyio.to_thread.run_sync(lambda: noted.left(self._folder, keys))
        if unreadable:
            log.error("%d notes of messages do not open: they were written under another ANCHA_SECRET_KEY; "
                      "put that one back", unreadable)  # fmt: skip
        late = set[str]()
        try:
            while found:
                held, message = found.pop(0)
                not_yet = self._failed.get(held.path.name, (0, 0.0))[1] > ticks()
                if message.address in late or not_yet:
                    late.add(message.address)
                    await self.leave(held, message)
                elif not await self._carried_out(held, message):
                    late.add(message.address)
        finally:
            for held, _ in found:
                noted.let_go(held)
        for name in [one for one in self._behind if not (self._folder / one).exists()]:
            del self._behind[name]  # another process has carried it out

    async def _carried_out(self, held: Held, message: Noted) -> bool:
        words = ""
        try:
            reply = await self._again(message.raw.encode("latin-1"))
            if reply.taken:
                await self.done(held)
                return True
            words = reply.text
        except Exception as error:
            log.error("a message that was acknowledged is not carried out yet: %s", type(error).__name__)
        tries, name = self._failed.get(held.path.name, (0, 0.0))[0] + 1, held.path.name
        if tries >= TRIES and await self._told(message, words or self._app.content.texts("error.bug")):
            await self.done(held)
            return True
        self._failed[name] = tries, ticks() + min(2.0**tries, LONGEST_WAIT_SECONDS)
        await self.leave(held, message)
        return False

    async def _told(self, message: Noted, words: str) -> bool:
        """Whether the record can be written, and so the message itself is why it cannot be carried out: its sender is
        told. As a private message, since it may have been one."""
        body = Outbound(text=words).model_dump(mode="json", exclude_defaults=True)

        def tell() -> None:
            with self._app.open_unit() as unit:
                binding = people.bound(unit, message.channel, message.account, message.address)
                private_post.put(unit, body, "notice", binding.id, None)
                unit.commit()

        try:
            await self._app.workers.record(tell)
        except AnchaError as error:
            log.warning("a message that was acknowledged waits for the record: %s", error)
            return False
        return True
