"""What answers a message: the conversations, and the way into them.

It stands on most of the program, so `dialogs.gateway` imports it with the first message, or when asked before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.aside import Aside
from dialogs.conversations import CONVERSATIONS
from dialogs.messages import InboundMessage, Outbound
from dialogs.routing import Answers, route
from dialogs.talk import Talk
from dialogs.urgent import emergency
from storage.people import Person
from storage.reaching import Binding
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from dialogs.gateway import Gateway


def answers(
    gateway: Gateway, unit: UnitOfWork, binding: Binding, person: Person | None, aside: Aside, message: InboundMessage
) -> Answers:
    """What to answer to the message of who speaks there; the record is changed on the way."""
    judge = gateway.judge if aside.active is None else gateway.judge.unheard()
    talk = Talk(
        unit, gateway.content, judge, gateway.secret, binding, person, links=gateway.links,
        reads_photos=gateway.reads_photos, media_folder=gateway.media_folder, forms=gateway.forms,
        states=gateway.states, aside=aside,
    )  # fmt: skip
    found = route(talk, CONVERSATIONS if gateway.conversations is None else gateway.conversations, message)
    first = emergency(gateway.content, message.text) if message.kind == "text" and message.text else ""
    return (Outbound(text=first), *found) if first else found
