"""How much one visitor may ask for: a token bucket each, in memory."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable

from checklists.errors import UserMistake

MOST_KEPT = 20_000
DAY_SECONDS = 24 * 3600.0
REFILLED = 20.0
"""Seconds in which a person's or an address's whole allowance comes back."""


def may_send_photos(photos: Buckets, who: str, count: int = 1) -> None:
    """Count photos against a sender's day. Raises UserMistake, with the hours to wait, where they are too many."""
    wait = photos.wait(who, count)
    if wait:
        raise UserMistake("too many photos in a day", key="photo.too_many", hours=math.ceil(wait / 3600))


class Buckets:
    """Each key may spend `capacity` at once and gets `refill` back a second. The least recently used are forgotten."""

    def __init__(self, capacity: float, refill: float, ticks: Callable[[], float]) -> None:
        self._capacity = capacity
        self._refill = refill
        self._ticks = ticks
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str, cost: float = 1.0) -> int:
        """Spend `cost`; 0 when it was there, else the whole seconds until it will be (nothing is spent then)."""
        now = self._ticks()
        left, then = self._left.pop(key, (self._capacity, now))
        left = min(self._capacity, left + (now - then) * self._refill)
        enough = left >= cost
        self._left[key] = (left - cost if enough else left, now)
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return 0 if enough else math.ceil((cost - left) / self._refill)

    def give_back(self, key: str, cost: float = 1.0) -> None:
        """What was spent for nothing."""
        self.wait(key, -cost)
