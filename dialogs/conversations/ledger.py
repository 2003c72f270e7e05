"""The ledger: an enterprise closes its loop here; officials look at it in officials/oversee.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from checklists.plan import Plan
from dialogs.conversations.hazard import fields_of, label, named
from dialogs.conversations.hazard_words import compared, detail, history
from dialogs.conversations.reopening import reopened, standing_order
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import tell_staff
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import enterprises, hazards, people
from storage.hazards import Hazard

KEEPERS = ("principal", "safety_director", "safety_officer")
SIGNERS = ("principal", "safety_director")
MOST = 9
NEXT = "next-"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    listed = page(talk, 0, label)
    if not listed:
        closed = hazards.counts_by_status(talk.unit, talk.scope).get("signed_off", 0)
        return Outbound(
            text=talk.say("ledger.empty", closed=closed), choices=_onward(talk), link=talk.page("ledger"),
            link_label=talk.say("ledger.page"),
        )  # fmt: skip
    return Opening(
        talk.content.dialogs["ledger"],
        intro=state_said(talk),
        facts={"role": talk.role.role if talk.role else ""},
        lists={"hazards": listed},
        link=talk.page("ledger"),
        link_label=talk.say("ledger.page"),
    )


def state_said(talk: Talk) -> str:
    """How many of the scope's hazards are in each state."""
    counts = hazards.counts_by_status(talk.unit, talk.scope)
    standing = {"open": counts.get("open", 0), "rectified": counts.get("rectified", 0)}
    told = talk.say("ledger.state", **standing, closed=counts.get("signed_off", 0))
    return told + talk.say("ledger.more", count=MOST) if sum(standing.values()) > MOST else told


def page(talk: Talk, after: int, line: Callable[[Talk, Hazard], str]) -> tuple[Listed, ...]:
    """One page of what is not closed; where more follow, the last entry turns it."""
    found = hazards.ledger(talk.unit, talk.scope, limit=MOST + 1, after=after)
    listed = tuple(Listed(id=str(one.id), label=line(talk, one)) for one in found[:MOST])
    more = Listed(id=f"{NEXT}{after + MOST}", label=talk.say("ledger.next"))
    return (*listed, more) if len(found) > MOST else listed


def _derive(talk: Talk, step: str, state: State) -> Derived:
    chosen = str(state.value("hazard") or "")
    if chosen.startswith(NEXT):
        return Derived(lists={"hazards": page(talk, int(chosen.removeprefix(NEXT)), label)}, ask_again=True)
    one = _chosen(talk, chosen)
    if one is None:
        return Derived(notices=(Notice("ledger.gone"),), ask_again=True)
    if step == "deadline":
        return _within_order(talk, one, str(state.value("deadline") or ""), again=state.value("action") == "reopen")
    if step == "action":
        return (
            Derived(notices=(Notice("refuse.own", {"message": history(talk, one)}),))
            if state.value("action") == "history"
            else Derived()
        )
    actions = tuple(Listed(id=name, label=talk.say(f"ledger.{name}")) for name in _actions(talk, one))
    colleagues = named(talk, people.colleagues(talk.unit, one.enterprise_id))
    return Derived(
        lists={"actions": actions, "colleagues": colleagues},
        notices=(Notice("refuse.own", {"message": detail(talk, one)}),),
        photos=compared(talk, one),
    )


def _within_order(talk: Talk, one: Hazard, deadline: str, *, again: bool) -> Derived:
    """An enterprise's own deadline may not be later than the one the authority has ordered; work that is done again
    is not held to a day that is past."""
    ordered = standing_order(talk, one) if again else hazards.ordered_deadline(talk.unit, one.id, talk.scope)
    if ordered is None or not deadline or date.fromisoformat(deadline) <= ordered:
        return Derived()
    return Derived(notices=(Notice("ledger.past_ordered", {"deadline": ordered}),), ask_again=True)


def _actions(talk: Talk, one: Hazard) -> tuple[str, ...]:
    """What this person may do with a hazard in this state."""
    if one.status == "open":
        return ("assign", "rectify", "history")
    if one.status == "rectified":
        return (*(("sign",) if _mine(talk, one) else ()), "reopen", "history")
    return ("history",)


def needed_signatures(talk: Talk, one: Hazard) -> tuple[str, ...]:
    """Whose signature closes a hazard: the principal's, and the safety director's where a plan in force says so.

    An enterprise without a safety director needs the principal's alone, else nothing there could ever be closed.
    """
    plan = _plan(talk, one)
    both = one.is_major and plan is not None and plan.sign_off.safety_director
    return SIGNERS if both and people.colleagues(talk.unit, one.enterprise_id, "safety_director") else ("principal",)


