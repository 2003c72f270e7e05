"""No garbage collection while much is built that stays, and little of it while people wait for answers."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 20_000, 10, 10
"""So many objects more than have gone are there when rings of them are looked for; Python's own 700 come with every few
answers, which leave next to nothing in rings (https://docs.python.org/3.11/library/gc.html#gc.set_threshold)."""


@contextmanager
def collection_paused() -> Iterator[None]:
    """Everything built meanwhile stays, and looking through it again and again took a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def all_here_stays() -> None:
    """Never look through what there is now, and through the rest seldom: the contents stay as they are, and looking
    through them again and again cost a sixth of each answer."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
