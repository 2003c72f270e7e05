"""The one door to everything officials record: what it is, and which enterprise it concerns."""

from __future__ import annotations

from dialogs.conversations.officials.sites import OFFICIALS, own_office, searched, site
from dialogs.engine import Derived
from dialogs.messages import Outbound, opens
from dialogs.state import State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk

KIND = "kind_"
"""Questions whose answer is the kind of act begin so; which kinds there are is content."""


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if own_office(talk) is None or talk.role is None:
        choice = opens("menu", talk.say("inspect.to_menu"))
        return Outbound(text=talk.say("record.not_office"), choices=(choice,))
    return Opening(talk.content.dialogs["record"], facts={"role": talk.role.role, "found": "no"})


def _derive(talk: Talk, step: str, state: State) -> Derived:
    asked = state.path[-1] if state.path else ""
    return searched(talk, str(state.value(asked) or ""))


def _complete(talk: Talk, done: Finished) -> Closing:
    group = done.value("group")
    if group == "correct":
        return Closing((), then="correct")
    kind = next((done.value(name) for name in done.answers if name.startswith(KIND)), group)
    chosen = site(talk, done.value("which")) if done.value("which") else None
    if done.value("which") and chosen is None:
        return Closing((Outbound(text=talk.say("record.outside")),), then="record")
    if group == "spot_check":
        return Closing((), then=f"spot-check.{chosen.id}" if chosen is not None else "record")
    return Closing((), then=f"action.{kind}.{chosen.id if chosen is not None else ''}")


RECORD = Conversation("record", OFFICIALS, _open, _complete, _derive)
