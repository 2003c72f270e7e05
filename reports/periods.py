"""Which days a report covers: a plan's period rule and the due day give half-open periods in Beijing time."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from checklists.content import Content
from checklists.errors import TellOperator, UserMistake
from checklists.layout import Layout
from checklists.plan import Frequency, PeriodRule, on
from storage.figures.period import Period, days

T = TypeVar("T")


@dataclass(frozen=True)
class Covered:
    """The period of a report; `month` differs from `whole` only where a form asks for the year and for the month."""

    whole: Period
    month: Period

    def until(self, moment: datetime | None) -> Covered:
        """Both without what lies at or after that moment."""
        return self if moment is None else Covered(self.whole.until(moment), self.month.until(moment))


def covered(rule: PeriodRule, due: date) -> Covered:
    """The days a report due on that day covers.

    window: from the rule's day of the month before to that day of the due day's month, so that the 25th opens the
    next window. cumulative: since the rule's day (of the last year in which it lies before the due day) to the due
    day, or to the first of its month. month: the due day's calendar month, whole. year-and-month: this year and this
    month, both to the due day or to the first of its month (the month is then the one before).
    Raises TellOperator when the rule lacks its day or since.
    """
    close = due if rule.closes == "due" else due.replace(day=1)
    if rule.rule == "window":
        end = _day_of(due.year, due.month, _wanted(rule.day, "day"))
        before = end.replace(day=1) - timedelta(days=1)
        return _one(days(_day_of(before.year, before.month, _wanted(rule.day, "day")), end))
    if rule.rule == "cumulative":
        since = on(due.year, _wanted(rule.since, "since"))
        if since > due:
            since = on(due.year - 1, _wanted(rule.since, "since"))
        return _one(days(since, max(since, close)))
    if rule.rule == "month":
        first = due.replace(day=1)
        return _one(days(first, first + timedelta(days=calendar.monthrange(due.year, due.month)[1])))
    last = due if rule.closes == "due" else close - timedelta(days=1)
    return Covered(days(date(last.year, 1, 1), close), days(last.replace(day=1), close))


def due_day(content: Content, layout: Layout, month: str) -> date:
    """The day of `month` (YYYY-MM) on which the form is due: by its period rule, else by its plan's deadlines.

    Where a plan wants it several times a month this is the last of them. Raises UserMistake for a month that is none,
    TellOperator when neither rule nor plan names a day.
    """
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if match is None or match[1] == "0000":
        raise UserMistake(f"{month!r} is no month; write it as 2023-06.", key="report.no-month", month=month)
    year, number = int(match[1]), int(match[2])
    plan = content.plans.get(layout.plan)
    in_plan = [day for line in plan.deadlines if layout.id in line.forms for day in line.days] if plan else []
    day = layout.period.day or max(in_plan, default=None)
    if day is None:
        raise TellOperator(f"Nothing says on which day {layout.id} is due; give period.day in its layout.")
    return _day_of(year, number, day)


def week_of(day: date) -> Period:
    """The week that day lies in: Monday 00:00 to Monday 00:00."""
    monday = day - timedelta(days=day.weekday())
    return days(monday, monday + timedelta(days=7))


def last_week(day: date) -> Period:
    """The last whole week before that day's own."""
    return week_of(day - timedelta(days=7))


def began(every: Frequency, day: date, campaign: date) -> date:
    """The first day of the month, quarter, half-year or year that day lies in; `campaign` for the campaign's."""
    if every == "campaign":
        return campaign
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _one(period: Period) -> Covered:
    return Covered(period, period)


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _wanted(value: T | None, name: str) -> T:
    if value is None:
        raise TellOperator(f"A form's period rule lacks {name!r}; add it to the layout.")
    return value
