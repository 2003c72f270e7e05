"""An enterprise's permits: look, approve, begin with photos, finish, look again after the watch."""

from __future__ import annotations

from checklists.errors import UserMistake
from dialogs.conversations.permits.rules import (
    KEEPERS,
    WORKERS,
    approvers,
    kind_of,
    plan_rules,
    wants_air,
    watch_ends,
    without_certificate,
)
from dialogs.conversations.permits.saying import detail, history, line, moment_said, span_said
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.notices import tell
from dialogs.state import Answer, Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from reports.permit_card import permit_place
from storage import people, permits, unreachable
from storage.permits import Permit
from storage.scope import Scope

MOST = 8
NEW, NEXT = "new", "next-"
AIR = ("oxygen", "combustible")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if talk.role is None or talk.role.enterprise_id is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    form, facts = talk.content.dialogs["permits"], {"air": "no", "chosen": "no", "page": "0"}
    one = _chosen(talk, argument)
    if one is not None:
        listed = Listed(id=argument, label=line(talk, one))
        known = {"permit": Answer(value=argument, shown=listed.label)}
        more, lists = _about(talk, one)
        return Opening(
            form, facts={**facts, **more}, lists={"permits": (listed,), **lists}, answers=known, intro=detail(talk, one)
        )
    found = permits.live(talk.unit, talk.scope, limit=MOST + 1)
    late = len(permits.unclosed(talk.unit, talk.scope, limit=100))
    key = "permit.open_late" if late else "permit.open" if found else "permit.open_none"
    return Opening(
        form, facts=facts, lists={"permits": _page(talk, 0)}, intro=talk.say(key, count=len(found), late=late)
    )


def _page(talk: Talk, page: int) -> tuple[Listed, ...]:
    found = permits.live(talk.unit, talk.scope, limit=MOST + 1, after=page * MOST)
    listed = [Listed(id=NEW, label=talk.say("permit.new"))] if page == 0 else []
    listed += [Listed(id=str(one.id), label=line(talk, one)) for one in found[:MOST]]
    if len(found) > MOST:
        listed.append(Listed(id=f"{NEXT}{page + 1}", label=talk.say("ledger.next")))
    return tuple(listed)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    chosen = str(state.value("permit") or "")
    if chosen == NEW:
        return Derived(facts={"chosen": "no"})
    if chosen.startswith(NEXT):
        return Derived(lists={"permits": _page(talk, int(chosen.removeprefix(NEXT)))}, ask_again=True)
    one = _chosen(talk, chosen)
    if one is None:
        return _again("permit.gone")
    action = str(state.value("action") or "")
    if step == "permit":
        facts, lists = _about(talk, one)
        return Derived(facts=facts, lists=lists, notices=(Notice("refuse.own", {"message": detail(talk, one)}),))
    if step == "guardian":
        return _again("permit.no_guardian", name=one.asked.guardian) if state.value("guardian") == "no" else Derived()
    if step == "safe":
        return _again("permit.not_safe") if state.value("safe") == "no" else Derived()
    return _checked(talk, one, action)


def _checked(talk: Talk, one: Permit, action: str) -> Derived:
    """What stands in the way of an action is said before photos are asked for."""
    if action == "begin":
        if talk.unit.now < one.asked.begins_at:
            return _again("permit.too_early_at", begins=moment_said(talk, one.asked.begins_at))
        missing = without_certificate(talk, one)
        if missing:
            return _again("permit.certificate_gone", names="、".join(worker.name for worker in missing))
    if action == "check" and one.done_at is not None:
        ends = watch_ends(kind_of(talk, one), one)
        if talk.unit.now < ends:
            return _again("permit.watching_until", moment=moment_said(talk, ends))
    return Derived()


def _again(key: str, **params: object) -> Derived:
    return Derived(notices=(Notice(key, params),), ask_again=True)


def _about(talk: Talk, one: Permit) -> tuple[dict[str, str], dict[str, tuple[Listed, ...]]]:
    """Facts and lists for a chosen permit."""
    kind = kind_of(talk, one)
    air = kind is not None and wants_air(kind, one.asked.grade)
    actions = tuple(Listed(id=name, label=talk.say(f"permit.action.{name}")) for name in _actions(talk, one))
    return {"chosen": "yes", "air": "yes" if air else "no"}, {"actions": actions}


def _actions(talk: Talk, one: Permit) -> tuple[str, ...]:
    """What this person may do with a permit as it stands now."""
    state = one.state(talk.unit.now)
    decides = ("approve", "refuse") if talk.person_id in approvers(talk, one) else ()
    mine = talk.person_id == one.applied_by or (talk.role is not None and talk.role.role in KEEPERS)
    cancels = ("cancel",) if mine else ()
    of_state = {
        "applied": (*decides, *cancels),
        "approved": ("begin", "card", *cancels, "extend"),
        "begun": ("finish", "card", "extend"),
        "over": ("finish", "extend"),
        "lapsed": ("extend",),
        "done": ("check", "card"),
    }
    return (*of_state.get(state, ()), "history")


