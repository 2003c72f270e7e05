"""One act of an office: which, when, how many, how much, where. A penalty for what is not punishable asks why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dialogs.conversations.hazard import label
from dialogs.conversations.officials.saying import counted, dated, day_said, paid, plain, said
from dialogs.conversations.officials.sites import OFFICIALS, given, onward, own_office, plans_for, site
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound
from dialogs.relevance import relevant
from dialogs.state import Answer, Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import hazards
from storage.enterprises import Enterprise
from storage.hazards import Hazard
from storage.oversight import actions
from storage.oversight.actions import Act, ActFacts
from storage.oversight.protection import protected_hazards, punished_after_all
from storage.scope import Scope

COUNT = "count_"
"""Questions whose answer is the act's count begin so; the form says which kind of act has which."""

SUMS = ("fine", "reward")
PARTS = ("dangerous", "anonymous")
NONE = "none"
FIX = "fix-"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if argument.startswith(FIX):
        return _open_correction(talk, argument)
    kind, _, enterprise_id = argument.partition(".")
    one = site(talk, enterprise_id) if enterprise_id else None
    if own_office(talk) is None or f"kind.{kind}" not in talk.content.texts or (enterprise_id and one is None):
        return _refused(talk, "record.outside")
    return _opening(talk, argument, kind, one, {})


def _open_correction(talk: Talk, argument: str) -> Opening | Outbound:
    old = corrected(talk, argument.removeprefix(FIX))
    if old is None:
        return _refused(talk, "record.gone")
    one = site(talk, str(old.facts.enterprise_id)) if old.facts.enterprise_id is not None else None
    return _opening(talk, argument, old.facts.kind, one, _answers(talk, old))


def _opening(talk: Talk, argument: str, kind: str, one: Enterprise | None, known: dict[str, Answer]) -> Opening:
    protected = protected_hazards(talk.unit, talk.scope, one.id) if one is not None and not known else ()
    answers = {"kind": Answer(value=kind, shown=talk.say(f"kind.{kind}"))}
    lists: dict[str, tuple[Listed, ...]] = {"kinds": (Listed(id=kind, label=talk.say(f"kind.{kind}")),)}
    if one is not None:
        listed, answers["site"] = given(one)
        lists["sites"] = (listed,)
    other = Listed(id=NONE, label=talk.say("action.other"))
    lists["protected"] = (*(Listed(id=str(hazard.id), label=label(talk, hazard)) for hazard in protected), other)
    facts = {
        "named": "yes" if one is not None else "no",
        "protected": "yes" if protected else "no",
        "punished": "no",
        "correcting": "yes" if known else "no",
    }
    form = talk.content.dialogs["action"]
    named = one.name if one is not None else talk.say("record.none_named")
    return Opening(
        form, f"action/{argument}", facts=facts, lists=lists, answers={**answers, **known},
        intro=talk.say("record.chosen", kind=talk.say(f"kind.{kind}"), enterprise=named),
    )  # fmt: skip


def _derive(talk: Talk, step: str, state: State) -> Derived:
    asked = state.path[-1] if state.path else ""
    if step == "against":
        return _against(talk, str(state.value("against") or ""), str(state.value("site") or ""))
    if step == "whole":
        number = Decimal(str(state.value(asked) or "0"))
        right = number == number.to_integral_value()
        return Derived() if right else Derived(notices=(Notice("check.whole"),), ask_again=True)
    total = _count(state, talk) if step == "part_of_count" else Decimal(str(state.value("reward") or "0"))
    part = Decimal(str(state.value(asked) or "0"))
    if part > total:
        return Derived(notices=(Notice("action.part_more", {"whole": plain(total)}),), ask_again=True)
    return Derived()


def _against(talk: Talk, hazard_id: str, enterprise_id: str) -> Derived:
    """A hazard that is not punishable by the plan's rule: say so, with the basis, and ask why all the same."""
    one = site(talk, enterprise_id)
    if one is None or hazard_id == NONE:
        return Derived(facts={"punished": "no"})
    message = talk.say("action.not_punishable_plain")
    for plan in plans_for(talk, one):
        key = f"not-punishable.{plan.id}"
        if f"{key}.rule" in talk.content.texts:
            basis = f"{plan.short} {talk.say(f'{key}.basis')}"
            message = talk.say("action.not_punishable", rule=talk.say(f"{key}.rule"), basis=basis)
            break
    return Derived(facts={"punished": "yes"}, notices=(Notice("refuse.own", {"message": message}),))


def _count(state: State, talk: Talk) -> Decimal:
    form = talk.content.dialogs["action"]
    found = (
        state.value(question.id)
        for question in form.questions
        if question.id.startswith(COUNT) and relevant(question, state)
    )
    return Decimal(str(next(found, None) or "1"))


