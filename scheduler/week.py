"""The weekly digest: to each regulator, for the area and sectors of the role, about the week that ended on Sunday."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path

from checklists.content import Content
from checklists.errors import TryLater
from checklists.periods import BEIJING
from checklists.schedule import Schedule
from reports.area_digest import area_digest
from reports.chart import picture
from reports.digest_words import in_words
from reports.links import NO_LINKS, Links
from scheduler.failures import told
from scheduler.morning import Said
from scheduler.window import moment_of
from storage import due, media, outbox
from storage.due import Run
from storage.letters import LetterBody, menu_tap
from storage.people import REGULATORS
from storage.scope import EVERYTHING, Scope
from storage.unit_of_work import OpenUnit, UnitOfWork
from storage.watch.recipients import recipients

LOOK_BACK = 12
WEEK = timedelta(weeks=1)

log = logging.getLogger(__name__)


def week_key(week: date) -> str:
    """The due run that says the digests of the week from that Monday are done."""
    return f"digests/{week}"


def week_before(day: date) -> date:
    """The Monday on which the last whole week before that day began."""
    return day - timedelta(days=day.weekday()) - WEEK


def week_due(unit: UnitOfWork, schedule: Schedule) -> date | None:
    """The week (its Monday) of which the digests have to go out now; None when they have, or it is not the time."""
    local = unit.now.astimezone(BEIJING)
    rule = schedule.digest
    if local.isoweekday() < rule.weekday or not rule.at <= local.time() < schedule.quiet_from:
        return None
    week = week_before(local.date())
    return None if due.known(unit, [week_key(week)]) else week


def run(
    content: Content,
    schedule: Schedule,
    open_unit: OpenUnit,
    look: OpenUnit,
    media_folder: Path,
    week: date,
    links: Links = NO_LINKS,
) -> Said:
    """Queue them, scope by scope. May be repeated, and run beside itself: what was queued is passed over.

    An area is counted in a unit of `look` and drawn in none; only then is it claimed, with its messages.

    Weeks missed before this one are written down as skipped. Raises TryLater when database or disk do not answer.
    """
    said = Said()
    for scope, people in _by_scope(look, schedule.batch).items():
        keys = {
            f"digest/{week}/{_label(scope)}/{person_id}": (person_id, people[person_id]) for person_id in sorted(people)
        }
        try:
            said += _for_scope(content, schedule, open_unit, look, media_folder, week, scope, keys, links)
        except TryLater:
            raise
        except Exception as error:
            # One area's trouble must not cost the others their digest.
            log.error("digest of %s for %s: %s; skipped this week", week, _label(scope), told(error))
            reason = f"our fault: {type(error).__name__}; see the log"
            with open_unit() as unit:
                runs = [Run(key, _due_at(week, schedule), "skipped", reason) for key in keys]
                said += Said(skipped=len(due.record(unit, runs)))
                unit.commit()
    with open_unit() as unit:
        said += _close(unit, schedule, week, said)
        unit.commit()
    return said


def _for_scope(
    content: Content,
    schedule: Schedule,
    open_unit: OpenUnit,
    look: OpenUnit,
    media_folder: Path,
    week: date,
    scope: Scope,
    keys: dict[str, tuple[int, int]],
    links: Links,
) -> Said:
    """`keys` are the due runs, each with the person it is for and the role that has this scope."""
    with look() as unit:
        if keys.keys() <= due.known(unit, keys.keys()):
            return Said()
        digest = area_digest(content, unit, scope, week)
    # Drawing takes about a second, in which nobody has to wait for us nor the log to be kept for what we looked at.
    prepared = media.prepare(picture(content, digest))
    menus = [menu_tap(menu, content.texts(f"reminders.menu.{menu}")) for menu in ("oversee", "area")]
    with open_unit() as unit:
        ours = due.record(unit, [Run(key, _due_at(week, schedule)) for key in keys])
        if ours:
            photo = media.keep(unit, media_folder, prepared, owner_binding=None)
            for key in sorted(ours):
                person_id, role_id = keys[key]
                body = LetterBody(
                    text=in_words(content, digest), choices=tuple(menus), photos=(photo.id,), kind="digest",
                    link=links.personal(unit, person_id, role_id, "area"), link_label=content.texts("digest.page"),
                )  # fmt: skip
                outbox.put(unit, body.as_json(), kind="digest", person_id=person_id, dedupe=key)
        unit.commit()
    return Said(queued=len(ours))


def _by_scope(look: OpenUnit, limit: int) -> dict[Scope, dict[int, int]]:
    """For each scope the people who look after it, each with the role that says so."""
    found: dict[Scope, dict[int, int]] = defaultdict(dict)
    after = 0
    while True:
        with look() as unit:
            people = recipients(unit, EVERYTHING, role_names=REGULATORS, after=after, limit=limit)
        if not people:
            return dict(found)
        for person in people:
            for role in person.roles:
                if role.region is not None:
                    found[role.scope].setdefault(person.id, role.id)
        after = people[-1].id


def _close(unit: UnitOfWork, schedule: Schedule, week: date, said: Said) -> Said:
    before = [week - back * WEEK for back in range(1, LOOK_BACK + 1)]
    done = due.known(unit, [week_key(one) for one in before])
    runs = [Run(week_key(week), _due_at(week, schedule), "queued", f"{said.queued} messages")]
    for one in before:
        if week_key(one) in done:
            break
        runs.append(Run(week_key(one), _due_at(one, schedule), "skipped", f"superseded by the week of {week}"))
    ours = due.record(unit, runs)
    return Said(skipped=sum(run.outcome == "skipped" and run.key in ours for run in runs))


def _due_at(week: date, schedule: Schedule) -> datetime:
    return moment_of(week + WEEK + timedelta(days=schedule.digest.weekday - 1), schedule.digest.at)


def _label(scope: Scope) -> str:
    return f"{scope.region}-{scope.department_id or 0}"
