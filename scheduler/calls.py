"""All calls that the plans in force ask for around a window: duties by period, and deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from checklists.content import Content
from checklists.due_dates import DueItem, Risk, deadline_items, risk_classes
from checklists.periods import Period, periods_between
from checklists.plan import Duty, Plan
from checklists.schedule import Schedule
from checklists.workdays import DAY, moved, working_days_before
from scheduler.item import Kind
from scheduler.window import Call, Window, sorted_out
from storage.due import Run
from storage.enterprises import Campaign

AHEAD = timedelta(days=15)
"""Further than any holiday can move a reminder forward: seven or eight days off, and a few spare."""
STILL_WORTH = timedelta(days=31)
"""How long after a deadline it still helps to hear that it has passed."""


@dataclass(frozen=True)
class DutyCall:
    """A call to the enterprises of one risk class: do it `count` times within the period, by `last`."""

    kind: Kind
    plan: Plan
    campaign: Campaign
    risk: Risk
    count: int
    period: Period
    last: date
    call: Call


@dataclass(frozen=True)
class DeadlineCall:
    """A call to those for whom a plan's deadline is."""

    plan: Plan
    campaign: Campaign
    item: DueItem
    call: Call


@dataclass(frozen=True)
class Calls:
    """What is to be said in a window, and what is skipped."""

    duties: tuple[DutyCall, ...]
    deadlines: tuple[DeadlineCall, ...]
    skipped: tuple[Run, ...]


def calls_in(content: Content, schedule: Schedule, campaigns: Iterable[Campaign], window: Window) -> Calls:
    """Sort out the calls of all campaigns; one whose plan no longer has a file is passed over."""
    duties: list[DutyCall] = []
    deadlines: list[DeadlineCall] = []
    for campaign in campaigns:
        plan = content.plans.get(campaign.plan)
        if plan is not None:
            duties += _duty_calls(plan, campaign, schedule, window)
            deadlines += _deadline_calls(plan, campaign, schedule, window)
    # The same plan in force in two counties gives the same calls twice: sort each one out once.
    distinct = {one.call for one in duties} | {one.call for one in deadlines}
    latest, skipped = sorted_out(sorted(distinct, key=lambda call: (call.fires, call.key)), window, schedule.at)
    said = set(latest)
    return Calls(
        tuple(one for one in duties if one.call in said), tuple(one for one in deadlines if one.call in said), skipped
    )


def _duty_calls(plan: Plan, campaign: Campaign, schedule: Schedule, window: Window) -> Iterator[DutyCall]:
    span = (campaign.begins, campaign.ends)
    kinds: tuple[tuple[Kind, Duty], ...] = (
        ("inspection", plan.inspection),
        ("led-inspection", plan.led_inspection),
        ("drill", plan.drill),
    )
    for kind, duty in kinds:
        for risk, every, count in risk_classes(duty):
            for period in periods_between(every, window.after, window.today + AHEAD, span):
                last = min(period.last, campaign.ends)
                series = f"{kind}/{plan.id}/{every}/{period.begin}"
                for stage, fires in _stages(kind, schedule, period, campaign, last):
                    yield DutyCall(kind, plan, campaign, risk, count, period, last, Call(series, stage, fires, last))


def _stages(
    kind: Kind, schedule: Schedule, period: Period, campaign: Campaign, last: date
) -> Iterator[tuple[str, date]]:
    if kind == "inspection":
        rule = schedule.inspection
        before_end = rule.before_end
        day = max(period.begin, campaign.begins)
        while day <= last:
            ends_here = (day.year, day.month) == (last.year, last.month)
            if day.day in rule.days or (ends_here and day.day in rule.last_month_days):
                yield f"{day}", moved(day, campaign.begins)
            day += DAY
    else:
        before_end = (schedule.drill if kind == "drill" else schedule.led_inspection).before_end
    for count in before_end:
        fires = working_days_before(last, count)
        if fires >= campaign.begins:
            yield f"end-{count}", fires


def _deadline_calls(plan: Plan, campaign: Campaign, schedule: Schedule, window: Window) -> Iterator[DeadlineCall]:
    for item in deadline_items(plan, campaign.year):
        near = window.after - AHEAD <= item.day <= window.today + 3 * AHEAD
        if not near or not campaign.begins <= item.day <= campaign.ends:
            continue
        weekly = item.every == "week"
        # A weekly deadline's next week makes the last one's reminder idle; a monthly one's does not.
        series = f"report/{plan.id}/{item.name}" + ("" if weekly else f"/{item.day}")
        stages = [
            (f"before-{count}", working_days_before(item.day, count))
            for count in (schedule.reports.weekly_before if weekly else schedule.reports.before)
        ]
        if not weekly:
            after = (*schedule.reports.after, *(schedule.reports.late if item.forms else ()))
            stages += [(f"after-{days}", moved(item.day + days * DAY, not_before=item.day + DAY)) for days in after]
        for stage, fires in stages:
            if fires >= campaign.begins:
                # A deadline on a holiday has its "on the day" before it; each call names the day itself anyway.
                name = f"{item.day}/{stage}" if weekly else stage
                yield DeadlineCall(plan, campaign, item, Call(series, name, fires, item.day + STILL_WORTH))
