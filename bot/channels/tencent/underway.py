"""Work on callbacks that goes on however its request ends, and is done once however often it is delivered."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import anyio
from anyio.abc import TaskGroup

log = logging.getLogger("ancha.tencent")

T = TypeVar("T")
REMEMBERED = 4000
"""Answers kept for the platform's repeats, which come within fifteen seconds."""


@dataclass
class _Piece(Generic[T]):
    done: anyio.Event = field(default_factory=anyio.Event)
    result: T | None = None
    given_up: bool = False


class Underway(Generic[T]):
    """Pieces of work by key. Belongs to one event loop."""

    def __init__(self) -> None:
        self._pieces: OrderedDict[str, _Piece[T]] = OrderedDict()
        self._tasks: TaskGroup | None = None
        self._open = anyio.Event()

    async def run(self) -> None:
        """Keep the work going until cancelled."""
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            self._open.set()
            await anyio.sleep_forever()

    def aside(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Work nobody waits for."""
        if self._tasks is not None:
            self._tasks.start_soon(work)

    async def result(self, key: str, work: Callable[[Callable[[], bool]], Awaitable[T]], seconds: float) -> T | None:
        """What the work of that key comes to, begun by whoever asks first; None when that takes longer.

        The work is handed a question it may ask: whether anybody still waits for it.
        """
        with anyio.move_on_after(seconds):
            await self._open.wait()
            piece = self._pieces.get(key)
            if piece is None:
                piece = self._begin(key, work)
            await piece.done.wait()
            return piece.result
        late = self._pieces.get(key)
        if late is not None:
            late.given_up = True
        return None

    def _begin(self, key: str, work: Callable[[Callable[[], bool]], Awaitable[T]]) -> _Piece[T]:
        assert self._tasks is not None  # noqa: S101  (open says so)
        piece: _Piece[T] = _Piece()
        self._pieces[key] = piece
        while len(self._pieces) > REMEMBERED:
            self._pieces.popitem(last=False)

        async def do() -> None:
            try:
                piece.result = await work(lambda: not piece.given_up)
            except Exception as error:
                log.exception("a callback's work failed: %s", type(error).__name__)
                self._pieces.pop(key, None)  # the platform's repeat tries it anew
            finally:
                piece.done.set()

        self._tasks.start_soon(do)
        return piece
