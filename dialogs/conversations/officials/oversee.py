"""The ledger as officials see it: confirm, reject, set a deadline, send back, take up again what was closed, and say of
what was signed off before anybody had decided what it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dialogs.conversations import clause_word
from dialogs.conversations.hazard import label
from dialogs.conversations.hazard_words import caution_of, compared, detail, history
from dialogs.conversations.ledger import NEXT, needed_signatures, page, state_said
from dialogs.conversations.officials.passed import passed_said, signers_said
from dialogs.conversations.officials.saying import day_said, joined
from dialogs.conversations.officials.sites import tell_enterprise
from dialogs.conversations.reopening import reopened
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import hazards
from storage.hazards import Hazard

OFFICIALS = ("county", "department", "city", "administrator")
CLOSED = "closed"
"""The last entry of the list: what was signed off or rejected is looked for by its words."""
UNDECIDED = "undecided"
"""The entry before it, where there are any: signed off while only suspected, which the tables count until somebody
decides."""
MOST = 9


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    return Opening(
        talk.content.dialogs["oversee"],
        intro=state_said(talk),
        facts={"role": talk.role.role if talk.role else "", "looks_back": "no"},
        lists={"hazards": _listed(talk, 0)},
        link=talk.page("ledger"),
        link_label=talk.say("ledger.page"),
    )


def _listed(talk: Talk, after: int) -> tuple[Listed, ...]:
    """One page of what is not closed, and the ways to what is."""
    some = hazards.closed_undecided(talk.unit, talk.scope, limit=1)
    undecided = (Listed(id=UNDECIDED, label=talk.say("oversee.undecided")),) if some else ()
    return (*page(talk, after, _line), *undecided, Listed(id=CLOSED, label=talk.say("oversee.closed")))


def _line(talk: Talk, one: Hazard) -> str:
    return f"{one.enterprise} {label(talk, one)}"


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step == "hazard":
        return _listing(talk, str(state.value("hazard") or ""))
    if step == "closed":
        return _found(talk, str(state.value("closed_words") or ""))
    one = _chosen(talk, _picked(state.value("hazard"), state.value("closed_hazard")))
    if one is None:
        return Derived(notices=(Notice("ledger.gone"),), ask_again=True)
    if step == "clause":
        return clause_word.understood(talk, state, one)
    if step == "action" and state.value("action") == "major":
        caution = caution_of(talk, one).strip()
        told = (Notice("refuse.own", {"message": caution}),) if caution else ()
        return Derived(lists={"clauses": clause_word.offered(talk, one)}, notices=told)
    if step == "action":
        told = (Notice("refuse.own", {"message": history(talk, one)}),) if state.value("action") == "history" else ()
        return Derived(notices=told)
    if step == "deadline":
        again = state.value("action") == "reopen"
        return Derived(notices=_earlier(talk, one, date.fromisoformat(str(state.value("deadline"))), again=again))
    return _shown(talk, one)


def _listing(talk: Talk, chosen: str) -> Derived:
    if chosen.startswith(NEXT):
        return Derived(lists={"hazards": _listed(talk, int(chosen.removeprefix(NEXT)))}, ask_again=True)
    if chosen == CLOSED:
        return Derived(facts={"looks_back": "yes"})
    if chosen == UNDECIDED:
        return _undecided(talk)
    one = _chosen(talk, chosen)
    if one is None:
        return Derived(notices=(Notice("ledger.gone"),), ask_again=True)
    shown = _shown(talk, one)
    return replace(shown, facts={"looks_back": "no"})


def _found(talk: Talk, words: str) -> Derived:
    """What is closed and holds the words, to choose from."""
    found = hazards.closed(talk.unit, talk.scope, words, limit=MOST + 1)
    if not found:
        return Derived(notices=(Notice("oversee.none_closed"),), ask_again=True)
    listed = tuple(Listed(id=str(one.id), label=_line(talk, one)) for one in found[:MOST])
    more = (Notice("oversee.more_closed", {"count": MOST}),) if len(found) > MOST else ()
    return Derived(lists={"closed": listed}, notices=more)


def _undecided(talk: Talk) -> Derived:
    """What was signed off and still wants an official's word, to choose from; the rest follows as these are decided."""
    found = hazards.closed_undecided(talk.unit, talk.scope, limit=MOST + 1)
    if not found:
        return Derived(lists={"hazards": _listed(talk, 0)}, notices=(Notice("oversee.none_undecided"),), ask_again=True)
    listed = tuple(Listed(id=str(one.id), label=_line(talk, one)) for one in found[:MOST])
    more = (Notice("oversee.more_undecided", {"count": MOST}),) if len(found) > MOST else ()
    return Derived(facts={"looks_back": UNDECIDED}, lists={"closed": listed}, notices=more)


def _shown(talk: Talk, one: Hazard) -> Derived:
    """The hazard as it stands, with who signed it off and who checked since, and what may be done with it."""
    told = "\n".join(filter(None, (detail(talk, one), _answering(talk, one))))
    actions = tuple(Listed(id=name, label=_label(talk, one, name)) for name in _actions(one))
    told_first = Notice("refuse.own", {"message": told})
    return Derived(lists={"actions": actions}, notices=(told_first,), photos=compared(talk, one))


def _answering(talk: Talk, one: Hazard) -> str:
    """Who answers for a closed one: those who signed it off, and the checks that let it pass."""
    return signers_said(talk, one) if one.status == "signed_off" else ""


def _label(talk: Talk, one: Hazard, name: str) -> str:
    if name == "reopen":
        return talk.say(f"oversee.reopen_{one.status}")
    if name == "deadline":
        return talk.say("oversee.deadline_change" if one.deadline else "oversee.deadline_set")
    return talk.say(f"ledger.{name}")


