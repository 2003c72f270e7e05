"""Working days of the Chinese calendar: weekends, public holidays, and the weekends worked in exchange for them.

The library chinesecalendar knows the years the State Council has announced (2004 to 2026 in the version locked
here). Beyond them nobody knows the holidays yet: Monday to Friday count as working days then, and nothing else.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

DAY = timedelta(days=1)


@lru_cache(maxsize=4096)  # the library looks through all its holidays at every call
def is_working_day(day: date) -> bool:
    """Whether people work on that day; beyond the library's years, whether it is Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # what the library raises for years whose holidays are not announced yet
        return day.weekday() < 5


def working_day_on_or_before(day: date) -> date:
    """The day itself if it is worked, else the last working day before it."""
    while not is_working_day(day):
        day -= DAY
    return day


def working_day_on_or_after(day: date) -> date:
    """The day itself if it is worked, else the next working day."""
    while not is_working_day(day):
        day += DAY
    return day


def working_days_before(day: date, count: int) -> date:
    """The working day `count` working days before `day`; a `day` that is a holiday first moves to the one before it."""
    found = working_day_on_or_before(day)
    for _ in range(count):
        found = working_day_on_or_before(found - DAY)
    return found


def moved(day: date, not_before: date | None = None) -> date:
    """The day on which a reminder for `day` goes out: the working day on or before it.

    Where that would be earlier than `not_before` (the day before which the reminder would not be true, such as
    "overdue" before the deadline has passed) it is the first working day from then on instead.
    """
    found = working_day_on_or_before(day)
    if not_before is not None and found < not_before:
        return working_day_on_or_after(max(day, not_before))
    return found
