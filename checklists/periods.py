"""The stretch of days within which something must happen once more: month, quarter, half-year, year, campaign.

All periods are half-open and begin and end at midnight in Beijing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from checklists.plan import Frequency

BEIJING = ZoneInfo("Asia/Shanghai")
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """From `begin` 00:00 up to but not including `end` 00:00, Beijing."""

    every: Frequency
    begin: date
    end: date

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.end - timedelta(days=1)

    @property
    def begins_at(self) -> datetime:
        """Its first moment, aware."""
        return midnight(self.begin)

    @property
    def ends_at(self) -> datetime:
        """The first moment that is no longer in it, aware."""
        return midnight(self.end)

    def __contains__(self, day: date) -> bool:
        return self.begin <= day < self.end


def midnight(day: date) -> datetime:
    """00:00 of that day in Beijing, as an aware datetime."""
    return datetime.combine(day, time(), BEIJING)


def beijing_day(moment: datetime) -> date:
    """The day on which a moment lies in Beijing. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day in Beijing; pass an aware datetime")
    return moment.astimezone(BEIJING).date()


def period_containing(every: Frequency, day: date, campaign: tuple[date, date]) -> Period:
    """The period that holds `day`. Calendar periods are whole, even where the campaign begins within one.

    `campaign` is the plan's first and last day in force; only `every: campaign` looks at it.
    """
    if every == "campaign":
        return Period(every, campaign[0], campaign[1] + timedelta(days=1))
    months = _MONTHS[every]
    first = (day.month - 1) // months * months + 1
    begin = date(day.year, first, 1)
    return Period(every, begin, _first_of_month(begin, months))


def periods_between(every: Frequency, first: date, last: date, campaign: tuple[date, date]) -> Iterator[Period]:
    """The periods that hold a day from `first` to `last` on which the campaign runs, in order."""
    day, last = max(first, campaign[0]), min(last, campaign[1])
    while day <= last:
        period = period_containing(every, day, campaign)
        yield period
        day = period.end


def _first_of_month(begin: date, months: int) -> date:
    later = begin.year * 12 + begin.month - 1 + months
    return date(later // 12, later % 12 + 1, 1)