def _actions(one: Hazard) -> tuple[str, ...]:
    """What an official may do with a hazard in this state."""
    if one.status == "rejected":
        return ("reopen", "history")
    if one.status == "signed_off":  # something was put right there, so that it is not sent back as no hazard at all
        return (*(("major", "general") if one.is_undecided else ()), "reopen", "history")
    judged = ("major", "general", "rejected") if one.is_undecided else ("rejected",)
    return (*judged, "deadline" if one.status == "open" else "reopen", "history")


def _earlier(talk: Talk, one: Hazard, deadline: date, *, again: bool) -> tuple[Notice, ...]:
    """Says the day back with its year; a day put off is said as such, which one for work done `again` is not."""
    said = [Notice("oversee.deadline_is", {"day": day_said(talk, deadline)})]
    if one.deadline is not None and deadline > one.deadline and not again:
        later = {"days": (deadline - one.deadline).days, "day": day_said(talk, one.deadline)}
        said.append(Notice("oversee.deadline_later", later))
    return tuple(said)


def _picked(hazard: object, closed: object) -> str:
    return str((closed if hazard in (CLOSED, UNDECIDED) else hazard) or "")


def _chosen(talk: Talk, hazard_id: str) -> Hazard | None:
    return hazards.hazard(talk.unit, int(hazard_id), talk.scope) if hazard_id.isdecimal() else None


def _complete(talk: Talk, done: Finished) -> Closing:
    one = _chosen(talk, _picked(done.value("hazard"), done.value("closed_hazard")))
    action = done.value("action")
    if one is None or talk.person_id is None or talk.role is None:
        return Closing((Outbound(text=talk.say("ledger.gone"), choices=_onward(talk)),))
    if action == "history":
        return Closing((), then="oversee")
    if done.value("sure") != "yes":
        return Closing((Outbound(text=talk.say("ledger.nothing_done"), choices=_onward(talk)),))
    if action not in _actions(one):
        return Closing((Outbound(text=talk.say("ledger.moved"), choices=_onward(talk)),))
    return Closing((Outbound(text=_carried_out(talk, one, action, done), choices=_onward(talk)),))


def _carried_out(talk: Talk, one: Hazard, action: str, done: Finished) -> str:
    by, role = talk.person_id, talk.role.role if talk.role is not None else None
    assert by is not None  # noqa: S101  (checked by the caller)
    if action == "deadline":
        return _deadline(talk, one, done, by=by, role=role)
    if action == "reopen":
        return _reopened(talk, one, done.value("reason"), done.value("deadline"), by=by, role=role)
    clause = clause_word.chosen(done.value("clause"))
    hazards.decide(talk.unit, one, level=action, by=by, role=role, why=done.value("note"), clause=clause)
    reached = tell_enterprise(
        talk, one.enterprise_id, talk.say(f"notice.{action}", number=one.number, why=done.value("note"))
    )
    said = talk.say("ledger.decided", number=one.number, level=talk.say(f"level.{action}")) + reached
    return said + _of_a_closed_one(talk, one, action)


def _of_a_closed_one(talk: Talk, one: Hazard, level: str) -> str:
    """What the word on one that was signed off before does: to the tables, and to signatures that a major one needs and
    an unclear one was closed without."""
    if one.status != "signed_off":
        return ""
    counted = one.is_major or level == "major"  # an unclear one was in no table
    lines = [talk.say(f"oversee.counted_{one.level}_{level}")] if counted else []
    signed = hazards.signatures(talk.unit, one)
    lacking = [role for role in needed_signatures(talk, replace(one, level=level)) if role not in signed]
    if lacking:
        lines.append(talk.say("oversee.unsigned", roles=joined(talk.say(f"role.{role}") for role in lacking)))
    return "".join(f"\n{line}" for line in lines)


def _deadline(talk: Talk, one: Hazard, done: Finished, *, by: int, role: str | None) -> str:
    deadline, why = date.fromisoformat(done.value("deadline")), done.value("why")
    new = day_said(talk, deadline)
    old = day_said(talk, one.deadline) if one.deadline is not None else talk.say("oversee.no_deadline")
    reason = talk.say("oversee.deadline_note", old=old, new=new, why=why)
    hazards.set_deadline(talk.unit, one, deadline, reason=reason, by=by, role=role)
    notice = talk.say("notice.deadline", number=one.number, old=old, new=new, why=why)
    return talk.say("oversee.deadline_kept", number=one.number, day=new) + tell_enterprise(
        talk, one.enterprise_id, notice
    )


def _reopened(talk: Talk, one: Hazard, reason: str, deadline: str, *, by: int, role: str | None) -> str:
    """Sent back until a new day; of one that was closed it is said who signed it off and which checks let it pass."""
    signed = _answering(talk, one)
    passed = passed_said(talk, one.enterprise_id, one.clause, talk.unit.now) if one.status == "signed_off" else ""
    days = reopened(talk, one, reason=reason, deadline=deadline, by=by, role=role, order=True)
    told = talk.say(f"notice.reopened_{one.status}", number=one.number, reason=reason, **days)
    reached = tell_enterprise(talk, one.enterprise_id, told)
    said = talk.say("ledger.reopened", number=one.number, **days) + reached
    return "\n\n".join(filter(None, (said, signed, passed)))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("oversee", talk.say("ledger.back")), opens("menu", talk.say("inspect.to_menu")))


OVERSEE = Conversation("oversee", OFFICIALS, _open, _complete, _derive)
