"""Putting right what was recorded: the old row is withdrawn and kept, a new one takes its place."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.officials import action
from dialogs.conversations.officials.passed import findings_said
from dialogs.conversations.officials.saying import beijing_day, day_said, joined
from dialogs.conversations.officials.sites import OFFICIALS, own_office
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import BEIJING, Closing, Conversation, Finished, Opening, Talk
from storage.oversight import actions, spot_checks
from storage.oversight.actions import Act
from storage.oversight.history import history
from storage.oversight.spot_checks import SpotCheck

PAGE = 8
MORE = "more"
TABLES: Mapping[str, str] = {"spot-check": "spot_checks", "action": "actions"}


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    return Opening(talk.content.dialogs["correct"], facts={"page": "0"})


def _derive(talk: Talk, step: str, state: State) -> Derived:
    what = str(state.value("what") or "")
    if step == "what":
        listed = _page(talk, what, 0)
        if not listed:
            return Derived(notices=(Notice("correct.none"),), ask_again=True)
        return Derived(facts={"page": "0"}, lists={"records": listed})
    chosen = str(state.value("record") or "")
    if chosen == MORE:
        page = int(str(state.facts.get("page") or "0")) + 1
        return Derived(facts={"page": str(page)}, lists={"records": _page(talk, what, page)}, ask_again=True)
    one = record(talk, what, chosen)
    if one is None:
        return Derived(notices=(Notice("record.gone"),), ask_again=True)
    return Derived(notices=(Notice("refuse.own", {"message": _detail(talk, what, one)}),))


def _page(talk: Talk, what: str, page: int) -> tuple[Listed, ...]:
    office = own_office(talk)
    if office is None:
        return ()
    read = spot_checks.checks_of_office if what == "spot-check" else actions.acts_of_office
    found = read(talk.unit, talk.scope, office, limit=PAGE + 1, after=page * PAGE)
    listed = tuple(Listed(id=str(one.id), label=line(talk, one)) for one in found[:PAGE])
    return (*listed, Listed(id=MORE, label=talk.say("correct.more"))) if len(found) > PAGE else listed


def line(talk: Talk, one: SpotCheck | Act) -> str:
    """A record in one line of a list."""
    if isinstance(one, SpotCheck):
        return talk.say(
            "check.line", day=day_said(talk, beijing_day(one.facts.checked_at)), enterprise=one.enterprise,
            findings=findings_said(talk, one.facts.findings), inspectors=joined(one.facts.inspectors),
        )  # fmt: skip
    return talk.say(
        "action.line", day=day_said(talk, one.facts.happened_on), kind=talk.say(f"kind.{one.facts.kind}"),
        enterprise=talk.say("action.at", enterprise=one.enterprise) if one.enterprise else "",
        figures=action.figures(talk, one.facts),
    )  # fmt: skip


def record(talk: Talk, what: str, record_id: str) -> SpotCheck | Act | None:
    """The record of that id if it is this office's own and stands."""
    if what == "action":
        return action.corrected(talk, record_id)
    one = spot_checks.spot_check(talk.unit, int(record_id), talk.scope) if record_id.isdecimal() else None
    return one if one is not None and one.withdrawn_at is None and one.office == own_office(talk) else None


def _detail(talk: Talk, what: str, one: SpotCheck | Act) -> str:
    lines = [line(talk, one), one.facts.note, talk.say("correct.who")]
    for step in history(talk.unit, TABLES[what], one.id):
        when = f"{step.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
        lines.append(talk.say(f"correct.{step.what}", when=when, who=step.person, reason=step.reason))
    return "\n".join(filter(None, lines))


def _complete(talk: Talk, done: Finished) -> Closing:
    what, one = done.value("what"), record(talk, done.value("what"), done.value("record"))
    onward = (opens("correct", talk.say("correct.back")), opens("menu", talk.say("inspect.to_menu")))
    if one is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("record.gone"), choices=onward),))
    if done.value("do") == "fix":
        return Closing((), then=f"{what}.fix-{one.id}")
    if done.value("do") == "nothing" or done.value("sure") != "yes":
        return Closing((Outbound(text=talk.say("correct.nothing"), choices=onward),))
    if isinstance(one, SpotCheck):
        spot_checks.withdraw_check(talk.unit, one, reason=done.value("reason"), by=talk.person_id)
    else:
        actions.withdraw_act(talk.unit, one, reason=done.value("reason"), by=talk.person_id)
    return Closing((Outbound(text=talk.say("correct.withdrawn_done"), choices=onward),))


CORRECT = Conversation("correct", OFFICIALS, _open, _complete, _derive)
