"""What a phone needs of a clock: one that tests move, or the real one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the moment, aware."""

    @property
    def now(self) -> datetime: ...


class RealClock:
    """The time it is."""

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)
