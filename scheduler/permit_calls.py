"""Dangerous work that was not finished in time, or not looked at again: said at once, at any hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from checklists.content import Content
from scheduler.wording import shortened
from storage import due, outbox, people
from storage.due import Run
from storage.letters import LetterBody, Tap
from storage.scope import EVERYTHING
from storage.unit_of_work import UnitOfWork
from storage.watch.permits import Unfinished, unfinished

TOLD = ("principal", "safety_director", "safety_officer")
LOOK_BACK = timedelta(days=7)
"""What the program slept through longer ago is not worth waking anybody for."""


@dataclass(frozen=True)
class _Call:
    """The latest of a permit's calls that is due. `last`: the officials are told with it."""

    stage: str
    minutes: int
    at: datetime
    last: bool


def run(content: Content, unit: UnitOfWork) -> int:
    """Queue what has to be said now about permits; how many messages. Each call is made once, the latest only."""
    found = [
        (one, call) for one in unfinished(unit, EVERYTHING, unit.now - LOOK_BACK) if (call := _due(content, unit, one))
    ]
    if not found:
        return 0
    runs = {f"permit/{one.id}/{call.stage}/{call.minutes}": (one, call) for one, call in found}
    ours = due.record(unit, [Run(key, call.at) for key, (_, call) in runs.items()])
    return sum(_say(content, unit, key, one, call) for key, (one, call) in runs.items() if key in ours)


def _due(content: Content, unit: UnitOfWork, one: Unfinished) -> _Call | None:
    rules = content.dangerous_work
    stage, since, minutes = ("over", one.ends_at, rules.calls.over)
    if one.done_at is not None:
        stage, since, minutes = (
            "unchecked",
            one.done_at + timedelta(minutes=_watch(content, one)),
            rules.calls.unchecked,
        )
    passed = [count for count in sorted(minutes) if since + timedelta(minutes=count) <= unit.now]
    if not passed:
        return None
    return _Call(
        stage, passed[-1], since + timedelta(minutes=passed[-1]), last=passed[-1] == max(minutes) and passed[-1] > 0
    )


def _watch(content: Content, one: Unfinished) -> int:
    return next((kind.watch for kind in content.dangerous_work.kinds if kind.id == one.kind), 0)


def _say(content: Content, unit: UnitOfWork, key: str, one: Unfinished, call: _Call) -> int:
    texts = content.texts
    place, since = shortened(one.place), _since(content, call.minutes)
    if call.stage == "over":
        line = texts("reminders.permit.over", number=one.number, place=place, since=since)
    elif call.minutes == 0:
        line = texts("reminders.permit.unchecked", number=one.number, place=place, watch=_watch(content, one))
    else:
        line = texts("reminders.permit.unchecked_late", number=one.number, place=place, since=since)
    queued = 0
    for person_id, text, token in _letters(content, unit, one, call, line):
        body = LetterBody(text=text, choices=(Tap(label=texts("reminders.permit.look"), token=token),))
        dedupe = f"{key}/{person_id}"
        queued += outbox.put(unit, body.as_json(), kind="reminder", person_id=person_id, dedupe=dedupe) is not None
    return queued


def _letters(
    content: Content, unit: UnitOfWork, one: Unfinished, call: _Call, line: str
) -> Iterator[tuple[int, str, str]]:
    """Whom, in what words, and what a tap opens: those on the spot, and in the end the officials it was reported to."""
    inside = [person_id for person_id, _, _ in people.colleagues(unit, one.enterprise_id, *TOLD)]
    for person_id in dict.fromkeys((one.applied_by, *inside)):
        yield person_id, line, f"m.permits.{one.id}"
    if call.last and one.reported:
        text = content.texts("reminders.permit.official", enterprise=one.enterprise, line=line)
        for person_id in people.regulators_of(unit, one.enterprise_id, "county", "department"):
            yield person_id, text, f"m.oversee-permits.{one.id}"


def _since(content: Content, minutes: int) -> str:
    if minutes == 0:
        return content.texts("reminders.permit.just")
    hours = minutes % 60 == 0
    return content.texts(
        f"reminders.permit.{'hours' if hours else 'minutes'}", count=minutes // 60 if hours else minutes
    )
