"""Asking for a permit: kind, place, hours, workers with valid certificates, guardian, measures."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from checklists.dangerous_work import WorkKind
from dialogs.conversations.hazard import named
from dialogs.conversations.inspect import own_enterprise
from dialogs.conversations.officials.saying import joined, names, said
from dialogs.conversations.permits.rules import WORKERS, approvers, certified, counted, labels
from dialogs.conversations.permits.saying import moment_said
from dialogs.engine import Derived, Notice
from dialogs.folding import folded
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import tell
from dialogs.state import Answer, Listed, State, Value
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from dialogs.times import read_time
from storage import people, permits
from storage.permits import Application, Permit, Worker
from storage.registers import Entry

AGAIN = "again-"
NOW = ("现在", "马上", "立即", "now")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    enterprise = own_enterprise(talk)
    if enterprise is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    kinds = tuple(Listed(id=one.id, label=one.label, words=one.words) for one in talk.content.dangerous_work.kinds)
    colleagues = named(talk, people.colleagues(talk.unit, enterprise.id))
    facts: dict[str, Value] = {"has_grades": "no", "certified": "no", "renews": ""}
    lists: dict[str, tuple[Listed, ...]] = {"kinds": kinds, "colleagues": colleagues}
    form = talk.content.dialogs["permit"]
    old = _renewed(talk, argument)
    kind = _kind(talk, old.asked.kind) if old is not None else None
    if old is None or kind is None:
        return Opening(form, facts=facts, lists=lists)
    refused = _uncertified(talk, kind)
    if refused is not None:
        return Outbound(text=talk.say(refused.key, **refused.params), choices=_onward(talk))
    about, options = _about(kind)
    answers = {
        "kind": Answer(value=kind.id, shown=kind.label), "place": said(old.asked.place), "work": said(old.asked.work),
        "guardian": said(old.asked.guardian),
    }  # fmt: skip
    return Opening(
        form, facts={**facts, **about, "renews": str(old.id)}, lists={**lists, **options}, answers=answers,
        intro=talk.say("permit.again_intro", number=old.number),
    )  # fmt: skip


def _derive(talk: Talk, step: str, state: State) -> Derived:
    kind = _kind(talk, str(state.value("kind") or ""))
    if kind is None:
        return Derived(ask_again=True)
    if step == "kind":
        refused = _uncertified(talk, kind)
        if refused is not None:
            return Derived(notices=(refused,), ask_again=True)
        facts, lists = _about(kind)
        return Derived(facts=facts, lists=lists)
    if step == "span":
        return _span_checked(talk, kind, state)
    if step == "names":
        return _named(talk, str(state.value("worker_names") or ""))
    if step == "guardian":
        working = _worker_names(state, state.value("workers"), str(state.value("worker_names") or ""))
        return _again("permit.guardian_works") if state.value("guardian") in working else Derived()
    chosen = state.value("measures") or ()
    missing = [words for number, words in enumerate(kind.measures, 1) if f"m{number}" not in chosen]
    if missing:
        return _again("permit.measures_missing", words="\n".join(f"· {one}" for one in missing))
    return Derived()


def _named(talk: Talk, words: str) -> Derived:
    """Who works, each by name: whoever writes 我自己 is known."""
    found = names(words)
    mine = talk.content.texts.words["myself"]
    if talk.person is None or not any(one in mine for one in found):
        return Derived() if found else _again("permit.no_names")
    own = dict.fromkeys(talk.person.name if one in mine else one for one in found)
    return Derived(answers={"worker_names": said(joined(own))})


def _again(key: str, **params: object) -> Derived:
    return Derived(notices=(Notice(key, params),), ask_again=True)


def _about(kind: WorkKind) -> tuple[dict[str, Value], dict[str, tuple[Listed, ...]]]:
    """What later questions look at."""
    facts: dict[str, Value] = {
        "has_grades": "yes" if kind.grades else "no", "certified": "yes" if kind.certificates else "no",
    }  # fmt: skip
    measures = tuple(Listed(id=f"m{number}", label=words) for number, words in enumerate(kind.measures, 1))
    return facts, {
        "grades": tuple(Listed(id=one.id, label=one.label, words=one.words) for one in kind.grades),
        "measures": measures,
    }


def _uncertified(talk: Talk, kind: WorkKind) -> Notice | None:
    """Why nobody there may do that work today, and what to do about it; None when somebody may."""
    if not kind.certificates or certified(talk, kind, talk.unit.now, talk.unit.now + timedelta(minutes=1)):
        return None
    return Notice("permit.no_certificate", {"kind": kind.label, "works": labels(talk, kind.certificates)})


def _span_checked(talk: Talk, kind: WorkKind, state: State) -> Derived:
    """Looks at day, hour and length once all are known: not for the past, not longer than the grade allows."""
    asked = str(state.value("from_time") or "")
    if asked and _hour(talk, asked) is None:
        return _again("permit.no_time")
    begins = _beginning(talk, state)
    if begins is None:
        return Derived()
    if _is_past(talk, begins):
        return _again("permit.past")
    length = state.value("hours")
    if not isinstance(length, str):
        return Derived()
    ends = begins + _length(length)
    grade_id = str(state.value("grade") or "")
    grade, hours = counted(talk, kind, grade_id, begins, ends)
    notices = []
    if grade is not None and grade.id != grade_id:
        notices.append(Notice("permit.raised", {"grade": grade.label.partition("：")[0]}))
    if ends - begins > timedelta(hours=hours):
        return Derived(notices=(*notices, Notice("permit.too_long", {"hours": hours})), ask_again=True)
    if not kind.certificates:
        return Derived(notices=tuple(notices))
    held = certified(talk, kind, begins, ends)
    if not held:
        return _again("permit.runs_out", works=labels(talk, kind.certificates))
    return Derived(lists={"workers": tuple(map(_listed, held))}, notices=tuple(notices))


def _listed(one: Entry) -> Listed:
    return Listed(id=str(one.id), label=one.holder)


def _beginning(talk: Talk, state: State) -> datetime | None:
    """The moment at which the work is to begin; None while day or hour is missing."""
    day, asked = state.value("day"), str(state.value("from_time") or "")
    hour = _hour(talk, asked) if asked else None
    return (
        datetime.combine(date.fromisoformat(day), hour, BEIJING) if isinstance(day, str) and hour is not None else None
    )


def _length(hours: str) -> timedelta:
    return timedelta(minutes=int(Decimal(hours) * 60))


def _is_past(talk: Talk, begins: datetime) -> bool:
    return begins < talk.unit.now - timedelta(minutes=talk.content.dangerous_work.late)


def _hour(talk: Talk, words: str) -> time | None:
    said_ = folded(words)
    if said_ in NOW:
        return talk.unit.now.astimezone(BEIJING).time().replace(second=0, microsecond=0)
    return read_time(said_)


def _worker_names(state: State, chosen: Value, words: str) -> tuple[str, ...]:
    ids = chosen if isinstance(chosen, tuple) else ()
    return tuple(one.label for one in state.lists.get("workers", ()) if one.id in ids) or names(words)


def _complete(talk: Talk, done: Finished) -> Closing:
    enterprise, kind = own_enterprise(talk), _kind(talk, done.value("kind"))
    begins = _beginning(talk, done.state)
    if enterprise is None or kind is None or begins is None or talk.person_id is None or talk.role is None:
        return Closing((Outbound(text=talk.say("inspect.no_enterprise")),))
    ends = begins + _length(done.value("hours"))
    grade, hours = counted(talk, kind, done.value("grade"), begins, ends)
    past = _is_past(talk, begins)
    if past or ends - begins > timedelta(hours=hours):
        return _refused(talk, "permit.past" if past else "permit.too_long", hours=hours)
    workers = _workers(talk, kind, done, begins, ends)
    if not workers:
        return _refused(talk, "permit.runs_out", works=labels(talk, kind.certificates))
    if done.value("guardian") in {one.name for one in workers}:
        return _refused(talk, "permit.guardian_works")
    more = (done.value("more"),) if done.value("more") else ()
    renews = str(done.state.facts.get("renews") or "")
    one = permits.apply(
        talk.unit,
        Application(
            enterprise.id, kind.id, grade.id if grade is not None else "", done.value("place"), done.value("work"),
            begins, ends, workers, done.value("guardian"), (*kind.measures, *more),
            int(renews) if renews.isdecimal() else None,
        ),
        by=talk.person_id, role=talk.role.role,
    )  # fmt: skip
    return _asked_for(talk, one)


def _workers(talk: Talk, kind: WorkKind, done: Finished, begins: datetime, ends: datetime) -> tuple[Worker, ...]:
    """Who does the work; nobody when one of them holds no certificate that lasts."""
    if not kind.certificates:
        return tuple(map(Worker, names(done.value("worker_names"))))
    held = {str(one.id): one for one in certified(talk, kind, begins, ends)}
    chosen = done.answers["workers"].value if "workers" in done.answers else ()
    ids = chosen if isinstance(chosen, tuple) else ()
    return tuple(Worker(held[one].holder, held[one].id) for one in ids) if set(ids) <= held.keys() else ()


def _asked_for(talk: Talk, one: Permit) -> Closing:
    found = approvers(talk, one)
    text = talk.say(
        "permit.ask", number=one.number, place=one.asked.place, begins=moment_said(talk, one.asked.begins_at)
    )
    look = opens(f"permits.{one.id}", talk.say("permit.look_and_decide"))
    tell(talk, tuple(found), Outbound(text=text, choices=(look,), kind="notice", numbered=False))
    nobody = "permit.applied_nobody" if talk.has("invite") else "permit.applied_nobody_yet"
    key = "permit.applied" if found else nobody
    choices: tuple[Choice, ...] = _onward(talk)
    if talk.person_id in found:
        key, choices = "permit.applied_own", (look, *choices)
    return Closing((Outbound(text=talk.say(key, number=one.number), choices=choices),))


def _refused(talk: Talk, key: str, **params: object) -> Closing:
    return Closing((Outbound(text=talk.say(key, **params), choices=_onward(talk)),))


def _renewed(talk: Talk, argument: str) -> Permit | None:
    number = argument.removeprefix(AGAIN)
    return permits.permit(talk.unit, int(number), talk.scope) if number.isdecimal() else None


def _kind(talk: Talk, kind_id: str) -> WorkKind | None:
    return next((one for one in talk.content.dangerous_work.kinds if one.id == kind_id), None)


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (
        opens("permits", talk.say("permit.back")), opens("registers", talk.say("permit.to_registers")),
        opens("menu", talk.say("inspect.to_menu")),
    )  # fmt: skip


PERMIT = Conversation("permit", WORKERS, _open, _complete, _derive)
