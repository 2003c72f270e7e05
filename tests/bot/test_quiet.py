"""The quiet hours, on the minute."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.quiet import NEVER, Quiet, read
from checklists.periods import BEIJING

NIGHT, NOON = Quiet(time(21, 30), time(7, 30)), Quiet(time(12), time(14))


@pytest.mark.parametrize(
    ("quiet", "now", "until"),
    [
        (NIGHT, "2023-06-12T21:29", None),
        (NIGHT, "2023-06-12T21:30", "2023-06-13T07:30"),
        (NIGHT, "2023-12-31T23:59", "2024-01-01T07:30"),
        (NIGHT, "2023-06-13T00:00", "2023-06-13T07:30"),
        (NIGHT, "2023-06-13T07:30", None),
        (NOON, "2023-06-12T12:00", "2023-06-12T14:00"),
        (NOON, "2023-06-12T14:00", None),
        (NEVER, "2023-06-12T00:00", None),
    ],
)
def test_it_is_quiet_until_its_end(quiet: Quiet, now: str, until: str | None) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=BEIJING).astimezone(UTC)
    assert quiet.until(at) == (datetime.fromisoformat(until).replace(tzinfo=BEIJING) if until else None)


def test_it_is_read_as_it_is_written() -> None:
    assert read("21:30-07:30") == NIGHT
    assert read("off") == NEVER
    assert [read(one) for one in ("", "21-7", "24:00-07:00", "9:00-10:00", "21:30 - 07:30")] == [None] * 5
