"""The menu, help, and starting or going on with conversations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs import holding
from dialogs.acting import (
    ask_for_whom,
    body_name,
    body_of,
    chosen_role,
    in_role,
    named,
    role_of,
    roles_for,
    serves_several,
)
from dialogs.engine import Step, counted, proceed
from dialogs.holding import loaded as loaded  # noqa: PLC0414  (handed on to who routes)
from dialogs.messages import Choice, Outbound, opens
from dialogs.rendering import prompt
from dialogs.state import State
from dialogs.talk import Conversation, Opening, Redirect, Talk
from storage import sessions
from storage.sessions import Session

Conversations = Mapping[str, Conversation]


def menu(talk: Talk, notice: str = "") -> Outbound:
    """What this person can do, numbered."""
    entries = talk.content.menu.page(talk.roles, behind=False)
    name = talk.person.name if talk.person is not None else ""
    text = talk.say("menu.named", name=name) if name else talk.say("menu.stranger")
    waiting = sessions.paused(talk.unit, talk.person_id, talk.binding.id)
    choices = tuple(opens(entry.command, entry.label) for entry in entries)
    if waiting:
        text += "\n" + talk.say("menu.waiting", count=len(waiting))
    return Outbound(text=f"{notice}\n\n{text}" if notice else text, choices=choices)


def second_page(talk: Talk) -> Outbound:
    """What stands behind the menu's first page."""
    entries = talk.content.menu.page(talk.roles, behind=True)
    choices = (*(opens(entry.command, entry.label) for entry in entries), opens("menu", talk.say("menu.back")))
    return Outbound(text=talk.say("menu.more"), choices=choices)


def help_page(talk: Talk) -> Outbound:
    """One line for everything this person can do, and the words that work everywhere."""
    entries = talk.content.menu.seen_by(talk.roles)
    lines = [talk.say("menu.help_line", label=entry.label, explain=entry.explain) for entry in entries]
    return Outbound(
        text="\n".join((talk.say("menu.help"), *lines, talk.say("menu.help_end"))), choices=menu(talk).choices
    )


def start(
    talk: Talk, conversations: Conversations, command: str, argument: str = "", role_id: int | None = None
) -> tuple[Outbound, ...]:
    """Open a conversation, or go on with the one about the same subject that is half filled.

    Whoever may hold it for several bodies is asked for which, unless the role is named.
    """
    conversation = conversations.get(command)
    if conversation is None:
        return (menu(talk, talk.say("menu.unknown")),)
    role = chosen_role(talk.person, conversation, role_id) if talk.person is not None else None
    if role is None and "stranger" not in conversation.roles:
        return (menu(talk, talk.say("menu.not_allowed")),)
    kept = put_aside(talk, for_private=conversation.private)
    several = roles_for(talk.person, conversation) if talk.person is not None and not conversation.personal else ()
    if len(several) > 1 and role_id is None:
        return (ask_for_whom(talk, several, command, argument),)
    talk = replace(talk, role=role)
    opening = conversation.open(talk, argument)
    if isinstance(opening, Outbound):
        told = talk.say(switched_key(kept), title=loaded(talk, kept)[0].title) if kept is not None else ""
        return after(told, named(talk, (opening,)) if not conversation.personal else (opening,))
    if isinstance(opening, Redirect):
        return after(opening.said, start(talk, conversations, opening.command, opening.argument, role_id))
    return open_session(talk, conversation, opening)


def put_aside(talk: Talk, *, for_private: bool = False) -> Session | None:
    """Pause what is being filled in, and return it; where nothing was put in it is let go instead (None).

    For a private conversation nothing of the record is touched: what is active there goes on lying underneath.
    """
    one = talk.aside.active or (None if for_private else sessions.active(talk.unit, talk.person_id, talk.binding.id))
    if one is None:
        return None
    form, state = loaded(talk, one)
    if one.private:
        holding.keep(talk, one, state, "paused" if state.answers else "cancelled")
        return replace(one, status="paused") if state.answers else None
    if not form.summary and all(form.question(name).kind == "choice" for name in state.answers):
        holding.keep(talk, one, state, "cancelled")  # only looked at
        return None
    return sessions.pause_active(talk.unit, talk.person_id, talk.binding.id)


