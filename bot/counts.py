"""What one process counts while it works, for Prometheus; nothing in it names anybody.

https://prometheus.github.io/client_python/ . Where several processes stand behind one port they count together
(bot.counted_together).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from bot.counted_together import SHARED

if TYPE_CHECKING:
    from scheduler.tick import TickResult

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: a platform wants its answer within five."""
_SLOW = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds: a channel has sixty."""
_T = TypeVar("_T", Counter, Histogram)


@dataclass(frozen=True)
class Counts:
    """One app's counters; two apps of one process do not meet."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    messages: Counter = field(init=False)
    message_seconds: Histogram = field(init=False)
    verdict_seconds: Histogram = field(init=False)
    deliveries: Counter = field(init=False)
    delivery_seconds: Histogram = field(init=False)
    clock_steps: Counter = field(init=False)
    clock_queued: Counter = field(init=False)
    clock_skipped: Counter = field(init=False)
    _kept: dict[tuple[Any, tuple[str, ...]], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ours = self.registry
        ProcessCollector(registry=ours)
        made: dict[str, Counter | Histogram] = {
            "messages": Counter(
                "ancha_messages", "Messages in: taken, repeated, refused for now, failed by a bug",
                ("channel", "result"), registry=ours,
            ),
            "message_seconds": Histogram(
                "ancha_message_seconds", "From a message to its answer on record", ("channel",), buckets=_QUICK,
                registry=ours,
            ),
            "verdict_seconds": Histogram(
                "ancha_verdict_seconds", "Judging one description", buckets=_QUICK, registry=ours
            ),
            "deliveries": Counter(
                "ancha_deliveries", "Messages handed to a channel, by its answer: sent, later, elsewhere, held, never",
                ("channel", "result"), registry=ours,
            ),
            "delivery_seconds": Histogram(
                "ancha_delivery_seconds", "What a channel took for one message", ("channel",), buckets=_SLOW,
                registry=ours,
            ),
            "clock_steps": Counter("ancha_clock_steps", "Steps of the clock: done, failed", ("result",), registry=ours),
            "clock_queued": Counter(
                "ancha_clock_queued", "Due things that were said: reminder, digest", ("kind",), registry=ours
            ),
            "clock_skipped": Counter(
                "ancha_clock_skipped", "Due things written down as skipped, with their reason", registry=ours
            ),
        }  # fmt: skip
        for name, one in made.items():
            object.__setattr__(self, name, one)

    def expect(self, channels: Iterable[str]) -> None:
        """Tell of these from the first moment on, with noughts: what is born at three never rose for an alert."""
        for channel in channels:
            for result in ("taken", "repeated", "refused", "failed"):
                self._of(self.messages, channel, result)
        for result in ("done", "failed"):
            self._of(self.clock_steps, result)

    def heard(self, channel: str, came: str, seconds: float) -> None:
        """A message came in."""
        self._of(self.messages, channel, came).inc()
        self._of(self.message_seconds, channel).observe(seconds)

    def sent(self, channel: str, result: str, seconds: float) -> None:
        """A channel answered to a message out."""
        self._of(self.deliveries, channel, result).inc()
        self._of(self.delivery_seconds, channel).observe(seconds)

    def ticked(self, result: TickResult) -> None:
        """The clock got through a step."""
        self.clock_queued.labels("reminder").inc(result.reminders)
        self.clock_queued.labels("digest").inc(result.digests)
        self.clock_skipped.inc(result.skipped)

    def _of(self, whole: _T, *labels: str) -> _T:
        """The one of these labels: looked up once, since that costs more than counting."""
        found = self._kept.get((whole, labels))
        if found is None:
            found = self._kept[whole, labels] = whole.labels(*labels)
        return found

    def told(self) -> bytes:
        """All of it in Prometheus' words; of all processes where they count together."""
        if SHARED not in os.environ:
            return generate_latest(self.registry)
        of_all = CollectorRegistry()
        MultiProcessCollector(of_all)  # type: ignore[no-untyped-call]
        return generate_latest(of_all)
