"""Where the demo's clock can be put, and the moments it passes on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

from checklists.content import Content
from checklists.due_dates import deadline_items
from checklists.periods import beijing_day
from checklists.plan import Plan
from checklists.schedule import Schedule
from checklists.workdays import DAY, working_day_on_or_before
from scheduler.calls import calls_in
from scheduler.window import Window, moment_of
from storage.enterprises import Campaign

Place = Literal["day", "reminder", "digest", "report"]
PLACES: tuple[Place, ...] = get_args(Place)
AHEAD = 62
"""Days: a stop that is further away is not offered."""
DAWN, OPENS = time(8), time(10)
"""The past ends at dawn, so that the first day's round is seen to go out; the visitor comes at ten."""
_SOON = timedelta(minutes=1)


@dataclass(frozen=True)
class Stop:
    """A moment worth going to: just after something was sent."""

    place: Place
    at: datetime


def first_day(now: datetime) -> date:
    """The day on which a new demo opens: today in Beijing, or the working day before."""
    return working_day_on_or_before(beijing_day(now))


def rounds(schedule: Schedule, after: datetime, until: datetime) -> Iterator[datetime]:
    """Each moment after `after`, up to and with `until`, at which reminders or digests go out, in order."""
    day = beijing_day(after)
    while day <= beijing_day(until):
        digests = {schedule.digest.at} if day.isoweekday() == schedule.digest.weekday else set()
        for at in sorted({schedule.at} | digests):
            moment = moment_of(day, at)
            if after < moment <= until:
                yield moment
        day += DAY


def stops(
    content: Content, plan: Plan, campaign: Campaign, now: datetime, *, high_risk: bool = False
) -> tuple[Stop, ...]:
    """Where one may go from here, the nearest first: a day on, the next call to inspect (for enterprises of high risk
    or the others), the next digests, the next day on which counties report."""
    schedule, today = content.schedule, beijing_day(now)
    days = [today + back * DAY for back in range(AHEAD)]
    found: list[Stop] = [Stop("day", now + DAY)]
    for place, at, wanted in (
        ("reminder", schedule.at, (day for day in days if _calls(content, campaign, day, high_risk=high_risk))),
        ("digest", schedule.digest.at, (day for day in days if day.isoweekday() == schedule.digest.weekday)),
        ("report", schedule.at, (day for day in days if day in _reporting(plan, campaign, today))),
    ):
        moment = next((moment_of(day, at) for day in wanted if moment_of(day, at) > now), None)
        if moment is not None:
            found.append(Stop(place, moment + _SOON))  # type: ignore[arg-type]
    return tuple(found[:1] + sorted(found[1:], key=lambda stop: stop.at))


def _calls(content: Content, campaign: Campaign, day: date, *, high_risk: bool) -> bool:
    """Whether that day's round calls such enterprises to inspect themselves."""
    bound = ("", "high" if high_risk else "ordinary")
    calls = calls_in(content, content.schedule, [campaign], Window(day - DAY, day))
    return any(one.kind == "inspection" and one.risk in bound for one in calls.duties)


def _reporting(plan: Plan, campaign: Campaign, today: date) -> frozenset[date]:
    """The days on which counties hand in forms."""
    items = [*deadline_items(plan, today.year), *deadline_items(plan, today.year + 1)]
    return frozenset(one.day for one in items if one.forms and "county" in one.who and one.day <= campaign.ends)
