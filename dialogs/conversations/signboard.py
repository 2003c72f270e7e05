"""Officials enter who answers for an enterprise, for the board at its gate."""

from __future__ import annotations

from dataclasses import asdict

from checklists.personal_numbers import hidden
from dialogs.conversations.officials.sites import OFFICIALS, searched, site
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound, opens
from dialogs.state import State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage.signboards import PHONES, Signboard, put_signboard, signboards_of

ENTERED = ("unit", "principal_phone", "leader", "leader_phone", "officer", "officer_phone")


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    return Opening(talk.content.dialogs["signboard"], facts={"found": "no"})


def _derive(talk: Talk, step: str, state: State) -> Derived:
    if step == "search":
        return searched(talk, str(state.value("words") or ""))
    chosen = site(talk, str(state.value("site") or ""))
    if chosen is None:
        return Derived(notices=(Notice("signboard.outside"),), ask_again=True)
    boards = tuple(signboards_of(talk.unit, talk.scope, (chosen.id,)))
    return Derived(notices=tuple(Notice("signboard.now", _said(one)) for one in boards if one.leader))


def _said(one: Signboard) -> dict[str, object]:
    """What the board says, phones by their last signs: the message stays in the record for long."""
    said: dict[str, object] = asdict(one)
    return said | {name: hidden(str(said[name])) for name in PHONES}


def _complete(talk: Talk, done: Finished) -> Closing:
    chosen = site(talk, done.value("site"))
    choices = (opens("signboard", talk.say("signboard.again")), opens("menu", talk.say("inspect.to_menu")))
    if chosen is None:
        return Closing((Outbound(text=talk.say("signboard.outside"), choices=choices),))
    put_signboard(talk.unit, chosen.id, {name: done.value(name) for name in ENTERED}, by=talk.person_id)
    text, page = talk.say("signboard.kept", enterprise=chosen.name), talk.page(f"enterprise/{chosen.id}")
    return Closing((Outbound(text=text, choices=choices, link=page, link_label=talk.say("signboard.page")),))


SIGNBOARD = Conversation("signboard", OFFICIALS, _open, _complete, _derive)