def _complete(talk: Talk, done: Finished) -> Closing:
    chosen, action = done.value("permit"), done.value("action")
    if chosen == NEW:
        return Closing((), then="permit")
    one = _chosen(talk, chosen)
    if one is None or talk.person_id is None:
        return _said(talk, talk.say("permit.gone"))
    if action not in _actions(talk, one):
        return _said(talk, talk.say("permit.moved", state=talk.say(f"permit.state.{one.state(talk.unit.now)}")))
    if action == "history":
        return _said(talk, history(talk, one), one)
    if action == "card":
        return Closing((_card(talk, one),))
    if action == "extend":
        text = talk.say("permit.never_extended")
        anew = opens(f"permit.again-{one.id}", talk.say("permit.again"))
        return Closing((Outbound(text=text, choices=(anew, *_onward(talk))),))
    if done.value("sure") == "no":
        return _said(talk, talk.say("ledger.nothing_done"))
    try:
        return _said(talk, _carried_out(talk, one, action, done), one)
    except UserMistake as mistake:
        return _said(talk, talk.say(mistake.key, **mistake.params))


def _carried_out(talk: Talk, one: Permit, action: str, done: Finished) -> str:
    by, role = talk.person_id, talk.role.role if talk.role is not None else None
    assert by is not None  # noqa: S101  (checked by the caller)
    missing = without_certificate(talk, one) if action in ("approve", "begin") else ()
    if missing:
        return talk.say("permit.certificate_gone", names="、".join(worker.name for worker in missing))
    if action == "approve":
        return _approve(talk, one, by, role)
    if action == "begin":
        air = {name: done.value(name) for name in AIR if done.value(name)}
        permits.begin(talk.unit, one, photos=done.photos("before"), air=air, by=by, role=role)
        return talk.say("permit.begun", number=one.number, span=span_said(talk, one.asked.begins_at, one.asked.ends_at))
    if action == "finish":
        permits.finish(talk.unit, one, photos=done.photos("after"), by=by, role=role)
        kind = kind_of(talk, one)
        watch = kind.watch if kind is not None else 0
        return talk.say("permit.done_watch" if watch else "permit.done", number=one.number, minutes=watch)
    if action == "check":
        ends = watch_ends(kind_of(talk, one), one)
        permits.close(talk.unit, one, not_before=ends, photos=done.photos("checked"), by=by, role=role)
        return talk.say("permit.closed", number=one.number)
    reason = done.value("reason")
    (permits.refuse if action == "refuse" else permits.cancel)(talk.unit, one, reason=reason, by=by, role=role)
    key = "permit.refused" if action == "refuse" else "permit.cancelled"
    _tell(talk, one, (one.applied_by,), talk.say(f"{key}_notice", number=one.number, reason=reason))
    return talk.say(key, number=one.number)


def _approve(talk: Talk, one: Permit, by: int, role: str | None) -> str:
    plan, rules = plan_rules(talk, one.asked.enterprise_id)
    reported = rules.reports(one.asked.kind)
    permits.approve(talk.unit, one, reported=reported, by=by, role=role)
    span = span_said(talk, one.asked.begins_at, one.asked.ends_at)
    _tell(talk, one, (one.applied_by,), talk.say("permit.approved_notice", number=one.number, span=span))
    said = talk.say("permit.approved", number=one.number)
    if not reported:
        return said
    officials = people.regulators_of(talk.unit, one.asked.enterprise_id, *rules.report)
    kind = kind_of(talk, one)
    text = talk.say(
        "permit.report", enterprise=one.enterprise, kind=kind.label if kind is not None else one.asked.kind,
        place=one.asked.place, span=span, guardian=one.asked.guardian, number=one.number,
    )  # fmt: skip
    look = opens(f"oversee-permits.{one.id}", talk.say("permit.look"))
    tell(talk, officials, Outbound(text=text, choices=(look,), kind="notice", numbered=False))
    reached = len(unreachable.reached(talk.unit, officials))
    told = "permit.reported" if reached else "permit.reported_nobody"
    return said + talk.say(told, plan=plan.short if plan is not None else "", count=reached)


def _card(talk: Talk, one: Permit) -> Outbound:
    """Where the permit's page is, whose picture hangs at the site."""
    return Outbound(
        text=talk.say("permit.card", number=one.number),
        link=talk.links.public(permit_place(one)),
        choices=_onward(talk),
    )


def _tell(talk: Talk, one: Permit, whom: tuple[int, ...], text: str) -> None:
    look = opens(f"permits.{one.id}", talk.say("permit.look"))
    tell(talk, whom, Outbound(text=text, choices=(look,), kind="notice", numbered=False))


def _chosen(talk: Talk, permit_id: str) -> Permit | None:
    own = talk.role.enterprise_id if talk.role is not None else None
    if own is None or not permit_id.isdecimal():
        return None
    return permits.permit(talk.unit, int(permit_id), Scope(enterprise_id=own))


def _said(talk: Talk, text: str, one: Permit | None = None) -> Closing:
    look = (opens(f"permits.{one.id}", talk.say("permit.look")),) if one is not None else ()
    return Closing((Outbound(text=text, choices=(*look, *_onward(talk))),))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("permits", talk.say("permit.back")), opens("menu", talk.say("inspect.to_menu")))


PERMITS = Conversation("permits", WORKERS, _open, _complete, _derive)
