"""The threads in which blocking work runs, so that the event loop never waits for a disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

T = TypeVar("T")


class Workers:
    """Threads for the record and threads for pictures, each with its own limit."""

    def __init__(self, *, one_writer: bool) -> None:
        # SQLite lets one writer in: the others would sleep and retry inside it. Queueing here is fair and quicker.
        self._record = CapacityLimiter(1 if one_writer else 16)
        self._pictures = CapacityLimiter(2)  # a decoded photo can take 200 MB

    async def record(self, work: Callable[[], T]) -> T:
        """Run something short that opens units of work."""
        return await to_thread.run_sync(work, limiter=self._record)

    async def picture(self, work: Callable[[], T]) -> T:
        """Run something that computes on photos."""
        return await to_thread.run_sync(work, limiter=self._pictures)
