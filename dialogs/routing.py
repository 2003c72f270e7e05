"""Finds out what a message is: a tap, a command, an answer, or the opening of something."""

from __future__ import annotations

import re
from dataclasses import replace

from checklists.form import Form
from dialogs import commands, engine, holding, leaving, steering
from dialogs.acting import ACTING, chosen_role, named, role_of
from dialogs.answers import Given
from dialogs.commands import Conversations
from dialogs.engine import Notice, Step
from dialogs.folding import folded
from dialogs.messages import InboundMessage, Outbound
from dialogs.options import Tap as Option
from dialogs.options import meant, numbered, taps
from dialogs.rendering import explained, in_words
from dialogs.state import State
from dialogs.talk import Closing, Conversation, Finished, Talk
from dialogs.together import members
from dialogs.urgent import emergency
from dialogs.wishes import wish
from storage import last_shown, reaching, sessions
from storage.invitations import CODE_LENGTH
from storage.people import Role
from storage.sessions import Session
from storage.whistles import RECEIPT_LENGTH

Answers = tuple[Outbound, ...]

IN_WORDS = 4
"""Signs from which on what was not understood may have told of people in danger."""
_LABEL = re.compile(r"^[^\x21-\x7e]{1,8}[:\s]*(?=[!-~]+\s*$)")
"""What stands before a code that was copied with its label: 邀请码："""


def route(talk: Talk, conversations: Conversations, message: InboundMessage) -> Answers:
    """What to answer to a message; the record is changed on the way."""
    one = holding.active(talk)
    if message.scene:
        return commands.start(talk, conversations, "enrol", message.scene)
    if message.kind == "worked":
        return _worked(talk, conversations, one, message)
    if message.kind == "follow":
        return (commands.menu(talk, talk.say("menu.welcome")),)
    if message.kind == "choice":
        return _tapped(talk, conversations, one, message)
    if message.kind == "other":
        told = talk.say("menu.other", what=message.text)
        return steering.again(talk, one, told) if one is not None else (commands.menu(talk, told),)
    said = folded(message.text) if message.kind == "text" else ""
    if talk.content.texts.meant("menu", said):
        return _to_menu(talk)
    if one is not None:
        return _in_session(talk, conversations, one, message, said)
    return _without_session(talk, conversations, message, said)


def _tapped(talk: Talk, conversations: Conversations, one: Session | None, message: InboundMessage) -> Answers:
    """A tap names either a command, or session, step and option; an old one is refused in words."""
    head, _, rest = message.token.partition(".")
    if head == "m":
        command, _, argument = rest.partition(".")
        return _command(talk, conversations, one, command, argument)
    if head == ACTING:
        role_id, _, wanted = rest.partition(".")
        command, _, argument = wanted.partition(".")
        return _command(talk, conversations, one, command, argument, int(role_id) if role_id.isdecimal() else 0)
    if head == "r" and rest.isdecimal():
        chosen = sessions.session(talk.unit, int(rest))
        if chosen is None or chosen not in sessions.paused(talk.unit, talk.person_id, talk.binding.id):
            return (commands.menu(talk, talk.say("menu.stale_list")),)
        return commands.resume(talk, chosen, "session.resumed")
    if one is None:
        waiting = sessions.paused(talk.unit, talk.person_id, talk.binding.id)
        kept = next((paused for paused in (*waiting, *talk.aside.sessions.values()) if head == str(paused.id)), None)
        if kept is not None:
            return commands.resume(talk, kept, "session.resumed")
        return (commands.menu(talk, talk.say("refuse.stale_done")),)
    form, state = commands.loaded(talk, one)
    step, _, number = rest.partition(".")
    choices = taps(form, state, talk.content.texts)
    if head != str(one.id) or step != str(state.step) or not (number.isdecimal() and 1 <= int(number) <= len(choices)):
        return steering.again(talk, one, talk.say("refuse.stale"))
    return _answer(talk, conversations, one, form, state, Given(today=talk.today, tap=choices[int(number) - 1].id))


def _worked(talk: Talk, conversations: Conversations, one: Session | None, message: InboundMessage) -> Answers:
    """Go on with the question that waits for what was done about these photos; nothing where nobody waits any more."""
    if one is None:
        return ()
    form, state = commands.loaded(talk, one)
    awaits = form.question(state.at).awaits if state.at and state.mode == "answer" else None
    sent = {photo for answer in state.answers.values() for photo in answer.photos}
    if awaits is None or not sent & set(message.photos):
        return ()
    return _answer(talk, conversations, one, form, state, Given(today=talk.today, tap=awaits))


