"""What is made ready behind the open port gives way to those who ask for something, and leaves no setting behind."""

from __future__ import annotations

import gc
import sys

import pytest

from bot.warming import OFTEN, USUAL, warm


def test_while_it_goes_on_turns_are_short_and_nothing_is_collected() -> None:
    seen: list[tuple[float, bool]] = []

    def look() -> None:
        seen.append((round(sys.getswitchinterval(), 6), gc.isenabled()))

    warm(look)
    look()
    assert seen == [(OFTEN, False), (USUAL, True)]


def test_who_is_told_to_stop_makes_nothing_more_ready() -> None:
    told: list[str] = []
    warm(lambda: told.append("first"), lambda: told.append("second"), stopping=lambda: bool(told))
    assert told == ["first"]


def test_so_it_does_where_a_part_fails() -> None:
    def fail() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        warm(fail)
    assert (round(sys.getswitchinterval(), 6), gc.isenabled()) == (USUAL, True)
