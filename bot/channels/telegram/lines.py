"""One after the other for each chat, side by side for different ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio


@dataclass
class _Line:
    lock: anyio.Lock = field(default_factory=anyio.Lock)
    waiting: int = 0


class Lines:
    """Queues by chat, first come first served. Belongs to one event loop."""

    def __init__(self) -> None:
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, chat: str) -> AsyncIterator[None]:
        """Be the only one at work for this chat until the end of the block."""
        line = self._lines.setdefault(chat, _Line())
        line.waiting += 1
        try:
            async with line.lock:
                yield
        finally:
            line.waiting -= 1
            if not line.waiting:
                self._lines.pop(chat, None)
