"""The ledger: an enterprise closes its loop here, and officials look on, confirm, reject and send back."""

from __future__ import annotations

from decimal import Decimal

from checklists.plan import Plan
from dialogs.conversations.hazard import fields_of, label, named
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import tell
from dialogs.state import Listed, State
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from storage import enterprises, hazards, people
from storage.hazards import Hazard

KEEPERS = ("principal", "safety_director", "safety_officer")
OFFICIALS = ("county", "department", "city", "administrator")
SIGNERS = ("principal", "safety_director")
MOST = 9
NEXT = "next-"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    found = hazards.ledger(talk.unit, talk.scope, limit=MOST + 1)
    counts = hazards.counts_by_status(talk.unit, talk.scope)
    if not found:
        closed = counts.get("signed_off", 0)
        return Outbound(
            text=talk.say("ledger.empty", closed=closed), choices=_onward(talk), link=talk.page("ledger"),
            link_label=talk.say("ledger.page"),
        )  # fmt: skip
    official = talk.role is not None and talk.role.role in OFFICIALS
    listed = _page(talk, found)
    told = talk.say(
        "ledger.state",
        open=counts.get("open", 0),
        rectified=counts.get("rectified", 0),
        closed=counts.get("signed_off", 0),
    )
    if len(found) > MOST:
        told += talk.say("ledger.more", count=MOST)
    return Opening(
        talk.content.dialogs["oversee" if official else "ledger"],
        intro=told,
        facts={"role": talk.role.role if talk.role else ""},
        lists={"hazards": listed},
        link=talk.page("ledger"),
        link_label=talk.say("ledger.page"),
    )


def _page(talk: Talk, found: tuple[Hazard, ...], after: int = 0) -> tuple[Listed, ...]:
    """One page of the list; where more follow, the last entry turns it."""
    official = talk.role is not None and talk.role.role in OFFICIALS
    listed = tuple(Listed(id=str(one.id), label=_line(talk, one, official=official)) for one in found[:MOST])
    more = Listed(id=f"{NEXT}{after + MOST}", label=talk.say("ledger.next"))
    return (*listed, more) if len(found) > MOST else listed


def _line(talk: Talk, one: Hazard, *, official: bool) -> str:
    return f"{one.enterprise} {label(talk, one)}" if official else label(talk, one)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    chosen = str(state.value("hazard") or "")
    if chosen.startswith(NEXT):
        after = int(chosen.removeprefix(NEXT))
        found = hazards.ledger(talk.unit, talk.scope, limit=MOST + 1, after=after)
        return Derived(lists={"hazards": _page(talk, found, after)}, ask_again=True)
    one = _chosen(talk, chosen)
    if one is None:
        return Derived(notices=(Notice("ledger.gone"),), ask_again=True)
    if step == "action":
        return (
            Derived(notices=(Notice("refuse.own", {"message": history(talk, one)}),))
            if state.value("action") == "history"
            else Derived()
        )
    actions = tuple(Listed(id=name, label=talk.say(f"ledger.{name}")) for name in _actions(talk, one))
    colleagues = named(people.colleagues(talk.unit, one.enterprise_id))
    return Derived(
        lists={"actions": actions, "colleagues": colleagues},
        notices=(Notice("refuse.own", {"message": detail(talk, one)}),),
    )


def _actions(talk: Talk, one: Hazard) -> tuple[str, ...]:
    """What this person may do with a hazard in this state."""
    role = talk.role.role if talk.role is not None else ""
    if role in OFFICIALS:
        if one.status in ("open", "rectified"):
            judged = ("major", "general", "rejected") if one.level in ("suspected_major", "unclear") else ("rejected",)
            return (*judged, *(("reopen",) if one.status == "rectified" else ()), "history")
        return ("history",)
    if one.status == "open":
        return ("assign", "rectify", "history")
    if one.status == "rectified":
        mine = (role,) if role in needed_signatures(talk, one) else ()
        unsigned = mine and role not in hazards.signatures(talk.unit, one)
        return (*(("sign",) if unsigned else ()), "reopen", "history")
    return ("history",)


def needed_signatures(talk: Talk, one: Hazard) -> tuple[str, ...]:
    """Whose signature closes a hazard: the principal's, and the safety director's where a plan in force says so.

    An enterprise without a safety director needs the principal's alone, else nothing there could ever be closed.
    """
    plan = _plan(talk, one)
    both = one.is_major and plan is not None and plan.sign_off.safety_director
    return SIGNERS if both and people.colleagues(talk.unit, one.enterprise_id, "safety_director") else ("principal",)


def _plan(talk: Talk, one: Hazard) -> Plan | None:
    enterprise = enterprises.enterprise(talk.unit, one.enterprise_id, talk.scope)
    if enterprise is None:
        return None
    for campaign in enterprises.campaigns_for(talk.unit, enterprise.region, talk.today):
        plan = talk.content.plans.get(campaign.plan)
        if plan is not None and (not plan.sectors or enterprise.sector in plan.sectors):
            return plan
    return None


