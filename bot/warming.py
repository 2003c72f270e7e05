"""What the first users would otherwise wait for, made ready in the background as soon as the port is open."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from checklists.garbage import collection_paused

USUAL, OFTEN = 0.005, 0.0002
"""Seconds one thread computes before another gets its turn: Python's own
(https://docs.python.org/3/library/sys.html#sys.setswitchinterval), and while answers should not wait for us. A request
gives up its turn with every step into the database; at the usual interval one that takes 30 ms took half a second."""


def warm(*parts: Callable[[], object], stopping: Callable[[], bool] = lambda: False) -> None:
    """Ask for each part in turn; takes about a second, during which requests are answered as ever. When the program is
    told to stop meanwhile, what is left is left."""
    with _giving_way(), collection_paused():
        for part in parts:
            if stopping():
                return
            part()


@contextmanager
def _giving_way() -> Iterator[None]:
    sys.setswitchinterval(OFTEN)
    try:
        yield
    finally:
        sys.setswitchinterval(USUAL)
