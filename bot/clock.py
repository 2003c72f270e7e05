"""The only reader of the system clock. Everything else is handed a moment."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from threading import Lock

from storage.unit_of_work import Clock


def system_now() -> datetime:
    """The moment now, in UTC."""
    return datetime.now(UTC)


def ticks() -> float:
    """Seconds that only grow, for measuring durations; not a time of day."""
    return time.monotonic()


class DemoClock:
    """A clock that runs on from wherever it was last put; safe to read and move from any thread."""

    def __init__(
        self, start: datetime | None = None, base: Clock = system_now, *, ahead: timedelta = timedelta(0)
    ) -> None:
        self._base = base
        self._lock = Lock()
        self._offset = ahead
        if start is not None:
            self.move_to(start)

    def __call__(self) -> datetime:
        with self._lock:
            return self._base() + self._offset

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of the clock below it; negative where it is behind."""
        with self._lock:
            return self._offset

    def move_to(self, moment: datetime) -> None:
        """Show that moment now, and run on from there. Raises ValueError for a moment without a time zone."""
        if moment.tzinfo is None:
            raise ValueError("a clock cannot be put to a moment without a time zone; pass an aware datetime")
        with self._lock:
            self._offset = moment.astimezone(UTC) - self._base()

    def move_by(self, step: timedelta) -> None:
        """Go forward (or back) by that much."""
        with self._lock:
            self._offset += step
