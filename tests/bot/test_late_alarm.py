"""The alarm that is set behind the open port: whoever stops the program before that stops it as well."""

from __future__ import annotations

import threading

from bot.late_alarm import LateAlarm


def test_it_rings_from_its_start_until_it_is_stopped() -> None:
    rang = threading.Event()
    alarm = LateAlarm(rang.set, 3600)
    assert not rang.is_set()
    alarm.start()
    assert rang.wait(5)
    alarm.stop()
    alarm.stop()


def test_stopped_before_it_was_set_it_never_rings() -> None:
    rang = threading.Event()
    alarm = LateAlarm(rang.set, 0.01)
    alarm.stop()
    alarm.start()
    assert not rang.wait(0.1)