def _mine(talk: Talk, one: Hazard) -> tuple[str, ...]:
    """In which roles this person still has to sign; whoever is principal and safety director signs as both."""
    held = (
        {role.role for role in talk.person.roles if role.enterprise_id == one.enterprise_id} if talk.person else set()
    )
    signed = hazards.signatures(talk.unit, one)
    return tuple(role for role in needed_signatures(talk, one) if role in held and role not in signed)


def _plan(talk: Talk, one: Hazard) -> Plan | None:
    enterprise = enterprises.enterprise(talk.unit, one.enterprise_id, talk.scope)
    if enterprise is None:
        return None
    for campaign in enterprises.campaigns_for(talk.unit, enterprise.region, talk.today):
        plan = talk.content.plans.get(campaign.plan)
        if plan is not None and (not plan.sectors or enterprise.sector in plan.sectors):
            return plan
    return None


def _chosen(talk: Talk, hazard_id: str) -> Hazard | None:
    return hazards.hazard(talk.unit, int(hazard_id), talk.scope) if hazard_id.isdecimal() else None


def _complete(talk: Talk, done: Finished) -> Closing:
    one, action = _chosen(talk, done.value("hazard")), done.value("action")
    if one is None or talk.person_id is None or talk.role is None:
        return Closing((Outbound(text=talk.say("ledger.gone"), choices=_onward(talk)),))
    if action == "history" or done.value("sure") != "yes":
        said = "" if action == "history" else talk.say("ledger.nothing_done")
        return Closing((Outbound(text=said, choices=_onward(talk)),) if said else (), then="" if said else "ledger")
    if action not in _actions(talk, one):
        return Closing((Outbound(text=talk.say("ledger.moved"), choices=_onward(talk)),))
    return Closing((Outbound(text=_carried_out(talk, one, action, done), choices=_onward(talk)),))


def _carried_out(talk: Talk, one: Hazard, action: str, done: Finished) -> str:
    by, role = talk.person_id, talk.role.role if talk.role is not None else None
    assert by is not None  # noqa: S101  (checked by the caller)
    if action == "assign":
        hazards.assign(talk.unit, one, fields_of(done), by=by, role=role)
        deadline = date.fromisoformat(done.value("deadline"))
        return talk.say("ledger.assigned", number=one.number, deadline=deadline)
    if action == "rectify":
        hazards.rectify(talk.unit, one, how=done.value("done"), photos=done.photos("after"), by=by, role=role)
        _ask_to_sign(talk, one)
        return talk.say("ledger.rectified", number=one.number)
    if action == "sign":
        needed = needed_signatures(talk, one)
        closed = hazards.sign(talk.unit, one, roles=_mine(talk, one), by=by, needed=needed)
        return talk.say("ledger.closed" if closed else "ledger.signed", number=one.number)
    reason = done.value("reason")
    days = reopened(talk, one, reason=reason, deadline=done.value("deadline"), by=by, role=role, order=False)
    tell_keepers(talk, one, talk.say("notice.reopened", number=one.number, reason=reason, **days))
    return talk.say("ledger.reopened", number=one.number, **days)


def _ask_to_sign(talk: Talk, one: Hazard) -> None:
    signers = people.colleagues(talk.unit, one.enterprise_id, *needed_signatures(talk, one))
    text = talk.say("notice.sign", number=one.number, place=one.place, words=one.words)
    choice = opens("ledger", talk.say("notice.open_ledger"))
    tell_staff(
        talk,
        one.enterprise_id,
        tuple(person_id for person_id, _, _ in signers),
        Outbound(text=text, choices=(choice,), kind="notice", numbered=False),
    )


def tell_keepers(talk: Talk, one: Hazard, text: str) -> None:
    """Let those who keep the ledger know."""
    keepers = people.colleagues(talk.unit, one.enterprise_id, *KEEPERS)
    choice = opens("ledger", talk.say("notice.open_ledger"))
    tell_staff(
        talk,
        one.enterprise_id,
        tuple(person_id for person_id, _, _ in keepers),
        Outbound(text=text, choices=(choice,), kind="notice", numbered=False),
    )


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (
        opens("ledger", talk.say("ledger.back")),
        opens("menu", talk.say("inspect.to_menu")),
    )


LEDGER = Conversation("ledger", KEEPERS, _open, _complete, _derive)
