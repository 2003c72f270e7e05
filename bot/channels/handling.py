"""Hands a message to the gateway, and knows whether it was taken."""

from __future__ import annotations

from bot.wiring import App
from dialogs.gateway import Along
from dialogs.messages import InboundMessage, Outbound, Sender
from storage import blocking
from storage.beside import CountFirst
from storage.foreseen import Said
from storage.outbox import Letter
from storage.private_post import Address
from storage.unit_of_work import OpenUnit

TOO_OFTEN = "said too often"
TRIES = 2


def handled(
    app: App, message: InboundMessage, open_unit: OpenUnit | None = None, along: Along = lambda *_: None
) -> tuple[Letter, ...]:
    """What is answered to a message. One that was not taken is tried once more: another process may be just taking
    it, or all is busy for a moment. Whoever writes faster than anybody types is told to wait, and nothing is taken."""
    sender = message.sender
    who = "\0".join((sender.channel, sender.account, sender.address))
    wait = app.senders.wait(who)
    if wait:
        words = app.content.texts("web.too_often", seconds=wait)
        body = Outbound(text=words).model_dump(mode="json", exclude_defaults=True)
        now = app.clock()
        return (Letter(0, None, None, None, "reply", body, "sent", now, now, 0, TOO_OFTEN),)
    try:
        return app.gateway.handle(message, open_unit, along, TRIES)
    except CountFirst:
        app.senders.give_back(who)  # it comes again and was said once
        raise


def said(message: InboundMessage) -> Said:
    """Who says what, as far as the record is asked before the message is carried out."""
    sender = message.sender
    return Said(Address(sender.channel, sender.account, sender.address), message.id)


def back(open_unit: OpenUnit, sender: Sender) -> None:
    """Somebody who had shut us out lets us in again: the address is theirs as before."""
    with open_unit() as unit:
        if blocking.unblock(unit, sender.channel, sender.account, sender.address):
            unit.commit()


def taken(letters: tuple[Letter, ...]) -> bool:
    """Whether the message is on record. Where it is not, the answer says so and stands in no table."""
    return all(letter.id for letter in letters)


def turned_away(letters: tuple[Letter, ...]) -> bool:
    """Whether nobody looked at the message, since its sender writes faster than anybody types."""
    return any(letter.error == TOO_OFTEN for letter in letters if not letter.id)
