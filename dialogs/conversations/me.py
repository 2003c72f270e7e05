"""Who I am here, and a code with which I reach the same record from another phone or channel."""

from __future__ import annotations

from datetime import timedelta

from dialogs.acting import body_name
from dialogs.conversations.enrol import JOIN
from dialogs.messages import Outbound, opens
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import invitations

EVERYBODY = ("principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator")
JOIN_VALID = timedelta(minutes=15)


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if talk.person is None:
        return Outbound(text=talk.say("me.none"))
    lines = [talk.say("me.line", name=talk.person.name)]
    lines += [
        talk.say("me.role", role=talk.say(f"role.{role.role}"), body=body_name(talk, role))
        for role in talk.person.roles
    ]
    if argument == "join":
        code = invitations.invite(talk.unit, JOIN, valid=JOIN_VALID, by=talk.person.id)
        lines.append(talk.say("me.join", code=code.code, minutes=int(JOIN_VALID.total_seconds() // 60)))
    choices = (opens("me.join", talk.say("me.join_label")), opens("menu", talk.say("inspect.to_menu")))
    return Outbound(text="\n".join(lines), choices=choices)


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((), then="menu")


ME = Conversation("me", EVERYBODY, _open, _complete, personal=True)
