"""A permit in words: one line of a list, the whole of it, its history, and the hours it holds."""

from __future__ import annotations

from datetime import datetime

from dialogs.conversations.permits.rules import kind_of
from dialogs.talk import BEIJING, Talk
from storage import permits
from storage.permits import Permit


def span_said(talk: Talk, begins: datetime, ends: datetime) -> str:
    """6月12日14:00至16:00, with the second day where it is another one."""
    first, last = begins.astimezone(BEIJING), ends.astimezone(BEIJING)
    key = "permit.span" if first.date() == last.date() else "permit.span_days"
    return talk.say(
        key, month=first.month, day=first.day, begins=f"{first:%H:%M}", ends=f"{last:%H:%M}", last_month=last.month,
        last_day=last.day,
    )  # fmt: skip


def moment_said(talk: Talk, moment: datetime) -> str:
    """6月12日14:00."""
    local = moment.astimezone(BEIJING)
    return talk.say("permit.moment", month=local.month, day=local.day, time=f"{local:%H:%M}")


def kind_said(talk: Talk, one: Permit) -> str:
    """The kind of work, with the grade in front of its colon where it has one."""
    kind = kind_of(talk, one)
    if kind is None:
        return one.asked.kind
    grade = kind.grade(one.asked.grade)
    return talk.say("permit.graded", kind=kind.label, grade=grade.label.partition("：")[0]) if grade else kind.label


def state_said(talk: Talk, one: Permit) -> str:
    """How it stands now, time taken into account."""
    return talk.say(f"permit.state.{one.state(talk.unit.now)}")


def line(talk: Talk, one: Permit, *, named: bool = False) -> str:
    """One line of a list; `named` with the enterprise in front."""
    place = one.asked.place if len(one.asked.place) <= 16 else f"{one.asked.place[:15]}…"
    said = talk.say(
        "permit.line", number=one.number, kind=kind_said(talk, one), place=place, state=state_said(talk, one)
    )
    return f"{one.enterprise} {said}" if named else said


def detail(talk: Talk, one: Permit) -> str:
    """The whole permit as its enterprise and the officials in charge see it."""
    asked = one.asked
    lines = [
        talk.say(
            "permit.detail", number=one.number, kind=kind_said(talk, one), state=state_said(talk, one),
            enterprise=one.enterprise, place=asked.place, work=asked.work,
            span=span_said(talk, asked.begins_at, asked.ends_at),
            workers="、".join(worker.name for worker in asked.workers), guardian=asked.guardian,
        )
    ]  # fmt: skip
    if one.approver:
        lines.append(talk.say("permit.approver", name=one.approver))
    if one.reported_at is not None:
        lines.append(talk.say("permit.reported_on", moment=moment_said(talk, one.reported_at)))
    lines.append(talk.say("permit.measures", count=len(asked.measures)))
    lines += [talk.say("permit.measure", words=words) for words in asked.measures]
    shown = permits.photos(talk.unit, one.id, talk.scope)
    if any(shown.values()):
        lines.append(talk.say("permit.photos", **{stage: len(ids) for stage, ids in shown.items()}))
    return "\n".join(lines)


def history(talk: Talk, one: Permit) -> str:
    """Who did what when."""
    lines = [talk.say("permit.history_of", number=one.number)]
    for event in permits.events(talk.unit, one.id, talk.scope):
        air = talk.say("permit.air", **event.data) if event.data else ""
        lines.append(
            talk.say(
                "permit.event", moment=moment_said(talk, event.at), what=talk.say(f"permit.did.{event.kind}"),
                who=event.person, note=event.note + air,
            ).rstrip()
        )  # fmt: skip
    return "\n".join(lines)
