"""Periods are half-open in Beijing, and every day belongs to one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from checklists.periods import Period, beijing_day, period_containing, periods_between

CAMPAIGN = (date(2023, 5, 17), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("every", "day", "begin", "end"),
    [
        ("month", "2023-05-31", "2023-05-01", "2023-06-01"),
        ("month", "2023-12-01", "2023-12-01", "2024-01-01"),
        ("quarter", "2023-06-30", "2023-04-01", "2023-07-01"),
        ("quarter", "2023-07-01", "2023-07-01", "2023-10-01"),
        ("half-year", "2023-06-30", "2023-01-01", "2023-07-01"),
        ("half-year", "2023-12-31", "2023-07-01", "2024-01-01"),
        ("year", "2024-02-29", "2024-01-01", "2025-01-01"),
        ("campaign", "2023-08-08", "2023-05-17", "2024-01-01"),
    ],
)
def test_the_period_of_a_day(every: str, day: str, begin: str, end: str) -> None:
    found = period_containing(every, date.fromisoformat(day), CAMPAIGN)  # type: ignore[arg-type]
    assert (found.begin, found.end) == (date.fromisoformat(begin), date.fromisoformat(end))


def test_midnight_in_beijing_is_the_border() -> None:
    june = Period("month", date(2023, 6, 1), date(2023, 7, 1))
    assert june.begins_at == datetime(2023, 5, 31, 16, tzinfo=UTC)
    assert june.ends_at == datetime(2023, 6, 30, 16, tzinfo=UTC)
    assert beijing_day(datetime(2023, 5, 31, 15, 59, 59, tzinfo=UTC)) == date(2023, 5, 31)
    assert beijing_day(june.begins_at) == date(2023, 6, 1)
    assert june.last == date(2023, 6, 30)
    assert date(2023, 7, 1) not in june


def test_the_periods_of_a_campaign_that_begins_within_one() -> None:
    found = list(periods_between("quarter", *CAMPAIGN, CAMPAIGN))
    assert [(one.begin, one.last) for one in found] == [
        (date(2023, 4, 1), date(2023, 6, 30)),
        (date(2023, 7, 1), date(2023, 9, 30)),
        (date(2023, 10, 1), date(2023, 12, 31)),
    ]
    assert len(list(periods_between("campaign", *CAMPAIGN, CAMPAIGN))) == 1
    assert list(periods_between("month", date(2024, 1, 1), date(2024, 3, 1), CAMPAIGN)) == []
