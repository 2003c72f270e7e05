"""Half-open stretches of time to count in: moments for what bears one, Beijing days for what bears only a day.

A plan's month or quarter is a checklists.periods.Period, which has whole days; a report may also end in the middle of
one, with what has happened so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from checklists.periods import BEIJING, midnight


@dataclass(frozen=True)
class Period:
    """From `begin` up to but not including `end`, both aware.

    A day belongs to the period in which its 00:00 (Beijing) lies, so that periods that touch share no day and
    lose none. Raises ValueError for naive moments, and for an end before the beginning.
    """

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.begin.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs aware datetimes, or nobody can say which day they belong to")
        if self.end < self.begin:
            raise ValueError("a period cannot end before it begins")

    @property
    def first_day(self) -> date:
        """The first Beijing day whose 00:00 is not before `begin`."""
        return _day_from(self.begin)

    @property
    def after_day(self) -> date:
        """The first Beijing day that no longer belongs to the period."""
        return _day_from(self.end)

    @property
    def is_long(self) -> bool:
        """Whether so much happens in it that reading straight through is quicker than looking things up by an index."""
        return self.end - self.begin > _SHORT

    def until(self, moment: datetime) -> Period:
        """The part of the period before that moment; empty where it begins later."""
        return Period(self.begin, max(self.begin, min(self.end, moment)))


_SHORT = timedelta(days=62)


def days(first: date, after: date) -> Period:
    """The period of whole Beijing days from `first` up to but not including `after`."""
    return Period(midnight(first), midnight(after))


def _day_from(moment: datetime) -> date:
    local = moment.astimezone(BEIJING)
    return local.date() if local == midnight(local.date()) else local.date() + timedelta(days=1)
