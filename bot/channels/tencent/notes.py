"""Sees to it that what was acknowledged is carried out: notes of messages that took too long (storage.noted).

A note is taken up when whoever wrote it has died, or could not carry it out yet: by the next start, or within a second
by another process over the same folder. One person's come in the order in which they were said, and before whatever
that person says next. Carried out twice is once: the gateway knows the message's id.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

import anyio

from bot.clock import ticks
from bot.wiring import App
from checklists.errors import AnchaError
from dialogs.messages import Outbound, Sender
from storage import noted, private_post, reaching
from storage.noted import Held, Noted

log = logging.getLogger("ancha.tencent")

LOOK_SECONDS, LONGEST_WAIT_SECONDS = 1.0, 10.0
_AGAIN_SECONDS = 0.05
TRIES = 3
"""After so many its sender is told that it did not count, as soon as the record can be written at all."""


def as_it_came(sender: Sender, message_id: str, xml: bytes, now: datetime) -> Noted:
    """What would be noted down of a message: its XML opened, as it is read again."""
    return Noted(
        sender.channel, sender.account, sender.address, message_id, xml.decode("latin-1"), now.isoformat()
    )  # fmt: skip


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
        self._standing: set[str] = set()
        """Names of all notes where nobody else can write any: on SQLite there is one process."""

    async def keep(self, message: Noted) -> Held | None:
        """Note a message down durably; None when somebody has a note of it. Raises OSError where that fails."""
        keys = self._app.open_unit().keys
        held = await anyio.to_thread.run_sync(lambda: noted.write(self._folder, keys, message))
        if held is not None:
            self._standing.add(held.path.name)
        return held

    async def done(self, held: Held) -> None:
        """A noted message is on record."""
        self._failed.pop(held.path.name, None)
        await anyio.to_thread.run_sync(noted.done, held)
        self._standing.discard(held.path.name)

    def leave(self, held: Held) -> None:
        """A noted message is not on record yet: it is taken up again."""
        self._standing.add(held.path.name)
        noted.let_go(held)

    async def caught_up(self, message: Noted) -> None:
        """Wait until whatever its sender said before is carried out, whoever has it in hand."""
        if not self._first.is_set():
            await self._first.wait()
        while self._something_stands(message):
            self._asked.set()
            await self._looked.wait()
            await anyio.sleep(_AGAIN_SECONDS)

    def _something_stands(self, message: Noted) -> bool:
        names = self._standing if self._app.one_writer else noted.names(self._folder)
        return bool(names) and noted.of_the_same(noted.name_of(self._app.open_unit().keys, message), names)

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
        if not noted.names(self._folder):
            self._standing.clear()
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
                    self.leave(held)
                elif not await self._carried_out(held, message):
                    late.add(message.address)
        finally:
            for held, _ in found:
                self.leave(held)

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
        self.leave(held)
        return False

    async def _told(self, message: Noted, words: str) -> bool:
        """Whether the record can be written, and so the message itself is why it cannot be carried out: its sender is
        told. As a private message, since it may have been one."""
        body = Outbound(text=words).model_dump(mode="json", exclude_defaults=True)

        def tell() -> None:
            with self._app.open_unit() as unit:
                binding = reaching.bound(unit, message.channel, message.account, message.address)
                reaching.forget_first_moment(unit, binding.id)
                private_post.put(unit, body, "notice", binding.id, None)
                unit.commit()

        try:
            await self._app.workers.record(tell)
        except AnchaError as error:
            log.warning("a message that was acknowledged waits for the record: %s", error)
            return False
        return True