def _command(
    talk: Talk, conversations: Conversations, one: Session | None, command: str, argument: str = "",
    role_id: int | None = None,
) -> Answers:  # fmt: skip
    if command == "menu":
        return _to_menu(talk)
    if command == "help":
        return (commands.help_page(talk),)
    if command == "more":
        return (commands.second_page(talk),)
    if command == leaving.DISCARD:
        if one is None or argument != str(one.id):
            return (commands.menu(talk, talk.say("refuse.stale_done")),)
        return leaving.discarded(talk, one)
    if command == "resume":
        return commands.resume_list(talk) if one is None else commands.resume(talk, one, "session.resumed")
    return commands.start(talk, conversations, command, argument, role_id)


def _to_menu(talk: Talk) -> Answers:
    """The menu; what was being filled in is kept."""
    kept = commands.put_aside(talk)
    if kept is None:
        return (commands.menu(talk),)
    form, _ = commands.loaded(talk, kept)
    return (commands.menu(talk, talk.say(commands.switched_key(kept), title=form.title)),)


def _without_session(talk: Talk, conversations: Conversations, message: InboundMessage, said: str) -> Answers:
    texts = talk.content.texts
    if message.photos:
        if talk.person is not None and talk.person.role(*conversations["hazard"].roles):
            return commands.start(talk, conversations, "hazard", ",".join(map(str, message.photos)))
        enrolled = talk.person is not None and talk.person.roles
        return (commands.menu(talk, talk.say("menu.not_allowed" if enrolled else "menu.photo_stranger")),)
    if texts.meant("resume", said):
        return commands.resume_list(talk)
    shown = holding.last_choices(talk)
    chosen = meant(message.text, tuple(Option(token, label) for label, token in shown), by_number=True)
    if chosen is not None:
        return _tapped(talk, conversations, None, message.model_copy(update={"kind": "choice", "token": chosen.id}))
    entry = wish(talk.content, said, talk.roles)
    if entry is not None:
        return _command(talk, conversations, None, entry.command)
    if texts.meant("help", said):
        return (commands.help_page(talk),)
    code = _LABEL.sub("", message.text)
    if "enrol" in conversations and looks_like_code(code, CODE_LENGTH):
        return commands.start(talk, conversations, "enrol", code)
    if "receipt" in conversations and looks_like_code(code, RECEIPT_LENGTH):
        return commands.start(talk, conversations, "receipt")
    longer = len(said) >= 8 and any(entry.command == "hazard" for entry in talk.content.menu.seen_by(talk.roles))
    lead = talk.say("menu.offer_hazard" if longer else "menu.not_understood")
    if len(said) >= IN_WORDS and not emergency(talk.content, message.text):  # no list has every cry for help
        lead = talk.say("menu.in_danger", lead=lead)
    return (commands.menu(talk, lead),)


def looks_like_code(text: str, length: int) -> bool:
    """Whether a text could be a code of that length: letters and digits, one digit at least."""
    said = folded(text).replace("-", "")
    return len(said) == length and said.isascii() and said.isalnum() and any(sign.isdigit() for sign in said)


def _in_session(talk: Talk, conversations: Conversations, one: Session, message: InboundMessage, said: str) -> Answers:
    form, state = commands.loaded(talk, one)
    if message.kind == "text":
        steered = steering.steered(talk, one, form, state, said)
        if steered is None:
            steered = leaving.answered(talk, one, message.text, said)
        if steered is None:
            steered = _meant_elsewhere(talk, conversations, one, form, state, message)
        if steered is not None:
            return steered
    elif state.paged and not _shown_here(talk, one, state):
        return commands.resume(talk, one, "session.elsewhere")
    given = Given(today=talk.today, text=message.text, photos=message.photos, place=message.place)
    return _answer(talk, conversations, one, form, state, given)


