"""Who I am here, and a code with which I reach the same record from another phone or channel."""

from __future__ import annotations

from datetime import timedelta

from dialogs.conversations.enrol import JOIN
from dialogs.messages import Outbound, opens
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import enterprises, invitations
from storage.people import Role

EVERYBODY = ("principal", "safety_director", "safety_officer", "staff", "county", "department", "city", "administrator")
JOIN_VALID = timedelta(minutes=15)


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    if talk.person is None:
        return Outbound(text=talk.say("me.none"))
    lines = [talk.say("me.line", name=talk.person.name)]
    lines += [
        talk.say("me.role", role=talk.say(f"role.{role.role}"), body=_body(talk, role)) for role in talk.person.roles
    ]
    if argument == "join":
        code = invitations.invite(talk.unit, JOIN, valid=JOIN_VALID, by=talk.person.id)
        lines.append(talk.say("me.join", code=code.code, minutes=int(JOIN_VALID.total_seconds() // 60)))
    choices = (opens("me.join", talk.say("me.join_label")), opens("menu", talk.say("inspect.to_menu")))
    return Outbound(text="\n".join(lines), choices=choices)


def _body(talk: Talk, role: Role) -> str:
    """The enterprise or region a role is for."""
    if role.enterprise_id is not None:
        enterprise = enterprises.enterprise(talk.unit, role.enterprise_id, role.scope)
        return enterprise.name if enterprise is not None else ""
    return enterprises.region_name(talk.unit, role.region) if role.region else talk.say("me.everything")


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((), then="menu")


ME = Conversation("me", EVERYBODY, _open, _complete)
