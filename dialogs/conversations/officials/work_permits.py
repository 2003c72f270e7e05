"""Officials look at permits for dangerous work in their area: running, overdue, and one enterprise's of the month."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.periods import Period, period_containing
from dialogs.conversations.officials.sites import searched
from dialogs.conversations.permits.saying import detail, history, line
from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import permits
from storage.permits import Permit

OVERSEERS = ("county", "department", "city", "administrator")
MOST = 9
MORE, SEEN = "more", "seen"
SHOWN = 9
"""Photos shown with one permit at most."""


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    one = _chosen(talk, argument)
    if one is not None:
        return _shown(talk, one)
    return Opening(talk.content.dialogs["oversee-permits"], facts={"found": "no", "after": "0"})


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step == "search":
        return searched(talk, str(state.value("search") or ""))
    if step == "permit":
        if state.value("permit") == MORE:
            after = int(str(state.facts.get("after") or "0")) + MOST
            found = _found(talk, state, after)
            return Derived(facts={"after": str(after)}, lists={"permits": _page(talk, found, state)}, ask_again=True)
        return Derived() if _chosen(talk, str(state.value("permit") or "")) else _again("permit.gone")
    if step == "look" and state.value("look") == "site":
        return Derived()
    found = _found(talk, state, 0)
    if not found:
        return _again(f"oversee_permits.none_{state.value('look')}")
    said = tally_said(talk, month_of(talk, str(state.value("which") or ""))) if step == "which" else ""
    notices = (Notice("refuse.own", {"message": said}),) if said else ()
    return Derived(facts={"after": "0"}, lists={"permits": _page(talk, found, state)}, notices=notices)


def _again(key: str) -> Derived:
    return Derived(notices=(Notice(key),), ask_again=True)


def _found(talk: Talk, state: State, after: int) -> tuple[Permit, ...]:
    look = state.value("look")
    if look == "site":
        return month_of(talk, str(state.value("which") or ""))[after : after + MOST + 1]
    read = permits.unclosed if look == "unclosed" else permits.live
    return read(talk.unit, talk.scope, limit=MOST + 1, after=after)


def month_of(talk: Talk, enterprise_id: str) -> tuple[Permit, ...]:
    """An enterprise's permits of this month, the latest first; none for one outside the speaker's scope."""
    if not enterprise_id.isdecimal():
        return ()
    month = this_month(talk)
    return permits.between(talk.unit, talk.scope, month.begins_at, month.ends_at, enterprise_id=int(enterprise_id))


def this_month(talk: Talk) -> Period:
    """The calendar month of today, in Beijing."""
    return period_containing("month", talk.today, (talk.today, talk.today))


def tally_said(talk: Talk, found: Sequence[Permit]) -> str:
    """How many of an enterprise's permits are closed, overdue, and ran out unused. `found` must not be empty."""
    now = talk.unit.now
    states = [one.state(now) for one in found]
    late = sum(one.status in ("begun", "done") and now >= one.asked.ends_at for one in found)
    return talk.say(
        "oversee_permits.state", enterprise=found[0].enterprise, count=len(found), closed=states.count("closed"),
        over=late, lapsed=states.count("lapsed"),
    )  # fmt: skip


def _page(talk: Talk, found: Sequence[Permit], state: State) -> tuple[Listed, ...]:
    named = state.value("look") != "site"
    listed = tuple(Listed(id=str(one.id), label=line(talk, one, named=named)) for one in found[:MOST])
    return (*listed, Listed(id=MORE, label=talk.say("ledger.next"))) if len(found) > MOST else listed


def _complete(talk: Talk, done: Finished) -> Closing:
    one = _chosen(talk, done.value("permit"))
    if one is None:
        return Closing((Outbound(text=talk.say("permit.gone"), choices=_onward(talk)),))
    return Closing((_shown(talk, one),))


def _shown(talk: Talk, one: Permit) -> Outbound:
    """A permit with its history and its photos."""
    text = "\n".join((detail(talk, one), history(talk, one)))
    return Outbound(text=text, photos=pictures(talk, one), choices=_onward(talk))


def pictures(talk: Talk, one: Permit) -> tuple[int, ...]:
    """A permit's photos in the order in which they were taken."""
    found = permits.photos(talk.unit, one.id, talk.scope)
    return tuple(media for stage in ("before", "after", "checked") for media in found[stage])[:SHOWN]


def listed_permits(talk: Talk, found: Sequence[Permit]) -> tuple[Listed, ...]:
    """An enterprise's permits to leaf through while a check is recorded; the last entry says that that was all."""
    listed = (Listed(id=str(one.id), label=line(talk, one)) for one in found[:MOST])
    return (*listed, Listed(id=SEEN, label=talk.say("oversee_permits.seen"), words=("好了", "没有问题")))


def leafed(talk: Talk, chosen: str) -> Derived:
    """Shows the permit that was chosen, with its photos, and asks for the next one; goes on after the last."""
    if chosen == SEEN:
        return Derived()
    one = _chosen(talk, chosen)
    if one is None:
        return _again("permit.gone")
    told = Notice("refuse.own", {"message": detail(talk, one)})
    return Derived(notices=(told,), photos=pictures(talk, one), ask_again=True)


def _chosen(talk: Talk, permit_id: str) -> Permit | None:
    return permits.permit(talk.unit, int(permit_id), talk.scope) if permit_id.isdecimal() else None


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (
        opens("oversee-permits", talk.say("oversee_permits.back")), opens("menu", talk.say("inspect.to_menu")),
    )  # fmt: skip


OVERSEE_PERMITS = Conversation("oversee-permits", OVERSEERS, _open, _complete, _derive)
