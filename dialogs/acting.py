"""For whom somebody acts who has roles at more than one body: asked beforehand, said with every question, kept by
the session, and carried by every option that leads on. Whoever belongs to one body notices nothing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.messages import MOST_TOKEN, Choice, Outbound
from dialogs.talk import Conversation, Talk
from storage import enterprises, people
from storage.people import Person, Role
from storage.sessions import Session

ACTING = "w"
"""Tokens `w.<role>.<command>` open a command for the body of that role."""
_FOR_NOBODY = ("menu", "help", "resume")
Body = tuple[int | None, str | None, int | None]


def body_of(role: Role) -> Body:
    """What tells bodies apart: enterprise, region, department."""
    return role.enterprise_id, role.region, role.department_id


def serves_several(person: Person | None) -> bool:
    """Whether the person has roles at more than one body."""
    return person is not None and len({body_of(role) for role in person.roles}) > 1


def roles_for(person: Person, conversation: Conversation) -> tuple[Role, ...]:
    """The roles in which the person may hold a conversation, the first of each body."""
    found: dict[Body, Role] = {}
    for role in person.roles:
        if role.role in conversation.roles:
            found.setdefault(body_of(role), role)
    return tuple(found.values())


def chosen_role(person: Person, conversation: Conversation, role_id: int | None) -> Role | None:
    """The role of that id if the conversation may be held in it; with no id, or for a personal one, the first."""
    held = roles_for(person, conversation)
    if role_id is None or conversation.personal:
        return held[0] if held else None
    return next((role for role in held if role.id == role_id), None)


def role_of(talk: Talk, one: Session) -> Role | None:
    """The role a session is held in: the very one, or where it was taken away another at the same body."""
    if one.role_id is None or talk.person is None:
        return None
    live = next((role for role in talk.person.roles if role.id == one.role_id), None)
    if live is not None:
        return live
    before = people.role(talk.unit, one.role_id)
    return next((role for role in talk.person.roles if body_of(role) == body_of(before)), None)


def body_name(talk: Talk, role: Role) -> str:
    """The enterprise, department or region a role is for."""
    if role.enterprise_id is not None:
        enterprise = enterprises.enterprise(talk.unit, role.enterprise_id, role.scope)
        return enterprise.name if enterprise is not None else ""
    if role.department_id is not None:
        return enterprises.department_name(talk.unit, role.department_id)
    return enterprises.region_name(talk.unit, role.region) if role.region else talk.say("me.everything")


def ask_for_whom(talk: Talk, roles: Sequence[Role], command: str, argument: str) -> Outbound:
    """For which of these bodies; what was to be opened is opened with the answer."""
    choices = tuple(Choice(label=body_name(talk, role), token=_token(role, command, argument)) for role in roles)
    return Outbound(text=talk.say("acting.which", count=len(roles)), choices=choices)


def named(talk: Talk, messages: tuple[Outbound, ...]) -> tuple[Outbound, ...]:
    """What a conversation in the talk's role says: the body's name in front, onward options kept to it."""
    if talk.role is None or not messages or not serves_several(talk.person):
        return messages
    role, head = talk.role, talk.say("acting.head", body=body_name(talk, talk.role))
    kept = [replace_choices(one, role) for one in messages]
    if not kept[0].text.startswith(head):
        kept[0] = kept[0].model_copy(update={"text": f"{head}\n{kept[0].text}"})
    return tuple(kept)


def replace_choices(message: Outbound, role: Role) -> Outbound:
    """The message with its onward options kept to the role's body."""
    choices = tuple(_kept(choice, role) for choice in message.choices)
    return message.model_copy(update={"choices": choices})


def in_role(talk: Talk, one: Session) -> Talk:
    """The talk in the role its session is held in."""
    role = role_of(talk, one)
    return talk if role is talk.role else replace(talk, role=role)


def _kept(choice: Choice, role: Role) -> Choice:
    head, _, rest = choice.token.partition(".")
    command, _, argument = rest.partition(".")
    if head != "m" or command in _FOR_NOBODY:
        return choice
    return choice.model_copy(update={"token": _token(role, command, argument)})


def _token(role: Role, command: str, argument: str) -> str:
    """A token that fits; of several photos as many go on as fit, the others can be sent again."""
    token = f"{ACTING}.{role.id}.{command}" + (f".{argument}" if argument else "")
    while len(token) > MOST_TOKEN and "," in token:
        token = token.rpartition(",")[0]
    return token
