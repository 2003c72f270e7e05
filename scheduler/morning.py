"""The round of reminders at nine: once a day, for today and for what was missed while the program was down."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from checklists.content import Content
from checklists.errors import TryLater
from checklists.periods import BEIJING
from checklists.schedule import Schedule
from checklists.workdays import DAY
from scheduler.batch import Round
from scheduler.calls import AHEAD, STILL_WORTH, calls_in
from scheduler.failures import told
from scheduler.planned import Planned, plan
from scheduler.window import Window, moment_of
from storage import due, outbox
from storage.due import Run
from storage.enterprises import Campaign, campaigns
from storage.people import OF_ENTERPRISE, REGULATORS, Person
from storage.scope import EVERYTHING, Scope, region_prefix
from storage.unit_of_work import OpenUnit, UnitOfWork
from storage.watch.recipients import recipients
from storage.watch.sites import without_anybody

LOOK_BACK = 62
"""Days: what was missed longer ago is not worth saying any more."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """How many messages were queued, and how many things were written down as skipped."""

    queued: int = 0
    skipped: int = 0

    def __add__(self, other: Said) -> Said:
        return Said(self.queued + other.queued, self.skipped + other.skipped)


def round_key(day: date) -> str:
    """The due run that says this day's round is done."""
    return f"morning/{day}"


def window_due(unit: UnitOfWork, schedule: Schedule) -> Window | None:
    """The days a round has to speak for now; None when it is not the hour, or today's is done."""
    local = unit.now.astimezone(BEIJING)
    today = local.date()
    if not schedule.at <= local.time() < schedule.quiet_from or due.known(unit, [round_key(today)]):
        return None
    days = [today - back * DAY for back in range(1, LOOK_BACK + 1)]
    done = due.known(unit, [round_key(day) for day in days])
    return Window(next((day for day in days if round_key(day) in done), days[-1]), today)


def run(content: Content, schedule: Schedule, open_unit: OpenUnit, look: OpenUnit, window: Window) -> Said:
    """Carry the round out, a batch of people to a transaction, and write down that it is done.

    What they have to hear is worked out in a unit of `look`; the transaction holds what is claimed and queued. May be
    repeated and run beside itself: whoever has had this day's message is passed over. Raises TryLater when the
    database does not answer; the next tick goes on.
    """
    with look() as unit:
        in_force = tuple(
            one
            for one in campaigns(unit)
            if one.begins <= window.today + AHEAD and one.ends + STILL_WORTH >= window.after
        )
    one = Round(content, schedule, window, calls_in(content, schedule, in_force, window))
    said, after = Said(), 0
    while True:
        with look() as unit:
            people = recipients(
                unit, EVERYTHING, role_names=(*OF_ENTERPRISE, *REGULATORS), after=after, limit=schedule.batch
            )
        if not people:
            break
        said += _batch(one, open_unit, look, people)
        after = people[-1].id
    with look() as unit:
        alone = _with_nobody(unit, one, in_force)
    with open_unit() as unit:
        said += _close(unit, one, alone, said)
        unit.commit()
    return said


def _batch(one: Round, open_unit: OpenUnit, look: OpenUnit, people: tuple[Person, ...]) -> Said:
    try:
        with look() as unit:
            planned = plan(unit, one, people)
        with open_unit() as unit:
            said = remind(unit, one, planned)
            unit.commit()
            return said
    except TryLater:
        raise
    except Exception as error:
        if len(people) > 1:
            # One person's trouble must not cost the others their message: look for it one by one.
            log.warning("reminders for %d people: %s; trying one by one", len(people), told(error))
            return sum((_batch(one, open_unit, look, (person,)) for person in people), Said())
        log.error("reminders for person %d: %s; skipped today", people[0].id, told(error))
        with open_unit() as unit:
            reason = f"our fault: {type(error).__name__}; see the log"
            key = _message_key(one.window.today, people[0].id)
            ours = due.record(unit, [Run(key, unit.now, "skipped", reason)])
            unit.commit()
        return Said(skipped=len(ours))


def remind(unit: UnitOfWork, one: Round, planned: Iterable[Planned]) -> Said:
    """Queue the messages of those who have had none today, with the rows that say so."""
    now = moment_of(one.window.today, one.schedule.at)
    keys = {_message_key(one.window.today, person.person_id): person for person in planned}
    locks = due.record(unit, [Run(key, now) for key in keys])
    ours = {key: person for key, person in keys.items() if key in locks}
    said: list[Run] = []
    past: list[Run] = []
    for person in ours.values():
        for item in person.items:
            fired = one.once(("fired", item.fires), moment_of, item.fires, one.schedule.at)
            said.append(Run(item.key, fired))
            if item.earlier:
                past += [Run(key, fired, "skipped", f"superseded: said as {item.key}") for key in item.earlier]
    queued = outbox.put_once(unit, "reminder", [(person.person_id, person.letter, key) for key, person in ours.items()])
    due.note(unit, said)
    return Said(queued, len(due.record(unit, past)))


def _message_key(day: date, person_id: int) -> str:
    return f"reminder/{day}/{person_id}"


def _close(unit: UnitOfWork, one: Round, alone: Iterable[Run], said: Said) -> Said:
    """Write down that the round is done, which days it made up for, what was superseded, and who has nobody."""
    window, at = one.window, one.schedule.at
    runs = [Run(round_key(window.today), moment_of(window.today, at), "queued", f"{said.queued} messages")]
    day = window.after + timedelta(days=1)
    while day < window.today:
        reason = f"the program was down; made up for on {window.today}"
        runs.append(Run(round_key(day), moment_of(day, at), "skipped", reason))
        day += DAY
    runs += (*one.calls.skipped, *alone)
    ours = due.record(unit, runs)
    return Said(skipped=sum(run.outcome == "skipped" and run.key in ours for run in runs))


def _with_nobody(unit: UnitOfWork, one: Round, in_force: Iterable[Campaign]) -> list[Run]:
    """For each plan called for in the window how many enterprises it binds that have nobody to send to."""
    today, found = one.window.today, list[Run]()
    called = {(duty.campaign.plan, duty.campaign.region) for duty in one.calls.duties}
    for campaign in in_force:
        plan = one.content.plans.get(campaign.plan)
        if plan is None or (campaign.plan, campaign.region) not in called:
            continue
        scope = Scope(region=region_prefix(campaign.region), sectors=plan.sectors)
        alone = without_anybody(unit, scope, ("principal", "safety_director", "safety_officer"))
        if alone:
            reason = f"{alone} enterprises have nobody to send to; invite their principals"
            key = f"nobody/{campaign.plan}/{campaign.region}/{today}"
            found.append(Run(key, moment_of(today, one.schedule.at), "skipped", reason))
    return found
