"""Listed supervision: list, note real progress, remove after sign-off, look, and the ranking."""

from __future__ import annotations

from datetime import date, timedelta

from checklists.plan import Plan
from dialogs.conversations.hazard import label
from dialogs.conversations.hazard_words import detail, history
from dialogs.conversations.officials.ranking import ranking_said
from dialogs.conversations.officials.saying import beijing_day, day_said
from dialogs.conversations.officials.sites import (
    OFFICIALS,
    own_office,
    plans_for,
    site,
    tell_enterprise,
    tell_officials,
)
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import hazards, supervision
from storage.hazards import Hazard
from storage.supervision import Listing

PAGE = 8
ALL = 500
MORE = "more"
BY_PLAN = "plan"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if own_office(talk) is None:
        return Outbound(text=talk.say("record.not_office"), choices=(opens("menu", talk.say("inspect.to_menu")),))
    facts = {"page": "0", "has_rule": "no", "asks_due": "no"}
    return Opening(talk.content.dialogs["supervise"], facts=facts)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    do = str(state.value("do") or "")
    if step == "do":
        if do == "rank":
            return Derived()
        listed = _page(talk, do, 0)
        if not listed:
            return Derived(notices=(Notice(f"supervise.none_{do}"),), ask_again=True)
        return Derived(facts={"page": "0"}, lists={"hazards": listed})
    if step == "due_by":
        return Derived(facts={"asks_due": "no" if state.value("due_by") == BY_PLAN else "yes"})
    chosen = str(state.value("hazard") or "")
    if step == "due":
        return _checked(talk, chosen, str(state.value("due") or ""))
    if chosen == MORE:
        page = int(str(state.facts.get("page") or "0")) + 1
        return Derived(facts={"page": str(page)}, lists={"hazards": _page(talk, do, page)}, ask_again=True)
    one = _chosen(talk, chosen)
    if one is None:
        return Derived(notices=(Notice("ledger.gone"),), ask_again=True)
    return _shown(talk, do, one)


def _checked(talk: Talk, hazard_id: str, due: str) -> Derived:
    """Says the day back with its year, and how much later than the plan's it is."""
    if not due:
        return Derived()
    day, one = date.fromisoformat(due), _chosen(talk, hazard_id)
    by_plan = _rule(talk, one)[1] if one is not None else None
    notices = [Notice("supervise.due_is", {"due": day_said(talk, day)})]
    if by_plan is not None and day > by_plan:
        late = {"days": (day - by_plan).days, "due": day_said(talk, by_plan)}
        notices.append(Notice("supervise.due_late", late))
    return Derived(notices=tuple(notices))


def _page(talk: Talk, do: str, page: int) -> tuple[Listed, ...]:
    """The hazards with which that can be done, a page of them."""
    office = own_office(talk)
    if office is None:
        return ()
    if do == "list":
        found = supervision.candidates(
            talk.unit, talk.scope, office, talk.today, limit=PAGE + 1, after=page * PAGE
        )  # fmt: skip
        lines = [(one.id, talk.say("supervise.candidate", enterprise=one.enterprise, label=label(talk, one)))
                 for one in found]  # fmt: skip
    else:
        standing = [
            one
            for one in talk.counted("listings", lambda unit: supervision.listings(unit, talk.scope, limit=ALL))
            if do == "look" or (one.removable and one.level == office.level if do == "remove" else not one.removable)
        ][page * PAGE :]
        lines = [(one.hazard_id, _line(talk, one)) for one in standing[: PAGE + 1]]
    listed = tuple(Listed(id=str(hazard_id), label=words) for hazard_id, words in lines[:PAGE])
    return (*listed, Listed(id=MORE, label=talk.say("supervise.more"))) if len(lines) > PAGE else listed


def _line(talk: Talk, one: Listing) -> str:
    words = one.words if len(one.words) <= 20 else f"{one.words[:19]}…"
    return talk.say(
        "supervise.line", enterprise=one.enterprise, number=one.number, words=words,
        level=talk.say(f"supervise.{one.level}"), state=_state(talk, one),
    )  # fmt: skip


def _state(talk: Talk, one: Listing) -> str:
    if one.removable:
        return talk.say("supervise.state_fixed")
    if one.progress:
        return talk.say("supervise.state_progress")
    if one.due is None:
        return talk.say("supervise.state_open")
    days = (one.due - talk.today).days
    return talk.say("supervise.state_overdue", days=-days) if days < 0 else talk.say("supervise.state_due", days=days)


