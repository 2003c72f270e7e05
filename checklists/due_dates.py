"""Every day on which something of a plan falls due in a year: its deadlines, and the duties that come round."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from checklists.periods import Period, periods_between
from checklists.plan import Audience, Deadline, Duty, Frequency, Plan, on
from checklists.record import MonthDay
from checklists.texts import Texts
from checklists.workdays import working_day_on_or_before

Source = Literal["deadline", "inspection", "led-inspection", "drill"]
Risk = Literal["", "high", "ordinary"]

_QUARTER_ENDS = ("03-31", "06-30", "09-30", "12-31")
_HALF_YEAR_ENDS = ("06-30", "12-31")


@dataclass(frozen=True)
class DueItem:
    """One thing due on one day.

    `id` is the same in every run: what, and the day. `name` is the deadline's or duty's own id. `risk` says
    whether it binds high-risk enterprises only, the others only, or all. `assumed` repeats what the plan's author
    took where the text leaves the day open.
    """

    id: str
    name: str
    day: date
    title: str
    who: tuple[Audience, ...]
    source: Source
    every: str
    risk: Risk
    forms: tuple[str, ...]
    basis: str
    assumed: str = ""

    @property
    def working_day(self) -> date:
        """The day by which it is best done: the day itself, or the working day before a holiday."""
        return working_day_on_or_before(self.day)


def due_items(plan: Plan, year: int, texts: Texts) -> tuple[DueItem, ...]:
    """All of them in that year, by day. `texts` gives the recurring duties their titles (reminders.duty.*)."""
    items = [*_deadline_items(plan, year), *_duty_items(plan, year, texts)]
    return tuple(sorted(items, key=lambda item: (item.day, item.source != "deadline", item.id)))


def deadline_items(plan: Plan, year: int) -> tuple[DueItem, ...]:
    """The plan's own deadlines in that year, by day."""
    return tuple(sorted(_deadline_items(plan, year), key=lambda item: (item.day, item.id)))


def deadline_days(deadline: Deadline, plan: Plan, year: int) -> tuple[date, ...]:
    """The days of one deadline in that year, in order.

    Repeating ones keep within `first` and `last` (without them: within the campaign). month: each of `days`, the
    31st meaning the last day of a shorter month. week: `days` are weekdays, Monday = 1, Friday where none is
    given. quarter and half-year: their last day. year: `on`, or 31 December.
    """
    if deadline.every == "once":
        return (on(year, deadline.on or "12-31"),)
    first = on(year, deadline.first) if deadline.first else plan.begins(year)
    last = on(year, deadline.last) if deadline.last else plan.ends(year)
    return tuple(day for day in _days(deadline, year) if first <= day <= last)


def _days(deadline: Deadline, year: int) -> Iterator[date]:
    if deadline.every == "week":
        weekdays = deadline.days or (5,)
        yield from (day for day in _whole_year(year) if day.isoweekday() in weekdays)
    elif deadline.every == "month":
        for month in range(1, 13):
            length = monthrange(year, month)[1]
            yield from sorted({date(year, month, min(day, length)) for day in deadline.days})
    else:
        ends: dict[str, tuple[MonthDay, ...]] = {
            "quarter": _QUARTER_ENDS,
            "half-year": _HALF_YEAR_ENDS,
            "year": (deadline.on or "12-31",),
        }
        yield from (on(year, end) for end in ends[deadline.every])


def _whole_year(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def _deadline_items(plan: Plan, year: int) -> Iterator[DueItem]:
    for deadline in plan.deadlines:
        for day in deadline_days(deadline, plan, year):
            yield DueItem(
                id=f"{plan.id}/{deadline.id}/{day}",
                name=deadline.id,
                day=day,
                title=deadline.title,
                who=deadline.who,
                source="deadline",
                every=deadline.every,
                risk="",
                forms=deadline.forms,
                basis=f"{plan.short} {deadline.basis}",
                assumed=deadline.assumed,
            )


def _duty_items(plan: Plan, year: int, texts: Texts) -> Iterator[DueItem]:
    campaign = (plan.begins(year), plan.ends(year))
    duties: tuple[tuple[Source, Duty], ...] = (
        ("inspection", plan.inspection),
        ("led-inspection", plan.led_inspection),
        ("drill", plan.drill),
    )
    for source, duty in duties:
        for risk, every, count in risk_classes(duty):
            for period in periods_between(every, *campaign, campaign):
                yield _duty_item(plan, source, duty, risk, count, period, texts)


def risk_classes(duty: Duty) -> tuple[tuple[Risk, Frequency, int], ...]:
    """How often, and how many times each, by risk class; one entry where both classes do the same."""
    high = demanded(duty, high_risk=True)
    other = demanded(duty, high_risk=False)
    return (("", *other),) if high == other else (("ordinary", *other), ("high", *high))


def demanded(duty: Duty, *, high_risk: bool) -> tuple[Frequency, int]:
    """The period and the number of times in it that bind an enterprise of that risk class."""
    if high_risk and duty.high_risk_every is not None:
        return duty.high_risk_every, duty.high_risk_count
    return duty.every, duty.count


def _duty_item(plan: Plan, source: Source, duty: Duty, risk: Risk, count: int, period: Period, texts: Texts) -> DueItem:
    day = min(period.last, plan.ends(period.begin.year))
    return DueItem(
        id=f"{plan.id}/{source}{f'-{risk}' if risk else ''}/{day}",
        name=source,
        day=day,
        title=texts(
            f"reminders.duty.{source}",
            period=period_words(period, texts),
            count=count,
            whom=texts(f"reminders.risk.{risk or 'all'}"),
        ),
        who=("enterprise",),
        source=source,
        every=period.every,
        risk=risk,
        forms=(),
        basis=f"{plan.short} {duty.basis}",
    )


def period_words(period: Period, texts: Texts) -> str:
    """How people call a period: 5月, 第二季度, 上半年, 2023年, 本次行动."""
    key = f"reminders.period.{period.every}"
    if period.every == "half-year":
        key += "-first" if period.begin.month == 1 else "-second"
    begin = period.begin
    quarter = texts.words["reminders.quarters"][(begin.month - 1) // 3]
    return texts(key, year=begin.year, month=begin.month, quarter=quarter)
