"""A special-operations certificate in the registers: read from its photo, confirmed, compared with the work done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from checklists.certificate import Task
from checklists.certificate_fields import Fields, from_plain
from checklists.certificate_number import proper
from checklists.personal_numbers import hidden
from checklists.question import Question
from dialogs.conversations.flagging import flagged
from dialogs.engine import Derived, Notice
from dialogs.state import Answer, Listed, State
from dialogs.talk import Finished, Talk
from storage import readings
from storage.hazards import Hazard

ALL_RIGHT, SAME, NONE, OTHER = "all-right", "same", "none", "other"
READ = ("holder", "number", "work", "project", "ends", "review")
"""What is read from a photo, by the questions it answers."""
_UNREAD = {f"read_{name}": None for name in READ}


@dataclass(frozen=True)
class Shortfall:
    """Why somebody may not do this work with this certificate: `expired`, `overdue` or `wrong-kind`."""

    kind: str
    words: str


def facts(talk: Talk) -> dict[str, str]:
    """What the form has to know before it asks for a certificate."""
    return {"reads": "yes" if talk.reads_photos else "no", "has_card": "no", "waiting": "no", "review_past": "no"}


def tasks(talk: Talk) -> tuple[Listed, ...]:
    """What somebody may be doing, that which is printed first, nothing of the kind last."""
    known = tuple(Listed(id=one.id, label=one.label) for one in talk.content.certificates.tasks)
    return (
        Listed(id=SAME, label=talk.say("certificate.same")),
        *known,
        Listed(id=NONE, label=talk.say("certificate.no_task")),
    )


def derive(talk: Talk, step: str, state: State) -> Derived:
    """What has to be worked out after the photo, while it is read, after it was confirmed, and after either day."""
    if step in ("ends", "review"):
        return _dated(talk, step, state)
    if step == "wrong":
        return _agreed(talk, state)
    card = state.answers["card"].photos[:1]
    if not card:
        return Derived(facts={"waiting": "no"})
    if step == "card":
        readings.ask(talk.unit, media_id=card[0], binding_id=talk.binding.id)
        return Derived(facts={"has_card": "yes", "waiting": "yes", **_UNREAD}, forget=("reading", "wrong", *READ))
    one = readings.reading(talk.unit, card[0])
    if state.value("reading") == "self" or one is None:
        readings.forget(talk.unit, card[0])
        return Derived(facts={"waiting": "no"})
    if one.state == "waiting":
        return Derived(notices=(Notice("certificate.still_reading"),), ask_again=True)
    readings.forget(talk.unit, card[0])
    found = from_plain(one.found) if one.found is not None else Fields()
    if found.empty:
        again = {"has_card": "no", "waiting": "no"}
        return Derived(facts=again, forget=("card", "reading"), notices=(Notice("certificate.nothing_read"),))
    return _shown(talk, found)


def _dated(talk: Talk, step: str, state: State) -> Derived:
    """Whether the review is past; one due when the certificate has run out already is a slip, and is asked again."""
    ends, review = str(state.value("ends") or ""), str(state.value("review") or "")
    if _crossed(ends, review):
        days: dict[str, object] = {"ends": _said(talk, "ends", ends), "review": _said(talk, "review", review)}
        notices = (Notice("certificate.review_after_end", days),)
        if step == "review":
            return Derived(notices=notices, ask_again=True)
        return Derived(facts={"review_past": "no"}, forget=("review", "reviewed"), notices=notices)
    return Derived(facts={"review_past": "yes" if _past(talk, review) else "no"})


def _crossed(ends: str, review: str) -> bool:
    return bool(ends and review) and date.fromisoformat(review) > date.fromisoformat(ends)


def _past(talk: Talk, day: str) -> bool:
    return bool(day) and date.fromisoformat(day) < talk.today


def _shown(talk: Talk, found: Fields) -> Derived:
    """What was read, field by field, to be compared with the card; what was not read is asked as always."""
    values = {name: str(value) for name in READ if (value := getattr(found, name))}
    lines = {
        name: talk.say(f"certificate.field.{name}", value=_said(talk, name, value)) for name, value in values.items()
    }
    notices = [Notice("certificate.read", {"lines": "\n".join(lines.values())})]
    if found.doubtful:
        notices.append(Notice("certificate.doubtful", {"number": hidden(found.doubtful)}))
    named = [Listed(id=name, label=talk.say(f"certificate.name.{name}")) for name in lines]
    listed = (Listed(id=ALL_RIGHT, label=talk.say("certificate.all_right")), *named)
    return Derived(
        facts={"waiting": "read", **{f"read_{name}": value for name, value in values.items()}},
        lists={"read_fields": listed}, notices=tuple(notices),
    )  # fmt: skip


def _agreed(talk: Talk, state: State) -> Derived:
    """Take over the fields nobody called wrong; those named, what was not read, and days that cannot both be right are
    asked."""
    named = state.value("wrong")
    wrong = set(named if isinstance(named, tuple) else (named,)) - {ALL_RIGHT}
    read = {name: value for name in READ if isinstance(value := state.facts.get(f"read_{name}"), str)}
    kept = {name: value for name, value in read.items() if name not in wrong}
    notices: tuple[Notice, ...] = ()
    if _crossed(kept.get("ends", ""), kept.get("review", "")):
        days: dict[str, object] = {name: _said(talk, name, kept.pop(name)) for name in ("ends", "review")}
        notices = (Notice("certificate.read_crossed", days),)
    answers = {
        name: Answer(value=_value(talk, name, value), shown=_said(talk, name, value)) for name, value in kept.items()
    }
    past = _past(talk, kept.get("review", ""))
    return Derived(facts={"review_past": "yes" if past else "no"}, answers=answers, notices=notices)


def _value(talk: Talk, name: str, value: str) -> str:
    return _said(talk, name, value) if name == "project" else value


def _said(talk: Talk, name: str, value: str) -> str:
    """A value as people read it: a number by its last signs, since what is sent stays in the record for long."""
    if name == "number":
        return hidden(value)
    if name in ("ends", "review"):
        day = date.fromisoformat(value)
        return talk.say("engine.day", year=day.year, month=day.month, day=day.day)
    if name == "work":
        return next((one.label for one in _question(talk).choices() if one.id == value), value)
    if name == "project":
        known = talk.content.certificates.project_named(value)
        return known[1].name if known else value
    return value


def _question(talk: Talk) -> Question:
    return talk.content.dialogs["registers"].question("work")


def entry(talk: Talk, done: Finished) -> dict[str, Any]:
    """A certificate's row: it runs out on the earlier of its last day and the day of a review not yet done."""
    ends, review = date.fromisoformat(done.value("ends")), _review(done)
    return {
        "title": done.answers["work"].shown,
        "holder": done.value("holder"),
        "number": proper(done.value("number")) or done.value("number"),
        "valid_until": min(ends, review) if review is not None else ends,
        "details": {
            "work": done.value("work"), "project": done.value("project"), "ends": done.value("ends"),
            "review": done.value("review"), "reviewed": done.value("reviewed"), "task": done.value("task"),
            "read": done.value("wrong") != "",
        },
    }  # fmt: skip


