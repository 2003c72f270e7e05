"""Working days around the holidays of 2023 and 2024, as the State Council announced them."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.workdays import (
    is_working_day,
    moved,
    working_day_on_or_after,
    working_day_on_or_before,
    working_days_before,
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2023-09-28", True),  # Thursday
        ("2023-09-29", False),  # Mid-autumn, a Friday
        ("2023-10-06", False),  # last day of the National Day holiday
        ("2023-10-07", True),  # a Saturday worked in exchange
        ("2023-10-08", True),  # a Sunday worked in exchange
        ("2023-10-14", False),  # an ordinary Saturday
        ("2024-02-29", True),  # leap day, a Thursday
        ("2035-10-01", True),  # a Monday nobody has announced yet: weekends only
        ("2035-10-06", False),
        ("1999-12-31", True),  # before the library's years
    ],
)
def test_who_works_when(day: str, worked: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is worked


def test_the_holiday_moves_back_to_its_eve_and_on_to_its_morrow() -> None:
    assert working_day_on_or_before(date(2023, 10, 5)) == date(2023, 9, 28)
    assert working_day_on_or_after(date(2023, 9, 29)) == date(2023, 10, 7)
    assert working_day_on_or_before(date(2023, 10, 8)) == date(2023, 10, 8)


def test_working_days_are_counted_back_over_weekends_and_holidays() -> None:
    assert working_days_before(date(2023, 6, 30), 3) == date(2023, 6, 27)
    # The 25th of June 2023 is a Sunday worked in exchange for the dragon boat festival (22 to 24 June).
    assert working_days_before(date(2023, 6, 25), 1) == date(2023, 6, 21)
    # 30 September is a holiday: counted from the 28th.
    assert working_days_before(date(2023, 9, 30), 3) == date(2023, 9, 25)


def test_a_reminder_that_would_not_be_true_yet_waits_instead() -> None:
    # Due 29 September, overdue since three days on 2 October: the working day before is the 28th, when nothing was.
    assert moved(date(2023, 10, 2), not_before=date(2023, 9, 30)) == date(2023, 10, 7)
    assert moved(date(2023, 10, 14), not_before=date(2023, 10, 13)) == date(2023, 10, 13)
