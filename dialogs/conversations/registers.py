"""The registers: what stands in them, what runs out, and entering one more."""

from __future__ import annotations

from datetime import date
from typing import Any

from dialogs.conversations import certificate
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound, opens
from dialogs.state import State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import registers
from storage.registers import Entry

KEEPERS = ("safety_officer", "safety_director", "principal")
SHOWN = 10


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if talk.role is None or talk.role.enterprise_id is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    return Opening(talk.content.dialogs["registers"], facts={"role": talk.role.role, **certificate.facts(talk)})


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step != "register":
        return certificate.derive(talk, step, state)
    register = str(state.value("register") or "")
    found = registers.entries(talk.unit, talk.scope, register)
    title = talk.say(f"register.{register}")
    lines = [
        talk.say("register.state", title=title, count=len(found)) if found else talk.say("register.empty", title=title)
    ]
    lines += [_line(talk, one) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(talk.say("register.more", count=len(found) - SHOWN))
    if register == "certificate" and not talk.reads_photos:
        lines.append(talk.say("certificate.not_installed"))
    return Derived(
        lists={"tasks": certificate.tasks(talk)}, notices=(Notice("refuse.own", {"message": "\n".join(lines)}),)
    )


def _line(talk: Talk, one: Entry) -> str:
    """One entry in one line; of a number only its last four characters are shown."""
    number = f"**{one.number[-4:]}" if one.number else ""
    what = " ".join(part for part in (one.holder, one.title, number) if part)
    if one.valid_until is None:
        return talk.say("register.line_done", what=what, day=one.happened_on or "")
    if one.expired(talk.today):
        return talk.say("register.line_expired", what=what, day=one.valid_until)
    left = (one.valid_until - talk.today).days
    return talk.say(
        "register.line_soon" if left <= 30 else "register.line_valid", what=what, day=one.valid_until, left=left
    )


def _complete(talk: Talk, done: Finished) -> Closing:
    if done.value("again") != "yes" or talk.role is None or talk.role.enterprise_id is None or talk.person_id is None:
        return Closing((), then="menu")
    register = done.value("register")
    values = certificate.entry(talk, done) if register == "certificate" else _ENTRY[register](done)
    registers.enter(
        talk.unit, enterprise_id=talk.role.enterprise_id, register=register,
        photos=(*done.photos("card"), *done.photos("photo")), by=talk.person_id, **values,
    )  # fmt: skip
    text = talk.say("register.entered", title=talk.say(f"register.{register}"))
    warning = _warning(talk, register, done, values)
    return Closing((Outbound(text=text + warning, choices=_onward(talk)),))


def _warning(talk: Talk, register: str, done: Finished, values: dict[str, Any]) -> str:
    if register == "certificate":
        return _flags(talk, done, values)
    until = values.get("valid_until")
    if register == "agreement" and until is not None and until < talk.today:
        return "\n" + talk.say("register.expired_agreement")
    if register == "agreement" and done.value("qualified") == "no":
        return "\n" + talk.say("register.unqualified")
    if register == "drill" and done.value("drill_exits") == "no":
        return "\n" + talk.say("register.exits_unknown")
    return ""


def _flags(talk: Talk, done: Finished, values: dict[str, Any]) -> str:
    """What is wrong with a certificate, each with the clause and the number it has in the ledger."""
    found = tuple(certificate.shortfalls(talk, done))
    if not found and values["valid_until"] < talk.today:
        return "\n" + talk.say("certificate.not_before_renewal")
    lines = [""]
    for one in found:
        lines.append("⚠ " + one.words)
        hazard = certificate.to_ledger(talk, done, one)
        clause = talk.content.clauses.get(hazard.clause or "") if hazard is not None else None
        if hazard is not None and clause is not None:
            standard, text = clause
            lines.append(
                talk.say("inspect.suspected", standard=standard.title, article=text.article, condition=text.condition,
                         number=hazard.number)
            )  # fmt: skip
            if text.verified == "C":
                lines.append(talk.say("judgement.caution.unread"))
        elif hazard is not None:
            lines.append(talk.say("certificate.without_clause", number=hazard.number))
    if found:
        lines.append(talk.say("certificate.stop"))
    return "\n".join(lines) if found else ""


def _agreement(done: Finished) -> dict[str, Any]:
    return {
        "title": done.value("contractor"),
        "happened_on": _day(done, "signed_on"),
        "valid_until": _day(done, "ends_on"),
        "details": {"kind": done.value("kind_of_agreement"), "qualified": done.value("qualified")},
    }


def _permit(done: Finished) -> dict[str, Any]:
    return {
        "title": done.value("where"),
        "holder": done.value("worker"),
        "happened_on": _day(done, "permit_day"),
        "details": {"kind": done.value("permit_kind"), "guardian": done.value("guardian")},
    }


def _drill(done: Finished) -> dict[str, Any]:
    return {
        "title": done.value("drill_title"),
        "happened_on": _day(done, "drill_day"),
        "details": {
            "kind": done.value("drill_kind"),
            "people": done.value("drill_people"),
            "exits": done.value("drill_exits"),
        },
    }


def _training(done: Finished) -> dict[str, Any]:
    return {
        "title": done.value("training_title"),
        "happened_on": _day(done, "training_day"),
        "details": {"people": done.value("training_people"), "hours": done.value("training_hours")},
    }


def _day(done: Finished, question: str) -> date:
    return date.fromisoformat(done.value(question))


def _onward(talk: Talk) -> tuple[Any, ...]:
    return (opens("registers", talk.say("register.another")), opens("menu", talk.say("inspect.to_menu")))


_ENTRY = {
    "agreement": _agreement,
    "permit": _permit,
    "drill": _drill,
    "training": _training,
}

REGISTERS = Conversation("registers", KEEPERS, _open, _complete, _derive)
