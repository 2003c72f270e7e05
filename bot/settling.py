"""What the delivery loop writes down of a message: that it was claimed, and what became of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.channels.channel import Elsewhere, Held, Later, Never, Result, Sent
from dialogs import trace
from storage import blocking, forgetting, held, outbox, reaching
from storage.outbox import Letter
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit, UnitOfWork

log = logging.getLogger("ancha.delivery")

MOST_TRIES = 8
MOST_WAIT_SECONDS = 3600.0
"""Each try waits twice as long as the one before, so that a message outlives an hour without its platform."""
BY_THE_CLOCK = ("reminder", "digest")
"""What is said anew as things stand then, and not kept for whoever has shut us out."""
LONGEST = timedelta(days=3)
"""How long a message waits for an account to be put in order, which costs it no tries."""


def given(open_unit: OpenUnit, answered: Sequence[Letter]) -> None:
    """Write replies down as sent that adapters handed over, in a transaction of their own."""
    with open_unit() as unit:
        hand_over(unit, answered)
        unit.commit()


def hand_over(unit: UnitOfWork, answered: Sequence[Letter]) -> None:
    """Write replies down as sent that adapters handed over; words that must not be kept go with it."""
    if answered:
        outbox.handed_over(unit, [letter.id for letter in answered])
    for letter in answered:
        _forget(unit, letter)
        if letter.private:
            continue
        with trace.about(letter.reply_to):
            log.info("letter %d sent with the answer to its request", letter.id, extra={"letter": letter.id})


def claimed(open_unit: OpenUnit, letter: Letter) -> tuple[Binding, ...] | None:
    """Take a waiting message to send it: where it may go. None where it is another's, or behind one that is."""
    with open_unit() as unit:
        if not outbox.claim(unit, letter.id):
            return None
        addresses = _addresses(unit, letter)
        unit.commit()
    return addresses


def settled(open_unit: OpenUnit, letter: Letter, result: Result, binding: Binding | None) -> None:
    """Write down what a channel answered: sent, to be tried again (each time after twice as long), held for the
    person's next word (a notice also where they have shut us out and may be back), or given up with the reason.
    Raises TryLater while the record cannot be written."""
    where = binding.id if binding is not None else None
    if isinstance(result, Held) and result.shut and letter.kind in BY_THE_CLOCK:
        result = Elsewhere(result.why)
    tries = letter.attempts + 1
    with open_unit() as unit:
        over = isinstance(result, Later) and (
            tries >= MOST_TRIES if result.tried else unit.now - letter.created_at > LONGEST
        )
        waits = isinstance(result, Elsewhere) and _may_be_back(unit, letter)
        match result:
            case Sent():
                outbox.settle(unit, letter.id, "sent", binding_id=where)
            case Later(seconds, why, tried) if not over:
                longer = min(seconds * 2 ** (tries - 1), max(seconds, MOST_WAIT_SECONDS))
                due = unit.now + timedelta(seconds=longer if tried else seconds)
                outbox.settle(unit, letter.id, "waiting", error=why, due_at=due, counts=tried)
            case Later(_, why):
                outbox.settle(unit, letter.id, "failed", error=f"given up after {tries} tries; {why}")
            case Held(why, shut):
                held.hold(unit, letter.id, why, shut=shut)
            case Elsewhere(why) if waits:
                held.hold(unit, letter.id, why, shut=True)
            case Elsewhere(why):
                outbox.settle(unit, letter.id, "dropped", error=why)
            case Never(why):
                outbox.settle(unit, letter.id, "failed", binding_id=where, error=why)
        if not (isinstance(result, Later | Held) or waits) or over:
            _forget(unit, letter)
        unit.commit()


def told(letter: Letter, result: Result, binding: Binding | None) -> None:
    """What became of a message, for the log: where it went and why, and nothing of what it says. Of a private one not
    even that it was."""
    if letter.private:
        return
    channel = binding.channel if binding is not None else None
    why = "" if isinstance(result, Sent) else f": {result.why}"
    lost = isinstance(result, Elsewhere | Never) or (isinstance(result, Held) and result.shut)
    level = logging.WARNING if lost else logging.INFO
    words = "letter %d (%s, try %d) %s on %s%s"
    said = (letter.id, letter.kind, letter.attempts + 1, type(result).__name__.lower(), channel or "no channel", why)
    log.log(level, words, *said, extra={"letter": letter.id, "channel": channel})


def _may_be_back(unit: UnitOfWork, letter: Letter) -> bool:
    """Whether a notice nobody can be handed is kept for whoever has shut us out."""
    return letter.kind == "notice" and letter.person_id is not None and blocking.shut_out(unit, letter.person_id)


def _forget(unit: UnitOfWork, letter: Letter) -> None:
    """Words that must not be kept go once nothing more will happen to the message."""
    if letter.body.get("forget"):
        forgetting.forget_letter(unit, letter.id)


def _addresses(unit: UnitOfWork, letter: Letter) -> tuple[Binding, ...]:
    """Where a message may go: its own address first, then the person's others, the last used first.

    An address that was closed since, or that somebody else has enrolled at, is not used.
    """
    others = reaching.bindings_of(unit, letter.person_id) if letter.person_id is not None else ()
    if letter.binding_id is None:
        return others
    own = reaching.binding(unit, letter.binding_id)
    live = own.person_id is None or own.id in {one.id for one in reaching.bindings_of(unit, own.person_id)}
    somebody_else = letter.person_id is not None and own.person_id not in (None, letter.person_id)
    mine = (own,) if live and not somebody_else else ()
    return (*mine, *(one for one in others if one.id != own.id))
