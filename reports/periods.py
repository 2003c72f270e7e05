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
from checklists.plan import Deadline, PeriodRule, on
from storage.figures.period import Period, days

T = TypeVar("T")


@dataclass(frozen=True)
class Covered:
    """The period of a report; `month` differs from `whole` only where a form asks for the year and for the month.

    `campaign` runs from the campaign's first day to the end of `whole`, for cells that ask for that.
    """

    whole: Period
    month: Period
    campaign: Period

    def until(self, moment: datetime | None) -> Covered:
        """All of them without what lies at or after that moment."""
        if moment is None:
            return self
        return Covered(self.whole.until(moment), self.month.until(moment), self.campaign.until(moment))


def deadline_of(content: Content, layout: Layout, kind: str = "") -> Deadline | None:
    """The deadline of the form's plan that names it: the one for that kind of body where there are several.

    None for a form the plan sets no day for. Raises TellOperator when the plan is missing.
    """
    plan = content.plans.get(layout.plan)
    if plan is None:
        raise TellOperator(f"The form {layout.id} is of the plan {layout.plan!r}, which no file has; add the plan.")
    naming = [deadline for deadline in plan.deadlines if layout.id in deadline.forms]
    return next((one for one in naming if kind in one.who), naming[0] if naming else None)


def period_rule(content: Content, layout: Layout, kind: str = "") -> PeriodRule:
    """Which days the form covers, as its plan's deadline says; since the campaign's first day where it is silent."""
    deadline = deadline_of(content, layout, kind)
    if deadline is not None and deadline.period is not None:
        return deadline.period
    begins = min(phase.begin for phase in content.plans[layout.plan].phases)
    return PeriodRule(rule="cumulative", since=begins)


def stands_alone(rule: PeriodRule) -> bool:
    """Whether the next report under this rule does not cover these days again, as a cumulative one does."""
    return rule.rule in ("window", "month")


def covered(rule: PeriodRule, due: date, campaign: date | None = None) -> Covered:
    """The days a report due on that day covers; `campaign` is the campaign's first day, where a cell may ask for it.

    window: from the rule's day of the month before to that day of the due day's month, so that the 25th opens the
    next window. cumulative: since the rule's day (of the last year in which it lies before the due day) to the due
    day, or to the first of its month. month: the due day's calendar month, whole. year-and-month: this year and this
    month, both to the due day or to the first of its month (the month is then the one before).
    Raises TellOperator when the rule lacks its day or since.
    """
    whole, month = _covered(rule, due)
    begins = min(campaign or whole.first_day, whole.after_day)
    return Covered(whole, month, days(begins, whole.after_day))


def _covered(rule: PeriodRule, due: date) -> tuple[Period, Period]:
    close = due if rule.closes == "due" else due.replace(day=1)
    if rule.rule == "year-and-month":
        last = due if rule.closes == "due" else close - timedelta(days=1)
        return days(date(last.year, 1, 1), close), days(last.replace(day=1), close)
    if rule.rule == "window":
        end = _day_of(due.year, due.month, _wanted(rule.day, "day"))
        before = end.replace(day=1) - timedelta(days=1)
        one = days(_day_of(before.year, before.month, _wanted(rule.day, "day")), end)
    elif rule.rule == "cumulative":
        since = on(due.year, _wanted(rule.since, "since"))
        if since > due:
            since = on(due.year - 1, _wanted(rule.since, "since"))
        one = days(since, max(since, close))
    else:
        first = due.replace(day=1)
        one = days(first, first + timedelta(days=calendar.monthrange(due.year, due.month)[1]))
    return one, one


def due_day(content: Content, layout: Layout, month: str, kind: str = "") -> date:
    """The day of `month` (YYYY-MM) on which the form is due by its plan's deadline, for that kind of body.

    Where a plan wants it several times a month this is the last of them; the month's last day where the plan names
    none. Raises UserMistake for a month that is none.
    """
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", month)
    if match is None or match[1] == "0000":
        raise UserMistake(f"{month!r} is no month; write it as 2023-06.", key="report.no-month", month=month)
    year, number = int(match[1]), int(match[2])
    deadline = deadline_of(content, layout, kind)
    if deadline is not None and deadline.on is not None and on(year, deadline.on).month == number:
        return on(year, deadline.on)
    named = deadline.days if deadline is not None and deadline.every == "month" else ()
    return _day_of(year, number, max(named, default=31))


def week_of(day: date) -> Period:
    """The week that day lies in: Monday 00:00 to Monday 00:00."""
    monday = day - timedelta(days=day.weekday())
    return days(monday, monday + timedelta(days=7))


def last_week(day: date) -> Period:
    """The last whole week before that day's own."""
    return week_of(day - timedelta(days=7))


def _day_of(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _wanted(value: T | None, name: str) -> T:
    if value is None:
        raise TellOperator(f"A form's period rule lacks {name!r}; add it to the plan's deadline.")
    return value
