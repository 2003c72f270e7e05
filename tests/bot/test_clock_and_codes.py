"""The clock, codes, and what the log may hold."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import DemoClock, system_now
from bot.codes import ALPHABET, codes
from bot.logs import Discreet

THEN = datetime(2023, 6, 12, 2, 0, tzinfo=UTC)


def test_the_clock_is_aware() -> None:
    assert system_now().tzinfo is UTC


def test_the_demo_clock_runs_on_from_where_it_was_put() -> None:
    real = [THEN]
    clock = DemoClock(datetime(2023, 8, 1, tzinfo=UTC), base=lambda: real[0])
    real[0] += timedelta(minutes=5)
    assert clock() == datetime(2023, 8, 1, 0, 5, tzinfo=UTC)
    clock.move_by(timedelta(days=7))
    assert clock() == datetime(2023, 8, 8, 0, 5, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        clock.move_to(datetime(2023, 8, 1))  # noqa: DTZ001


def test_codes_can_be_read_aloud_and_are_never_words() -> None:
    made = [codes(10) for _ in range(2000)]
    assert len(set(made)) == 2000
    assert not set("".join(made)) & set("0O1ILabc")
    assert set("".join(made)) == set(ALPHABET)
    assert all(any(sign.isdigit() for sign in code) for code in made)
    assert all(codes(1).isdigit() for _ in range(20))


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GET https://api/x?access_token=VERYSECRET&n=1", "VERYSECRET"),
        ("posting to /bot123456:AAbb-cc_dd/sendMessage", "AAbb-cc_dd"),
        ("called 13812345678 twice", "13812345678"),
        ("card 36070219800101001X refused", "36070219800101001X"),
        ("(sqlite3.IntegrityError) failed\n[SQL: INSERT]\n[parameters: ('王建国',)]\nend", "王建国"),
    ],
)
def test_the_log_holds_no_secrets_and_no_peoples_numbers(text: str, hidden: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "x", 1, text, None, None)
    written = Discreet().format(record)
    assert hidden not in written
    assert len(written) > 5
