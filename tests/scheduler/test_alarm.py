"""The alarm rings at once and again, whatever the last ring did, and stops when told."""

from __future__ import annotations

import logging
import threading

import pytest

from checklists.errors import TryLater
from scheduler.alarm import start


def test_it_goes_on_after_a_tick_that_failed_and_logs_no_data(caplog: pytest.LogCaptureFixture) -> None:
    rang, rings = threading.Event(), []

    def tick() -> None:
        rings.append(threading.current_thread().name)
        if len(rings) == 1:
            raise ValueError("王强 13800000000")
        if len(rings) == 2:
            raise TryLater("Try again in a moment: the database is locked.")
        rang.set()

    with caplog.at_level(logging.INFO):
        stop = start(tick, seconds=0.05)
        assert rang.wait(10)
        stop()
    after = len(rings)
    assert threading.current_thread().name not in rings
    assert "a tick failed, the next one comes: ValueError at test_alarm.py" in caplog.text
    assert "the database is locked" in caplog.text
    assert "王强" not in caplog.text
    threading.Event().wait(0.2)
    assert len(rings) == after


def test_a_long_tick_is_never_met_by_the_next() -> None:
    inside, most, done = [], [], threading.Event()

    def tick() -> None:
        inside.append(1)
        most.append(len(inside))
        threading.Event().wait(0.1)
        inside.pop()
        if len(most) >= 3:
            done.set()

    stop = start(tick, seconds=0.03)
    assert done.wait(10)
    stop()
    assert max(most) == 1


def test_the_first_ring_does_not_wait_a_minute() -> None:
    rang = threading.Event()
    stop = start(rang.set, seconds=3600)
    assert rang.wait(5)
    stop()
