"""Which message the work in hand belongs to, so that every line of the log about it bears the same number.

The number is the message's row in `inbox`; its answers carry it as `outbox.reply_to`, so that the delivery's lines,
minutes later and perhaps in another process, bear it too. It says nothing of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_MESSAGE: ContextVar[int | None] = ContextVar("message", default=None)


def current() -> str:
    """`m` and the number of the message under work, such as `m118`; empty where there is none."""
    message = _MESSAGE.get()
    return "" if message is None else f"m{message}"


@contextmanager
def about(message: int | None) -> Iterator[None]:
    """Work on that message, or on one whose number is not known yet, up to the end of the block."""
    token = _MESSAGE.set(message)
    try:
        yield
    finally:
        _MESSAGE.reset(token)


def named(message: int) -> None:
    """The message under work has got its number; holds up to the end of the block of `about`."""
    _MESSAGE.set(message)