def _complete(talk: Talk, done: Finished) -> Closing:
    office, old_id = own_office(talk), done.subject.partition(FIX)[2]
    old = corrected(talk, old_id) if old_id else None
    one = site(talk, done.value("site")) if done.value("site") else None
    if office is None or talk.person_id is None or (done.value("site") and one is None) or (old_id and old is None):
        return Closing((_refused(talk, "record.gone" if old_id else "record.outside"),))
    against = _protected(talk, one, done.value("against"))
    facts = _stated(talk, done, one, against)
    if old is not None:
        actions.correct_act(talk.unit, old, facts, reason=done.value("reason"), by=talk.person_id)
        return Closing((Outbound(text=_told(talk, "action.corrected", facts, one), choices=onward(talk)),))
    act_id = actions.record_act(talk.unit, office, facts, by=talk.person_id)
    if against is not None:
        role = talk.role.role if talk.role is not None else None
        punished_after_all(
            talk.unit, against, act_id=act_id, reason=done.value("why"), by=talk.person_id, role=role
        )  # fmt: skip
    return Closing((Outbound(text=_told(talk, "action.done", facts, one), choices=onward(talk)),))


def _stated(talk: Talk, done: Finished, one: Enterprise | None, against: Hazard | None) -> ActFacts:
    count = next((done.value(name) for name in done.answers if name.startswith(COUNT) and done.value(name)), "1")
    amount = next((done.value(name) for name in SUMS if done.value(name)), None)
    of_which = next((done.value(name) for name in PARTS if done.value(name)), None)
    why = talk.say("action.note_punished", number=against.number, why=done.value("why")) if against else ""
    return ActFacts(
        kind=done.value("kind"),
        happened_on=date.fromisoformat(done.value("happened_on")),
        enterprise_id=one.id if one is not None else None,
        count=int(count),
        amount=Decimal(amount) if amount is not None else None,
        of_which=Decimal(of_which) if of_which is not None else None,
        note="；".join(filter(None, (done.value("note"), why))),
    )


def _protected(talk: Talk, one: Enterprise | None, hazard_id: str) -> Hazard | None:
    if one is None or not hazard_id.isdecimal():
        return None
    return hazards.hazard(talk.unit, int(hazard_id), Scope(enterprise_id=one.id))


def figures(talk: Talk, facts: ActFacts) -> str:
    """How many and how much, in words: 2次，30000元，其中匿名举报 1000元."""
    unit = talk.say(f"action.unit.{facts.kind}")
    parts = [talk.say("action.count", count=facts.count, unit=unit)]
    if facts.amount is not None:
        parts.append(talk.say("action.amount", amount=plain(facts.amount)))
    if facts.of_which is not None:
        part = talk.say("action.amount", amount=plain(facts.of_which)) if facts.amount is not None else None
        part = part or talk.say("action.count", count=plain(facts.of_which), unit=unit)
        parts.append(talk.say("action.of_which", label=talk.say(f"action.of_which_{facts.kind}"), amount=part))
    return "，".join(parts)


def _told(talk: Talk, key: str, facts: ActFacts, one: Enterprise | None) -> str:
    return talk.say(
        key, day=day_said(talk, facts.happened_on), kind=talk.say(f"kind.{facts.kind}"),
        enterprise=talk.say("action.at", enterprise=one.name) if one is not None else "", figures=figures(talk, facts),
    )  # fmt: skip


def corrected(talk: Talk, act_id: str) -> Act | None:
    """The act to be corrected or withdrawn, if it is this office's own and stands."""
    old = actions.act(talk.unit, int(act_id), talk.scope) if act_id.isdecimal() else None
    return old if old is not None and old.withdrawn_at is None and old.office == own_office(talk) else None


def _answers(talk: Talk, old: Act) -> dict[str, Answer]:
    """What the old record says, as answers: only what is to be changed has to be changed."""
    facts, form = old.facts, talk.content.dialogs["action"]
    state = State(
        facts={"named": "yes" if facts.enterprise_id is not None else "no"}, answers={"kind": said(facts.kind)}
    )  # fmt: skip
    answers = {"happened_on": dated(talk, facts.happened_on), "note": said(facts.note) if facts.note else Answer()}
    for question in form.questions:
        if not relevant(question, state):
            continue
        if question.id.startswith(COUNT):
            answers[question.id] = counted(facts.count, question.unit)
        elif question.id in SUMS:
            answers[question.id] = paid(talk, facts.amount or Decimal(0))
        elif question.id in PARTS:
            part = facts.of_which or Decimal(0)
            answers[question.id] = paid(talk, part) if question.kind == "money" else counted(int(part), question.unit)
    return answers


def _refused(talk: Talk, key: str) -> Outbound:
    return Outbound(text=talk.say(key), choices=onward(talk))


ACTION = Conversation("action", OFFICIALS, _open, _complete, _derive)
