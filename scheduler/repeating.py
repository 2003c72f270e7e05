"""Calls before a day, and again and again once it is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from checklists.workdays import DAY, moved
from scheduler.calls import AHEAD
from scheduler.window import Call, Window


def calls_around(series: str, last: date, before: Iterable[int], then_every: int, window: Window) -> Iterator[Call]:
    """The calls near the window: so many days before `last`, then every so many days after it."""
    for days in before:
        yield Call(series, f"before-{days}", moved(last - days * DAY), date.max)
    # The calls since it passed: begin a little before the window, since holidays move them.
    times = max(1, ((window.after - last) // timedelta(days=then_every)) - 1)
    nominal = last + times * then_every * DAY
    while nominal <= window.today + AHEAD:
        yield Call(series, f"since-{(nominal - last).days}", moved(nominal, last + DAY), date.max)
        nominal += then_every * DAY
