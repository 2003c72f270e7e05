"""Sends the answers to an update right away; what does not go at once is left to the delivery loop.

Each is claimed durably before and settled after, as the loop does it, so that none goes twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bot import settling
from bot.channels.channel import Later, Result, Sent
from bot.channels.telegram import faults
from bot.channels.telegram.account import NAME
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.sending import send
from dialogs import trace
from dialogs.messages import Outbound, Sender
from storage import forgetting, outbox, reaching
from storage.outbox import Letter
from storage.reaching import Binding
from storage.unit_of_work import OpenUnit

log = logging.getLogger("ancha.telegram")


async def post(desk: Desk, sender: Sender, letters: Sequence[Letter]) -> bool:
    """Send the letters in order, as long as they go; those that were sent already stay so. False where one that stands
    in no table could not be said."""
    told = True
    async with desk.answering.turn(sender.address):
        for letter in letters:
            if not letter.id:  # stands in no table: the message itself was not taken
                told &= await _said(desk, sender, Outbound.model_validate(letter.body))
            elif letter.status == "waiting" and not await _posted(desk, letter):
                return told
    return told


async def _posted(desk: Desk, letter: Letter) -> bool:
    """Whether to go on with the next."""
    binding = await desk.workers.together(partial(_claimed, letter))
    if binding is None:
        return True  # somebody else is at it
    wait, why, begun = 0.0, "", desk.ticks()
    result: Result
    try:
        result = await send(desk, binding, Outbound.model_validate(letter.body), letter.id)
        if not isinstance(result, Sent):
            wait, why = result.seconds if isinstance(result, Later) else 0.0, result.why
    except Exception as error:
        wait, why = faults.SOON_SECONDS, faults.named(error)
        result = Later(wait, why)
    if not letter.private:
        desk.app.counts.sent(NAME, type(result).__name__.lower(), desk.ticks() - begun)
    with trace.about(letter.reply_to):
        settling.told(letter, result, binding)
    await desk.workers.together(partial(_settled, letter, wait, why))
    return not why


async def tell(desk: Desk, sender: Sender, words: str) -> bool:
    """Say something that stands in no table, where nothing can be put on record; False where it could not be said and
    might be later."""
    return await _said(desk, sender, Outbound(text=words))


async def _said(desk: Desk, sender: Sender, message: Outbound) -> bool:
    binding = Binding(0, sender.channel, sender.account, sender.address, None)
    try:
        result = await send(desk, binding, message, 0)
    except Exception as error:
        log.warning("an answer to a message that was not taken is not said: %s", faults.named(error))
        return False
    return not isinstance(result, Later)


def _claimed(letter: Letter, open_unit: OpenUnit) -> Binding | None:
    with open_unit() as unit:
        if letter.binding_id is None or not outbox.claim(unit, letter.id):
            return None
        binding = reaching.binding(unit, letter.binding_id)
        unit.commit()
    return binding


def _settled(letter: Letter, wait: float, why: str, open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        if why:  # the loop tries it anew and sorts it
            outbox.settle(unit, letter.id, "waiting", error=why, due_at=unit.now + timedelta(seconds=wait))
        else:
            outbox.settle(unit, letter.id, "sent")
            if letter.body.get("forget"):
                forgetting.forget_letter(unit, letter.id)
        unit.commit()
