"""Whose turn it is at a channel: each takes so many messages at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import anyio

LOOK_UP_SECONDS = 1.0
"""How often whoever waits looks whether the program is stopping."""


class Turn:
    """One message's turn at a channel, of which each has so many at once. Belongs to the task that made it."""

    def __init__(self, limits: Mapping[str, anyio.CapacityLimiter], stopping: Callable[[], bool]) -> None:
        self._limits = limits
        self._stopping = stopping
        self._at: str | None = None

    async def at(self, name: str) -> bool:
        """Wait until it is our turn at that channel, and at no other; False when the program stops before."""
        if self._at == name:
            return True
        self.over()
        limit = self._limits[name]
        while not self._stopping():
            try:
                limit.acquire_nowait()
            except anyio.WouldBlock:
                with anyio.move_on_after(LOOK_UP_SECONDS) as waited:
                    await limit.acquire()
                if waited.cancelled_caught:
                    continue
            self._at = name
            return not self._stopping()
        return False

    def over(self) -> None:
        """Leave it to the next."""
        if self._at is not None:
            self._limits[self._at].release()
            self._at = None
