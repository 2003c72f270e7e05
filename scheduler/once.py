"""What many letters of one morning share is worked out for the first of them and kept until the round is over."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

MOST = 20_000
"""Results kept at once, so that memory does not grow with the number of people."""


class Once:
    """Calls a function for the first of many who share its result."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, object] = {}

    def __call__(self, key: Hashable, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What `work` returned for that key the first time. All its result depends on is in the key; never None."""
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            found = self._kept[key] = work(*args, **named)
        return cast("T", found)
