"""Where a conversation stands: a session in the record, or for a private one a sheet beside it (dialogs.aside).

A private conversation changes nothing in the record on its way: what was active stays so underneath.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from checklists.form import Form
from dialogs.state import State
from dialogs.talk import Conversation, Talk
from storage import last_shown, sessions
from storage.kept_numbers import at_rest
from storage.sessions import Session


def active(talk: Talk) -> Session | None:
    """The session an answer belongs to. Right behind a private conversation there is none: what lies underneath goes
    on when it is asked for."""
    if talk.aside.active is not None:
        return talk.aside.active
    return None if talk.aside.choices else sessions.active(talk.unit, talk.person_id, talk.binding.id)


def last_choices(talk: Talk) -> tuple[tuple[str, str], ...]:
    """(label, token) of the numbered options shown last."""
    return talk.aside.choices or last_shown.last_choices(talk.unit, talk.binding.id)


def keep(talk: Talk, one: Session, state: State, status: str) -> None:
    """Store where a session stands now; raises Conflict when another message moved it meanwhile."""
    plain = state.model_dump(mode="json")
    if one.private:
        talk.aside.put(replace(one, state=plain, status=status, revision=one.revision + 1))
    else:
        plain = at_rest(talk.unit.keys, plain, over=status not in ("active", "paused"))
        sessions.keep(talk.unit, one, plain, status, by=talk.person_id)
        talk.states.keep(one, plain, state)


def start(talk: Talk, conversation: Conversation, subject: str, form: Form, state: State) -> Session:
    """Open a session and make it the active one."""
    if conversation.private:
        one = Session(
            secrets.randbits(47), conversation.id, subject, form.id, form.version, state.model_dump(mode="json"),
            "active", 0, None, talk.unit.now, form.model_dump(mode="json"),
        )  # fmt: skip
        talk.aside.put(one)
        return one
    plain = at_rest(talk.unit.keys, state.model_dump(mode="json"), over=False)
    started = sessions.start(
        talk.unit, person_id=talk.person_id, binding_id=talk.binding.id, conversation=conversation.id,
        subject=subject, form=form.id, version=form.version, body=lambda: form.model_dump(mode="json"),
        state=plain, role_id=talk.role.id if talk.role is not None and not conversation.personal else None,
    )  # fmt: skip
    talk.states.keep(started, plain, state)
    return started


def resume(talk: Talk, one: Session) -> None:
    """Make a paused session the active one."""
    if one.private:
        talk.aside.put(replace(one, status="active"))
    else:
        sessions.resume(talk.unit, one, talk.person_id, talk.binding.id)


def loaded(talk: Talk, one: Session) -> tuple[Form, State]:
    """A session's form, as it was when the session was started, and its state."""
    if one.body is not None:
        return Form.model_validate(one.body), State.model_validate(one.state)
    return talk.forms.form(talk.unit, one.form, one.version), talk.states.state(one, talk.unit.keys)