def _meant_elsewhere(
    talk: Talk, conversations: Conversations, one: Session, form: Form, state: State, message: InboundMessage
) -> Answers | None:
    """What words do that belong to something else than the current question, None where they answer it.

    What was numbered last at this address is what a number means there: the question itself nearly always, but also
    a page opened in between. Where the question was put on another channel and never here, nothing answers it
    before it was shown.
    """
    choices = taps(form, state, talk.content.texts)
    entry = talk.content.menu.called_anywhere(folded(message.text), talk.roles)
    if entry is not None and not meant(message.text, choices, by_number=False):
        return _command(talk, conversations, one, entry.command)
    here = _shown_here(talk, one, state)
    if here and not (choices and numbered(form, state)):
        return None
    shown = holding.last_choices(talk)
    if any(token.startswith(f"{one.id}.{state.step}.") for _, token in shown):
        return None
    option = meant(message.text, tuple(Option(token, label) for label, token in shown), by_number=True)
    if option is not None:
        tapped = message.model_copy(update={"kind": "choice", "token": option.id})
        return _tapped(talk, conversations, one, tapped)
    if not here:
        entry = talk.content.menu.called(folded(message.text), talk.roles)
        if entry is not None:
            return _command(talk, conversations, one, entry.command)
        return commands.resume(talk, one, "session.elsewhere")
    by_number, by_word = (meant(message.text, choices, by_number=way) for way in (True, False))
    if by_number is None or by_word is not None:
        return None
    return commands.resume(talk, one, "session.resumed")


def _shown_here(talk: Talk, one: Session, state: State) -> bool:
    """Whether the current question can have been seen at this address: something was answered here since it was put,
    or the person has no other address and did not go on on a page."""
    if one.private:
        return True  # it belongs to this address
    answered = last_shown.last_answered(talk.unit, talk.binding.id)
    if answered is not None and answered >= one.moved_at:
        return True
    return talk.person_id is None or (not state.paged and len(reaching.bindings_of(talk.unit, talk.person_id)) < 2)


def _answer(talk: Talk, conversations: Conversations, one: Session, form: Form, state: State, given: Given) -> Answers:
    conversation = conversations[one.conversation]
    talk = replace(talk, role=_role(talk, conversation, one))
    if talk.role is None and "stranger" not in conversation.roles:
        sessions.pause_active(talk.unit, talk.person_id, talk.binding.id)
        return (commands.menu(talk, talk.say("menu.not_allowed")),)
    step = engine.advance(form, state, given, talk.content.texts)
    step = replace(step, state=step.state.stamped(state, talk.unit.now.isoformat()))
    said: tuple[Notice, ...] = step.notices
    while step.derive and conversation.derive is not None:
        step = engine.derived(form, step.state, conversation.derive(talk, step.derive, step.state))
        said = (*said, *step.notices)
    refused = bool(step.notices) and step.state == state
    asked = folded(given.text) if refused else ""
    entry = wish(talk.content, asked, talk.roles, in_form=True) if asked else None
    if entry is not None:
        return _command(talk, conversations, one, entry.command)  # no answer, but a word from the menu
    if talk.content.texts.meant("puzzled", asked) and _explains(form, state):
        return steering.again(talk, one, explained(form, state, talk.content.texts))
    if not step.finished:
        return steering.kept(talk, one, form, Step(step.state, said, photos=step.photos))
    finished = _finished(talk, conversations, conversation, one, form, step.state)
    return commands.after(in_words(said, talk.content.texts), finished)


def _explains(form: Form, state: State) -> bool:
    """Whether somebody who does not know is helped more by the question's help than by what was wrong: where it is one
    by itself that has words that help, or that offers nothing but options."""
    if state.mode != "answer" or not state.at or members(form, state):
        return False
    question = form.question(state.at)
    return bool(question.help) or question.kind in ("choice", "several", "confirm")


def _role(talk: Talk, conversation: Conversation, one: Session) -> Role | None:
    """The role a session is answered in: the one it was opened in, while the conversation may be held in it."""
    if talk.person is None:
        return None
    if one.role_id is None:
        return chosen_role(talk.person, conversation, None)
    role = role_of(talk, one)
    return role if role is not None and role.role in conversation.roles else None


def _finished(
    talk: Talk, conversations: Conversations, conversation: Conversation, one: Session, form: Form, state: State
) -> Answers:
    holding.keep(talk, one, state, "finished")
    done = Finished(one.id, one.subject, form, state, engine.results(form, state))
    closing: Closing = conversation.complete(talk, done)
    said = closing.messages if conversation.personal else named(talk, closing.messages)
    if not closing.then:
        return said
    command, _, argument = closing.then.partition(".")
    role_id = talk.role.id if talk.role is not None and not conversation.personal else None
    return (*said, *_command(talk, conversations, None, command, argument, role_id))
