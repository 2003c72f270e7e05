"""Discarding a form that is being filled in: asked by itself, with buttons of its own.

Nothing said to that question answers the form's: a yes there would stand in the record as an answer about safety.
"""

from __future__ import annotations

from dialogs import commands, holding
from dialogs.acting import in_role, named
from dialogs.messages import Choice, Outbound, opens
from dialogs.options import Tap, meant
from dialogs.talk import Talk
from storage.sessions import Session

DISCARD = "discard"
"""The command of the button that discards one form, by its session."""


def asked(talk: Talk, one: Session) -> tuple[Outbound, ...]:
    """Whether the form is to be discarded."""
    discard = Choice(label=talk.say("session.discard"), token=f"m.{DISCARD}.{one.id}")
    stay = opens("resume", talk.say("session.stay"))
    (question,) = named(in_role(talk, one), (Outbound(text=talk.say("session.cancel_sure")),))
    return (question.model_copy(update={"choices": (discard, stay)}),)


def answered(talk: Talk, one: Session, text: str, said: str) -> tuple[Outbound, ...] | None:
    """What words come to that are said to that question, None where it was not what was shown last; `said` is `text`
    folded. What says neither yes nor no has it asked again."""
    shown = {token: label for label, token in holding.last_choices(talk)}
    discard = f"m.{DISCARD}.{one.id}"
    if discard not in shown:
        return None
    texts = talk.content.texts
    chosen = meant(text, tuple(Tap(token, label) for token, label in shown.items()), by_number=True)
    if texts.meant("sure", said) or (chosen is not None and chosen.id == discard):
        return discarded(talk, one)
    if texts.meant("stay", said) or chosen is not None:
        return commands.resume(talk, one, "session.resumed")
    return asked(talk, one)


def discarded(talk: Talk, one: Session) -> tuple[Outbound, ...]:
    """Let the form go, and show the menu."""
    form, state = commands.loaded(talk, one)
    holding.keep(talk, one, state, "cancelled")
    return (commands.menu(talk, talk.say("session.cancelled", title=form.title)),)
