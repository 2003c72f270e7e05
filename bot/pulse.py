"""Whether something that should go on for ever still does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Pulse:
    """Beats while it goes on. Written by one thread and read by any."""

    ticks: Callable[[], float]
    last: float = field(init=False)
    failures: int = 0
    """How many steps in a row did not get through."""

    def __post_init__(self) -> None:
        self.last = self.ticks()

    def beat(self) -> None:
        """It goes on."""
        self.last = self.ticks()

    def done(self) -> None:
        """A whole step got through."""
        self.failures = 0
        self.beat()

    def failed(self) -> None:
        """A step did not get through."""
        self.failures += 1

    def silent(self) -> float:
        """For how many seconds it has not beaten."""
        return self.ticks() - self.last
