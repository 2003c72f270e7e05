"""An enterprise's risks and prominent problems: what stands in the lists, and which to enter or bring up to date."""

from __future__ import annotations

from dialogs.conversations.inspect import own_enterprise
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import prominent_problems, risks
from storage.prominent_problems import Problem
from storage.risks import Risk

KEEPERS = ("principal", "safety_director", "safety_officer")
MOST = 50


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if own_enterprise(talk) is None:
        return Outbound(text=talk.say("inspect.no_enterprise"))
    return Opening(talk.content.dialogs["risks"])


def _derive(talk: Talk, step: str, state: State) -> Derived:
    do = state.value("do")
    if do == "risk":
        found = risks.standing_risks(talk.unit, talk.scope, limit=MOST)
        listed = tuple(Listed(id=str(one.id), label=risk_line(talk, one)) for one in found)
        whole = sum(one.facts.controlled for one in found)
        told = Notice("risk.counted", {"count": len(found), "whole": whole})
        return Derived(lists={"entries": listed}, notices=(told,)) if found else _none("risk.none")
    if do == "problem":
        problems = prominent_problems.standing_problems(talk.unit, talk.scope, limit=MOST)
        listed = tuple(Listed(id=str(one.id), label=problem_line(talk, one)) for one in problems)
        return Derived(lists={"entries": listed}) if problems else _none("risk.no_problems")
    return Derived()


def _none(key: str) -> Derived:
    return Derived(notices=(Notice(key),), ask_again=True)


def risk_line(talk: Talk, one: Risk) -> str:
    """A risk in one line, with the lists that are still missing."""
    missing = one.facts.missing
    state = talk.say("risk.state_missing", lists=lists_said(talk, missing)) if missing else ""
    colour = talk.say(f"risk.colour.{one.facts.level}")
    return talk.say("risk.line", colour=colour, place=one.facts.place, harm=one.facts.harm, state=state)


def lists_said(talk: Talk, names: tuple[str, ...]) -> str:
    """The names of lists, one after the other."""
    return "、".join(talk.say(f"risk.list.{name}") for name in names)


def problem_line(talk: Talk, one: Problem) -> str:
    """A problem in one line, with how far it is."""
    state = "fixed" if one.fixed_at is not None else "rooted" if one.root_measures else "open"
    words = one.words if len(one.words) <= 30 else f"{one.words[:29]}…"
    return talk.say("problem.line", words=words, state=talk.say(f"problem.state_{state}"))


def _complete(talk: Talk, done: Finished) -> Closing:
    do = done.value("do")
    return Closing((), then=f"{do.removeprefix('new-')}.{'new' if do.startswith('new-') else done.value('which')}")


RISKS = Conversation("risks", KEEPERS, _open, _complete, _derive)