def _shown(talk: Talk, do: str, one: Hazard) -> Derived:
    """The hazard as it stands; for a listing also the plan's rule and the day it leads to."""
    if do == "look":
        return Derived()
    lines = [detail(talk, one)]
    standing = supervision.listing(talk.unit, one.id, talk.scope)
    if standing is not None:
        lines.append(_listing_said(talk, standing))
    if do != "list":
        return Derived(notices=(Notice("refuse.own", {"message": "\n".join(lines)}),))
    plan, due = _rule(talk, one)
    if plan is not None:
        basis = f"{plan.short} {plan.supervision.basis}"
        lines.append(talk.say("supervise.rule", rule=plan.supervision.rule, basis=basis))
    dues: tuple[Listed, ...] = ()
    if due is not None:
        by_plan = talk.say("supervise.by_plan", days=(due - talk.today).days, day=day_said(talk, due))
        dues = (Listed(id=BY_PLAN, label=by_plan), Listed(id="other", label=talk.say("supervise.by_other")))
    return Derived(
        facts={"has_rule": "yes" if due is not None else "no", "asks_due": "no" if due is not None else "yes"},
        lists={"dues": dues},
        notices=(Notice("refuse.own", {"message": "\n".join(lines)}),),
    )


def _listing_said(talk: Talk, one: Listing) -> str:
    return talk.say(
        "supervise.detail", level=talk.say(f"supervise.{one.level}"), document=one.document,
        day=day_said(talk, beijing_day(one.listed_at)),
        due=day_said(talk, one.due) if one.due is not None else talk.say("supervise.no_due"),
        count=one.progress, last=talk.say("supervise.last", words=one.last) if one.last else "",
    )  # fmt: skip


def _rule(talk: Talk, one: Hazard) -> tuple[Plan | None, date | None]:
    """The plan in force for the hazard's enterprise, one that sets days for this level first; and the day it gives."""
    office, enterprise = own_office(talk), site(talk, str(one.enterprise_id))
    if office is None or enterprise is None:
        return None, None
    plans = plans_for(talk, enterprise)
    for plan in plans:
        rule = plan.supervision
        days = rule.city_days if office.level == "city" else rule.county_days
        if days is not None:
            return plan, talk.today + timedelta(days=days)
    return (plans[0] if plans else None), None


def _chosen(talk: Talk, hazard_id: str) -> Hazard | None:
    return hazards.hazard(talk.unit, int(hazard_id), talk.scope) if hazard_id.isdecimal() else None


def _complete(talk: Talk, done: Finished) -> Closing:
    do, onward = done.value("do"), _onward(talk)
    if do == "rank":
        return Closing((Outbound(text=ranking_said(talk), choices=onward),))
    one = _chosen(talk, done.value("hazard"))
    if one is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("ledger.gone"), choices=onward),))
    if do == "look":
        standing = supervision.listing(talk.unit, one.id, talk.scope)
        shown = (detail(talk, one), _listing_said(talk, standing) if standing is not None else "", history(talk, one))
        return Closing((Outbound(text="\n".join(filter(None, shown)), choices=onward),))
    if done.value("sure") != "yes":
        return Closing((Outbound(text=talk.say("supervise.nothing_done"), choices=onward),))
    return Closing((Outbound(text=_carried_out(talk, one, do, done), choices=onward),))


def _carried_out(talk: Talk, one: Hazard, do: str, done: Finished) -> str:
    by, office, role = talk.person_id, own_office(talk), talk.role.role if talk.role is not None else None
    if by is None or office is None:
        return talk.say("record.not_office")
    if do == "progress":
        supervision.note_progress(
            talk.unit, one, words=done.value("progress"), photos=done.photos("photos"), by=by, role=role
        )  # fmt: skip
        return talk.say("supervise.progressed", number=one.number)
    if do == "remove":
        supervision.remove(talk.unit, one, office, why=done.value("why"), by=by, role=role)
        reached = _tell(talk, one, talk.say("supervise.notice_removed", number=one.number))
        return talk.say("supervise.removed", number=one.number) + reached
    due = _due(talk, one, done)
    supervision.list_hazard(talk.unit, one, office, document=done.value("document"), due=due, by=by, role=role)
    until = day_said(talk, due) if due is not None else talk.say("supervise.no_due")
    level = talk.say(f"supervise.{office.level}")
    notice = talk.say(
        "supervise.notice", number=one.number, level=level, document=done.value("document"), due=until
    )  # fmt: skip
    reached = _tell(talk, one, notice)
    return talk.say("supervise.listed", number=one.number, level=level, due=until) + reached


def _due(talk: Talk, one: Hazard, done: Finished) -> date | None:
    if done.value("due_by") == BY_PLAN:
        return _rule(talk, one)[1]
    return date.fromisoformat(done.value("due")) if done.value("due") else None


def _tell(talk: Talk, one: Hazard, text: str) -> str:
    """The enterprise's people and the officials of its area learn what was listed and what was removed."""
    look = opens("supervise", talk.say("supervise.open"))
    notice = talk.say("supervise.notice_official", enterprise=one.enterprise, notice=text)
    tell_officials(talk, one.enterprise_id, notice, look)
    return tell_enterprise(talk, one.enterprise_id, text)


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("supervise", talk.say("supervise.back")), opens("menu", talk.say("inspect.to_menu")))


SUPERVISE = Conversation("supervise", OFFICIALS, _open, _complete, _derive)
