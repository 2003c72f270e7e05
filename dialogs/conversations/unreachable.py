"""An official asks whom no message reaches, to ring them up or invite them anew."""

from __future__ import annotations

from dialogs.messages import Outbound, opens
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage.unreachable import Unreachable, count, unreachable

OFFICIALS = ("county", "department", "city", "administrator")
MOST = 15


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    after = int(argument) if argument.isdecimal() and len(argument) < 7 else 0
    found = unreachable(talk.unit, talk.scope, limit=MOST + 1, after=after)
    to_menu = opens("menu", talk.say("inspect.to_menu"))
    if not found:
        return Outbound(text=talk.say("unreachable.none"), choices=(to_menu,))
    lines = [talk.say("unreachable.title", count=count(talk.unit, talk.scope))]
    lines += [_line(talk, number, one) for number, one in enumerate(found[:MOST], after + 1)]
    lines.append(talk.say("unreachable.next_step"))
    more = (opens(f"unreachable.{after + MOST}", talk.say("ledger.next")),) if len(found) > MOST else ()
    invite = opens("invite", talk.say("unreachable.invite"))
    return Outbound(text="\n".join(lines), choices=(*more, invite, to_menu))


def _line(talk: Talk, number: int, one: Unreachable) -> str:
    return talk.say(
        "unreachable.line", number=number, body=one.body, name=one.name, role=talk.say(f"role.{one.role}"),
        why=talk.say(f"unreachable.{one.why}"),
    )  # fmt: skip


def _complete(talk: Talk, done: Finished) -> Closing:
    return Closing((), then="menu")


UNREACHABLE = Conversation("unreachable", OFFICIALS, _open, _complete)
