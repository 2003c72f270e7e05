"""Takes photos that a conversation wants read, has them read in a process of their own, and goes on with it.

The answer to the photo has long been given by then; what was read follows as a message of its own, by the same way
in as any other (`Gateway.handle`), so that it is carried out once and nothing is said that is not on record.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from anyio import to_process

from bot.delivery import Delivery
from bot.grumbling import Grumble
from bot.reading import engine
from bot.wiring import App
from bot.workers import Workers
from dialogs.messages import InboundMessage, Sender
from storage import media, reaching, readings
from storage.outbox import Letter
from storage.readings import Reading

if TYPE_CHECKING:
    from checklists.certificate_fields import Line

log = logging.getLogger("ancha.reading")

KEEPS = timedelta(seconds=120)
"""How long whoever took a photo has for it; then another process may take it up."""
READ_SECONDS = 60.0
MOST_TRIES = 3
LOOK_SECONDS = 1.0
SWEEP_EVERY = 600

ReadLines = Callable[[str], Awaitable["list[Line]"]]


class Reader:
    """One process's reading. It is told what to do by the table `photo_readings` alone."""

    def __init__(self, app: App, workers: Workers, delivery: Delivery, read: ReadLines | None = None) -> None:
        self._app = app
        self._workers = workers
        self._delivery = delivery
        self._read = read or in_own_process

    async def run(self) -> None:
        """Read until cancelled. Does nothing where nothing can read."""
        if not self._app.reads_photos:
            return
        looks, grumble = 0, Grumble(log, "reading photos")
        while True:
            try:
                while await self.step():
                    pass
                grumble.over()
                if looks % SWEEP_EVERY == 0:
                    await self._workers.record(self._swept)
            except Exception as error:
                grumble.about(error)
            looks += 1
            await anyio.sleep(LOOK_SECONDS)

    async def step(self) -> int:
        """Read what is due; how many photos there were."""
        due = await self._workers.record(self._due)
        for one in due:
            await self._one(one)
        return len(due)

    async def _one(self, one: Reading) -> None:
        path = await self._workers.record(lambda: self._path(one))
        found: list[Line] | None = None
        if path is not None:
            try:
                with anyio.fail_after(READ_SECONDS):
                    found = await self._read(str(path))
            except Exception as error:  # the process died, was too slow, or the library broke: others go on
                log.warning(
                    "photo %d could not be read (try %d): %s", one.media_id, one.tries + 1, type(error).__name__
                )
                if one.tries + 1 < MOST_TRIES:
                    return  # it is taken up again when KEEPS is over
        letters = await self._workers.record(partial(self._told, one, found))
        self._delivery.send_now(letters)

    def _due(self) -> tuple[Reading, ...]:
        with self._app.open_unit() as unit:
            due = readings.take_due(unit, KEEPS)
            if due:
                unit.commit()
        return due

    def _path(self, one: Reading) -> Path | None:
        with self._app.open_unit() as unit:
            return media.file_of(unit, self._app.media_folder, one.media_id)

    def _told(self, one: Reading, found: list[Line] | None) -> tuple[Letter, ...]:
        return told(self._app, one, found)

    def _swept(self) -> None:
        with self._app.open_unit() as unit:
            if readings.sweep(unit):
                unit.commit()


def told(app: App, one: Reading, found: list[Line] | None) -> tuple[Letter, ...]:
    """Keep what was read, and go on with the conversation that waits for it; its answers, to be sent."""
    from checklists.certificate_fields import fields, plain

    with app.open_unit() as unit:
        readings.settle(unit, one.id, None if found is None else plain(fields(found, app.content.certificates)))
        binding = reaching.binding(unit, one.binding_id)
        unit.commit()
    sender = Sender(channel=binding.channel, account=binding.account, address=binding.address)
    return app.gateway.handle(
        InboundMessage(id=f"reading.{one.id}.{one.tries}", sender=sender, kind="worked", photos=(one.media_id,))
    )


def read_waiting(app: App) -> int:
    """Read all that waits, here and now: for the terminal, which has no loop. How many photos there were."""
    count = 0
    while True:
        with app.open_unit() as unit:
            due = readings.take_due(unit, KEEPS)
            paths = [media.file_of(unit, app.media_folder, one.media_id) for one in due]
            unit.commit()
        for one, path in zip(due, paths, strict=True):
            told(app, one, engine.lines(str(path)) if path is not None else None)
        if not due:
            return count
        count += len(due)


async def in_own_process(path: str) -> list[Line]:
    """In a process that anyio ends after five idle minutes, and at once when the time is over.

    https://anyio.readthedocs.io/en/stable/subprocesses.html#running-functions-in-worker-processes
    """
    return await to_process.run_sync(engine.lines, path, cancellable=True)
