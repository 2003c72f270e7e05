"""What a message asks to have counted is counted beside the transaction that carries it out, not within it.

The first time it gets as far as the counting it stops (`CountFirst`) and nothing of it is kept; it is counted in a unit
that only looks; then the message is carried out anew with what was found. Whoever opens its units knows how
(bot.workers). A unit that nobody else waits for counts on the spot.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from storage.findings import Beside, Found
from storage.unit_of_work import OpenUnit, UnitOfWork

T = TypeVar("T")
MOST_COUNTS = 3
"""So often one message is put back: where what it asks for is another thing each time, the rest is counted within."""


class CountFirst(Exception):
    """No fault: this has to be counted before the message can be carried out. Nothing but its neighbours is kept."""

    def __init__(self, key: Hashable, count: Callable[[UnitOfWork], Any]) -> None:
        super().__init__("a message is carried out once what it asks for is counted")
        self.key = key
        self.count = count


def counted(unit: UnitOfWork, key: Hashable, count: Callable[[UnitOfWork], T]) -> T:
    """What `count` finds in the record. It only looks, and must not need what this message wrote itself.

    `key` says what is counted, the same each time the message is carried out: never the moment. Raises CountFirst where
    it is counted beside, and what `count` raised.
    """
    beside = unit.beside
    if beside is None:
        return count(unit)
    if key not in beside:
        if len(beside) >= MOST_COUNTS:
            return count(unit)
        raise CountFirst(key, count)
    found = beside[key]
    if found.error is not None:
        raise found.error
    return cast("T", found.value)


def found_by(look: OpenUnit, asked: CountFirst) -> Found:
    """Count what a message stopped for. Raises nothing."""
    try:
        with look() as unit:
            return Found(asked.count(unit))
    except Exception as error:
        return Found(error=error)


def knowing(open_unit: OpenUnit, beside: Beside) -> OpenUnit:
    """The same units, which know what was counted beside and stop for what was not."""

    def opened() -> UnitOfWork:
        unit = open_unit()
        unit.beside = beside
        return unit

    return opened
