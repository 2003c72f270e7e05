"""What goes on for a night is one line in the log, and a second when it is over."""

from __future__ import annotations

import logging

import pytest

from bot.grumbling import Grumble
from checklists.errors import TryLater


def test_a_night_without_the_database_is_two_lines(caplog: pytest.LogCaptureFixture) -> None:
    grumble = Grumble(logging.getLogger("ancha.test"), "the delivery loop")
    with caplog.at_level(logging.INFO):
        for _ in range(30_000):
            grumble.about(TryLater("Try again in a moment: the database server does not answer."))
        grumble.over()
        grumble.over()
    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("WARNING", "the delivery loop waits: Try again in a moment: the database server does not answer. (said once)"),
        ("INFO", "the delivery loop goes on"),
    ]


def test_a_bug_of_ours_is_told_whole_and_another_one_too(caplog: pytest.LogCaptureFixture) -> None:
    grumble = Grumble(logging.getLogger("ancha.test"), "fetching photos")
    for error in (KeyError("a"), KeyError("a"), ValueError("b")):
        grumble.about(error)
    assert [one.levelname for one in caplog.records] == ["ERROR", "ERROR"]
    assert all(one.exc_info for one in caplog.records)