def _review(done: Finished) -> date | None:
    """The day of a review still to come or overdue."""
    day = done.value("review")
    return date.fromisoformat(day) if day and done.value("reviewed") != "yes" else None


def shortfalls(talk: Talk, done: Finished) -> Iterator[Shortfall]:
    """What is wrong with this person doing this work; nothing for somebody who does none of the kind now."""
    if done.value("task") == NONE:
        return
    about = {"holder": done.value("holder"), "work": done.value("project") or done.answers["work"].shown}
    ends, review = date.fromisoformat(done.value("ends")), _review(done)
    if ends < talk.today:
        yield Shortfall("expired", talk.say("certificate.expired", day=ends, **about))
    elif review is not None and review < talk.today:
        yield Shortfall("overdue", talk.say("certificate.overdue", day=review, **about))
    task = next((one for one in talk.content.certificates.tasks if one.id == done.value("task")), None)
    if task is not None and not _allowed(talk, done, task):
        yield Shortfall("wrong-kind", talk.say("certificate.wrong_kind", task=task.label, **about))


def _allowed(talk: Talk, done: Finished, task: Task) -> bool:
    known = talk.content.certificates
    named = known.project_named(done.value("project"))
    return known.allows(task, done.value("work"), named[1].id if named else "")


def to_ledger(talk: Talk, done: Finished, one: Shortfall) -> Hazard | None:
    """Flag it by the clause of the enterprise's standard, as a bad answer of a checklist is flagged."""
    return flagged(
        talk, words=one.words, place=talk.say("certificate.place"), photos=done.photos("card") or done.photos("photo"),
        clauses=talk.content.certificates.clauses, why=talk.say(f"certificate.why.{one.kind}"),
    )  # fmt: skip
