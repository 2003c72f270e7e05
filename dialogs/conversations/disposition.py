"""Officials enter what was ordered about a major hazard at once, which some plans' ledgers print."""

from __future__ import annotations

from dialogs.conversations.officials.sites import OFFICIALS
from dialogs.messages import Outbound, opens
from dialogs.state import Listed
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import hazards
from storage.dispositions import record_disposition
from storage.hazards import Hazard

MOST = 9


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    found = [one for one in hazards.ledger(talk.unit, talk.scope, limit=MOST) if one.is_major]
    if not found:
        choice = opens("menu", talk.say("inspect.to_menu"))
        return Outbound(text=talk.say("disposition.none"), choices=(choice,))
    listed = tuple(Listed(id=str(one.id), label=_label(one)) for one in found)
    return Opening(talk.content.dialogs["disposition"], lists={"hazards": listed})


def _label(one: Hazard) -> str:
    return f"{one.enterprise} {one.number} {one.words[:16]}"


def _complete(talk: Talk, done: Finished) -> Closing:
    chosen = done.value("hazard")
    one = hazards.hazard(talk.unit, int(chosen), talk.scope) if chosen.isdecimal() else None
    choices = (opens("disposition", talk.say("disposition.again")), opens("menu", talk.say("inspect.to_menu")))
    if one is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("disposition.gone"), choices=choices),))
    record_disposition(
        talk.unit, one.id, on_site=done.value("on_site"), administrative=done.value("administrative"),
        by=talk.person_id,
    )  # fmt: skip
    return Closing((Outbound(text=talk.say("disposition.kept", number=one.number), choices=choices),))


DISPOSITION = Conversation("disposition", OFFICIALS, _open, _complete)
