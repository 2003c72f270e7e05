"""Work on callbacks that goes on however its request ends, and is done once however often it is delivered.

A platform waits five seconds for its answer. Where the work is not done by then, the message is noted down durably and
only then acknowledged: what we told the platform we have, it never brings again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import anyio

from bot.channels.tencent.notes import Notes, Replying
from storage.noted import Held, Noted

log = logging.getLogger("ancha.tencent")

T = TypeVar("T", bound=Replying)
NOTE_SECONDS = 4.0
"""After which a message that is not done with is noted down; half a second is enough for that."""
IN_TIME_SECONDS = 4.8
"""After which the platform has probably cut the line, and an answer given into it reaches nobody."""
SILENT_SECONDS = 5.0
"""How much longer the line is held where that fails. The platform has long cut it, and tries again."""
REMEMBERED = 4000
"""Answers kept for the platform's repeats, which come within fifteen seconds."""


def stopwatch() -> Callable[[], bool]:
    """Whether what began just now may still be answered."""
    now = asyncio.get_running_loop().time
    begun = now()
    return lambda: now() - begun < IN_TIME_SECONDS


class Silent(Exception):
    """Neither done nor noted: it must not be acknowledged, so that the platform brings it again."""


@dataclass
class _Piece(Generic[T]):
    done: asyncio.Event = field(default_factory=asyncio.Event)
    result: T | None = None
    given_up: bool = False
    noted: bool = False
    held: Held | None = None
    noting: asyncio.Lock = field(default_factory=asyncio.Lock)


class Underway(Generic[T]):
    """Pieces of work by key. Belongs to one event loop, whose own tasks and locks it uses: every message comes by here,
    and anyio's cost several times as much."""

    def __init__(self, notes: Notes) -> None:
        self._pieces: OrderedDict[str, _Piece[T]] = OrderedDict()
        self._notes = notes
        self._tasks: asyncio.TaskGroup | None = None
        self._open = asyncio.Event()

    async def run(self) -> None:
        """Keep the work going until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            self._open.set()
            await self._notes.run()

    def aside(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Work nobody waits for."""
        if self._tasks is not None:
            self._tasks.create_task(work())

    async def result(self, message: Noted, work: Callable[[Callable[[], bool]], Awaitable[T]]) -> T | None:
        """What the work on a message comes to, begun by whoever asks first. None where that takes longer: the message
        is noted down then, and may be acknowledged. Raises Silent where it may not be.

        The work is handed a question it may ask: whether anybody still waits for it.
        """
        piece: _Piece[T] | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(NOTE_SECONDS):
                if not self._open.is_set():
                    await self._open.wait()
                if message.id not in self._pieces:
                    await self._notes.caught_up(message)
                piece = self._pieces.get(message.id) or self._begin(message, work)
                if not piece.done.is_set():
                    await piece.done.wait()
        if piece is None:  # behind what its sender said before: it is taken up in its turn
            piece = _Piece()
            piece.done.set()
        if piece.result is not None and not piece.given_up:
            return piece.result
        if await self._noted(piece, message):
            piece.given_up = piece.given_up or piece.result is None
            return None if piece.given_up else piece.result
        with anyio.move_on_after(SILENT_SECONDS):
            await piece.done.wait()
            if piece.result is None:
                await anyio.sleep_forever()
        if piece.result is None:
            raise Silent
        return piece.result

    async def _noted(self, piece: _Piece[T], message: Noted) -> bool:
        """Whether a note of it stands, or the work has ended meanwhile. One note, however many deliveries wait."""
        async with piece.noting:
            if piece.noted or piece.result is not None:
                return True
            try:
                piece.held = await self._notes.keep(message)
            except OSError as error:
                log.error("a message is not acknowledged, since it cannot be noted down: %s", error.strerror)
                return False
            piece.noted = True
        if piece.done.is_set():
            await self._over(piece)
        return True

    async def _over(self, piece: _Piece[T]) -> None:
        """The work has ended: its note goes, unless it was acknowledged and is not on record."""
        async with piece.noting:
            held, piece.held = piece.held, None
            if held is None:
                return
            if piece.result is not None and (piece.result.taken or not piece.given_up):
                await self._notes.done(held)
            else:
                self._notes.leave(held)

    def _begin(self, message: Noted, work: Callable[[Callable[[], bool]], Awaitable[T]]) -> _Piece[T]:
        assert self._tasks is not None  # noqa: S101  (open says so)
        piece: _Piece[T] = _Piece()
        self._pieces[message.id] = piece
        while len(self._pieces) > REMEMBERED:
            self._pieces.popitem(last=False)

        async def do() -> None:
            try:
                piece.result = await work(lambda: not piece.given_up)
            except Exception as error:
                log.exception("a callback's work failed: %s", type(error).__name__)
                self._pieces.pop(message.id, None)  # the platform's repeat tries it anew
            finally:
                piece.done.set()
            if piece.held is not None or piece.noting.locked():
                await self._over(piece)

        self._tasks.create_task(do())
        return piece