def detail(talk: Talk, one: Hazard) -> str:
    """One hazard with its five fields, as it stands."""
    lines = [
        talk.say(
            "ledger.detail",
            number=one.number,
            level=talk.say(f"level.{one.level}"),
            status=talk.say(f"status.{one.status}"),
            place=one.place,
            words=one.words,
            enterprise=one.enterprise,
            day=_day(talk, one),
        )
    ]
    if one.clause is not None and one.clause in talk.content.clauses:
        standard, clause = talk.content.clauses[one.clause]
        lines.append(
            talk.say("ledger.clause", standard=standard.title, article=clause.article, condition=clause.condition)
        )
    if one.deadline is not None:
        overdue = one.status == "open" and one.deadline < talk.today
        lines.append(
            talk.say(
                "ledger.fields",
                responsible=one.responsible,
                measures=one.measures,
                funds=amount(one.funds),
                deadline=one.deadline,
                contingency=one.contingency,
            )
        )
        if overdue:
            lines.append(talk.say("ledger.overdue", days=(talk.today - one.deadline).days))
    elif one.status == "open":
        lines.append(talk.say("ledger.no_fields"))
    before, after = hazards.photos(talk.unit, one.id, "before"), hazards.photos(talk.unit, one.id, "after")
    if before or after:
        lines.append(talk.say("ledger.photos", before=len(before), after=len(after)))
    return "\n".join(lines)


def amount(yuan: Decimal | None) -> str:
    """A sum of yuan as people write it: 30000, 1500.5; nothing entered is 0."""
    return format((yuan or Decimal(0)).quantize(Decimal("0.01")).normalize(), "f")


def history(talk: Talk, one: Hazard) -> str:
    """Everything that happened to a hazard, with who and when."""
    lines = [talk.say("ledger.history_of", number=one.number)]
    for event in hazards.events(talk.unit, one.id, talk.scope):
        when = event.at.astimezone(BEIJING)
        lines.append(
            talk.say(
                "ledger.event",
                when=f"{when:%m-%d %H:%M}",
                what=talk.say(f"event.{event.kind}"),
                who=event.person,
                note=event.note,
            )
        )
    return "\n".join(lines)


def _day(talk: Talk, one: Hazard) -> str:
    day = one.found_at.astimezone(BEIJING)
    return talk.say("engine.day", year=day.year, month=day.month, day=day.day)


def _chosen(talk: Talk, hazard_id: str) -> Hazard | None:
    return hazards.hazard(talk.unit, int(hazard_id), talk.scope) if hazard_id.isdecimal() else None


def _complete(talk: Talk, done: Finished) -> Closing:
    one, action = _chosen(talk, done.value("hazard")), done.value("action")
    if one is None or talk.person_id is None or talk.role is None:
        return Closing((Outbound(text=talk.say("ledger.gone"), choices=_onward(talk)),))
    if action == "history" or done.value("sure") != "yes":
        said = "" if action == "history" else talk.say("ledger.nothing_done")
        return Closing((Outbound(text=said, choices=_onward(talk)),) if said else (), then="" if said else _home(talk))
    if action not in _actions(talk, one):
        return Closing((Outbound(text=talk.say("ledger.moved"), choices=_onward(talk)),))
    return Closing((Outbound(text=_carried_out(talk, one, action, done), choices=_onward(talk)),))


def _carried_out(talk: Talk, one: Hazard, action: str, done: Finished) -> str:
    by, role = talk.person_id, talk.role.role if talk.role is not None else None
    assert by is not None  # noqa: S101  (checked by the caller)
    if action == "assign":
        hazards.assign(talk.unit, one, fields_of(done), by=by, role=role)
        return talk.say("ledger.assigned", number=one.number, deadline=done.value("deadline"))
    if action == "rectify":
        hazards.rectify(talk.unit, one, how=done.value("done"), photos=done.photos("after"), by=by, role=role)
        _ask_to_sign(talk, one)
        return talk.say("ledger.rectified", number=one.number)
    if action == "sign":
        needed = needed_signatures(talk, one)
        closed = hazards.sign(talk.unit, one, role=role or "", by=by, needed=needed)
        return talk.say("ledger.closed" if closed else "ledger.signed", number=one.number)
    if action == "reopen":
        hazards.reopen(talk.unit, one, reason=done.value("reason"), by=by, role=role)
        _tell_enterprise(talk, one, talk.say("notice.reopened", number=one.number, reason=done.value("reason")))
        return talk.say("ledger.reopened", number=one.number)
    hazards.decide(talk.unit, one, level=action, by=by, role=role, why=done.value("note"))
    _tell_enterprise(talk, one, talk.say(f"notice.{action}", number=one.number, why=done.value("note")))
    return talk.say("ledger.decided", number=one.number, level=talk.say(f"level.{action}"))


def _ask_to_sign(talk: Talk, one: Hazard) -> None:
    signers = people.colleagues(talk.unit, one.enterprise_id, *needed_signatures(talk, one))
    text = talk.say("notice.sign", number=one.number, place=one.place, words=one.words)
    choice = opens("ledger", talk.say("notice.open_ledger"))
    tell(
        talk,
        tuple(person_id for person_id, _, _ in signers),
        Outbound(text=text, choices=(choice,), kind="notice", numbered=False),
    )


def _tell_enterprise(talk: Talk, one: Hazard, text: str) -> None:
    keepers = people.colleagues(talk.unit, one.enterprise_id, *KEEPERS)
    choice = opens("ledger", talk.say("notice.open_ledger"))
    tell(
        talk,
        tuple(person_id for person_id, _, _ in keepers),
        Outbound(text=text, choices=(choice,), kind="notice", numbered=False),
    )


def _home(talk: Talk) -> str:
    return "oversee" if talk.role is not None and talk.role.role in OFFICIALS else "ledger"


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (
        opens(_home(talk), talk.say("ledger.back")),
        opens("menu", talk.say("inspect.to_menu")),
    )


LEDGER = Conversation("ledger", KEEPERS, _open, _complete, _derive)
OVERSEE = Conversation("oversee", OFFICIALS, _open, _complete, _derive)
