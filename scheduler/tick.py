"""The clock's one step: look at what is due and not said, and queue it. Sends nothing itself.

The record is the truth: whoever calls this, however often, from however many processes, each thing is said once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from checklists.content import Content
from checklists.periods import beijing_day
from checklists.schedule import Schedule
from checklists.workdays import DAY
from reports.links import NO_LINKS, Links
from scheduler import bulletin_portions, letting_go, morning, permit_calls, private, week
from storage import due, trail
from storage.due import Run
from storage.retention import Retention
from storage.unit_of_work import OpenUnit, UnitOfWork

log = logging.getLogger("ancha.scheduler")


@dataclass(frozen=True)
class TickResult:
    """How many reminders and digests were queued, and how many due things were written down as skipped."""

    reminders: int = 0
    digests: int = 0
    skipped: int = 0


def tick(
    content: Content,
    open_unit: OpenUnit,
    look: OpenUnit,
    media_folder: Path,
    schedule: Schedule | None = None,
    links: Links = NO_LINKS,
    keeps: Retention | None = None,
) -> TickResult:
    """One step, at the moment of the units' clock. Nearly free when nothing is due.

    What has to be counted and looked up is read in units of `look` (storage.database.looks), beside whoever answers:
    what `open_unit` opens only claims and queues, by figures of a moment before. Both may open the same.

    Reminders go out on the day's round (schedule.at, Beijing), digests once a week. Where a round was missed, the
    next tick within the hours of the schedule makes up for it. Dangerous work that is not finished in time is said at
    any hour; the audit trail is sealed (storage.trail). Raises TryLater when the database does not answer:
    call again in a minute. The digests' pictures are kept in `media_folder` (storage.media). `schedule` stands in
    for the content's own where it is given. `links` leads from a digest to the pages behind it.
    What is older than `keeps` says is let go, once a day.
    """
    rules = schedule or content.schedule
    with open_unit() as unit:
        _begin_here(unit, rules)
        week_begin = week.week_due(unit, rules)
        window = morning.window_due(unit, rules)
        urgent = permit_calls.run(content, unit)
        unit.commit()
    bulletin_portions.run(content, open_unit)
    urgent += private.run(content, open_unit, media_folder)
    digests = morning.Said()
    if week_begin is not None:
        digests = week.run(content, rules, open_unit, look, media_folder, week_begin, links)
    reminders = morning.run(content, rules, open_unit, look, window) if window is not None else morning.Said()
    if (sealed := trail.seal(open_unit)) is not None:
        log.info("audit trail: seal %d, row %d, %s", sealed.number, sealed.last_id, sealed.digest)
    if keeps is not None:
        letting_go.run(open_unit, keeps)
    return TickResult(reminders.queued + urgent, digests.queued, reminders.skipped + digests.skipped)


def _begin_here(unit: UnitOfWork, rules: Schedule) -> None:
    """On a record no clock has worked on yet, write down where it begins: there is nothing to make up for."""
    if due.any_yet(unit):
        return
    today = beijing_day(unit.now)
    reason = f"the clock was first started on {today}"
    this_week = week.week_before(today)
    weeks = [this_week - week.WEEK] if today.isoweekday() <= rules.digest.weekday else [this_week]
    keys = [morning.round_key(today - DAY), *map(week.week_key, weeks)]
    due.record(unit, [Run(key, unit.now, "skipped", reason) for key in keys])