def switched_key(kept: Session) -> str:
    """The words that say that something half filled is kept, and how long."""
    return "session.switched_private" if kept.private else "session.switched"


def after(said: str, messages: tuple[Outbound, ...]) -> tuple[Outbound, ...]:
    """The messages with a word in front of the first."""
    if not said:
        return messages
    if not messages:
        return (Outbound(text=said),)
    first = messages[0].model_copy(update={"text": f"{said}\n\n{messages[0].text}"})
    return (first, *messages[1:])


def open_session(talk: Talk, conversation: Conversation, opening: Opening) -> tuple[Outbound, ...]:
    """The first question of an opening, or the next one of the session already open on the same subject."""
    if conversation.private and conversation.id in talk.aside.sessions:
        return resume(talk, talk.aside.sessions[conversation.id], "session.resumed")
    unfinished = sessions.open_on(
        talk.unit, talk.person_id, talk.binding.id, conversation.id, opening.subject, _there(talk)
    )
    if unfinished is not None and opening.subject:
        return resume(talk, unfinished, "session.resumed")
    form = opening.form
    known = State(
        facts=dict(opening.facts), lists=dict(opening.lists), last=dict(opening.last), last_on=opening.last_on
    )  # fmt: skip
    step = proceed(form, known)
    if opening.answers:
        path = tuple(name for name in form.ids() if name in opening.answers)
        known = known.model_copy(update={"answers": dict(opening.answers), "path": path})
        last = path[-1] if path else ""
        more = last and form.question(last).kind == "photo"  # there may be more photos: ask for them first
        step = Step(known.model_copy(update={"at": last})) if more else proceed(form, known)
    one = holding.start(talk, conversation, opening.subject, form, step.state)
    if step.finished:
        holding.keep(talk, one, step.state, "finished")
        return (Outbound(text=talk.say("session.nothing_applies", title=form.title)),)
    acting = in_role(talk, one)
    first = prompt(form, step.state, one.id, talk.content.texts, step.notices)
    first = first.model_copy(update={"link": opening.link, "link_label": opening.link_label})
    return named(acting, after(opening.intro or form.intro, (first,)))


def _there(talk: Talk) -> tuple[int, ...]:
    """The ids of all roles the speaker has at the body this is about."""
    if talk.role is None or talk.person is None:
        return ()
    return tuple(role.id for role in talk.person.roles if body_of(role) == body_of(talk.role))


def resume(talk: Talk, one: Session, key: str) -> tuple[Outbound, ...]:
    """Put the question at which a session stands again."""
    if one.status == "paused":
        holding.resume(talk, one)
    form, state = loaded(talk, one)
    answered, total = counted(form, state)
    said = talk.say(key, title=form.title, answered=answered, total=total)
    message = prompt(form, state, one.id, talk.content.texts)
    return named(in_role(talk, one), (message.model_copy(update={"text": f"{said}\n\n{message.text}"}),))


def resume_list(talk: Talk) -> tuple[Outbound, ...]:
    """Everything half filled, to choose from; the only one is gone on with at once."""
    waiting = sessions.paused(talk.unit, talk.person_id, talk.binding.id) or tuple(talk.aside.sessions.values())
    if not waiting:
        return (menu(talk, talk.say("session.none_waiting")),)
    if len(waiting) == 1:
        return resume(talk, waiting[0], "session.resumed")
    choices = tuple(Choice(label=_waiting_line(talk, one), token=f"r.{one.id}") for one in waiting[:9])
    return (Outbound(text=talk.say("session.which"), choices=choices),)


def _waiting_line(talk: Talk, one: Session) -> str:
    role, title = role_of(talk, one), loaded(talk, one)[0].title
    if role is None or not serves_several(talk.person):
        return talk.say("session.waiting_line", title=title)
    return talk.say("session.waiting_line_at", title=title, body=body_name(talk, role))
