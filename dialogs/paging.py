"""A session of a checklist held on a page: the same session as in the chat, so that either goes on with the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from checklists.form import Form
from dialogs import commands, engine, holding
from dialogs.acting import body_of
from dialogs.conversations.inspection import INSPECTION
from dialogs.engine import Step
from dialogs.messages import Outbound, opens
from dialogs.out_of_turn import missing, stamp
from dialogs.state import State
from dialogs.talk import Closing, Finished, Talk
from storage import outbox, sessions
from storage.sessions import Session


@dataclass(frozen=True)
class Held:
    """A session with its form and where it stands."""

    session: Session
    form: Form
    state: State


def held(talk: Talk, subject: str) -> Held | None:
    """The speaker's open session of that checklist, begun here or in a chat; None where there is none."""
    if talk.person is None or talk.role is None:
        return None
    there = [role.id for role in talk.person.roles if body_of(role) == body_of(talk.role)]
    one = sessions.open_on(talk.unit, talk.person.id, talk.binding.id, INSPECTION.id, subject, there)
    return Held(one, *commands.loaded(talk, one)) if one is not None else None


def begun(talk: Talk, subject: str) -> Held | None:
    """The open session of that checklist, else a new one. None where the checklist does not apply to the speaker."""
    found = held(talk, subject)
    if found is not None or talk.role is None:
        return found
    commands.start(talk, {INSPECTION.id: INSPECTION}, INSPECTION.id, subject, talk.role.id)
    return held(talk, subject)


def moved(talk: Talk, one: Held, name: str, was: str, step: Callable[[State], Step]) -> Step:
    """Take one step of a page for the question of that name, and keep where the session then stands.

    `was` is the question's stamp as the page showed it: where it was answered elsewhere meanwhile nothing changes and
    that is said, unless the answer is the same. Raises storage.faults.Conflict when the chat moved in this instant.
    """
    taken = step(one.state)
    if taken.notices and taken.state == one.state:
        return taken
    if name and was != stamp(one.state, name):
        same = stamp(taken.state, name) == stamp(one.state, name)
        return Step(one.state, () if same else (engine.Notice("checkpage.stale"),))
    state = taken.state.stamped(one.state, talk.unit.now.isoformat())
    holding.keep(talk, one.session, state, one.session.status)
    return replace(taken, state=state)


def handed_in(talk: Talk, one: Held) -> Closing | None:
    """Carry a complete checklist out, and say so in the chat too; None while something is missing."""
    if missing(one.form, one.state) or talk.person_id is None:
        return None
    state = one.state.model_copy(update={"mode": "finished", "at": "", "step": one.state.step + 1})
    holding.keep(talk, one.session, state, "finished")
    done = Finished(one.session.id, one.session.subject, one.form, state, engine.results(one.form, state))
    closing = INSPECTION.complete(talk, done)
    next_one = (opens("inspect.next", talk.say("inspect.next")),) if closing.then else ()
    for message in closing.messages:
        told = Outbound(
            text=f"{talk.say('checkpage.told')}\n{message.text}", choices=message.choices or next_one, kind="notice"
        )  # fmt: skip
        outbox.put(
            talk.unit, told.model_dump(mode="json", exclude_defaults=True), kind="notice", person_id=talk.person_id
        )
    return closing
