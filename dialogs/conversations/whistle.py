"""Whistle-blowing, and following a report with its receipt code. An anonymous report leaves no way back.

Officials are told by the clock, when the report comes into the record (scheduler/private.py).
"""

from __future__ import annotations

from dialogs.conversations.hazard import judged, kept
from dialogs.conversations.places import counties, matches
from dialogs.engine import Derived
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import enterprises, whistles
from storage.scope import EVERYTHING

ANYBODY = ("staff", "safety_officer", "safety_director", "principal", "stranger")
OTHER = "none"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    return Opening(
        talk.content.dialogs["whistle"],
        facts={"has_matches": "no", "needs_county": "yes", "enrolled": "yes" if talk.person is not None else "no"},
        lists={"counties": counties(talk, EVERYTHING)},
    )


def _derive(talk: Talk, step: str, state: State) -> Derived:
    """Enterprises of that name, to be told apart by their county; nothing else about them is shown."""
    found = matches(talk, EVERYTHING, str(state.value("enterprise") or ""), none=talk.say("whistle.none_of_these"))
    if len(found) <= 1:
        return Derived(facts={"has_matches": "no", "needs_county": "yes"})
    return Derived(facts={"has_matches": "yes", "needs_county": "no"}, lists={"enterprises": found})


def _complete(talk: Talk, done: Finished) -> Closing:
    anonymous = talk.person is None or done.value("anonymous") == "yes"
    chosen = done.value("which")
    enterprise = enterprises.enterprise(talk.unit, int(chosen), EVERYTHING) if chosen and chosen != OTHER else None
    region = enterprise.region if enterprise is not None else done.value("county")
    judgement = judged(
        talk, enterprise.sector if enterprise else None, enterprise.kinds if enterprise else (), done.value("words")
    )
    code = whistles.blow(
        talk.unit, talk.secret, enterprise_id=enterprise.id if enterprise else None,
        enterprise_words=enterprise.name if enterprise else done.value("enterprise"), region=region,
        place=done.value("place"), words=done.value("words"), judgement=kept(judgement),
        person_id=None if anonymous else talk.person_id, reporter_kind=done.value("reporter"),
        photos=done.photos("photos"), day=talk.today, urgent=judgement.verdict == "suspected_major",
    )  # fmt: skip
    text = talk.say("whistle.done_anonymous" if anonymous else "whistle.done", code=_spaced(code))
    return Closing((Outbound(text=text, forget=anonymous),))


def _spaced(code: str) -> str:
    """A code in groups of four, as people read it aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _open_receipt(talk: Talk, argument: str) -> Opening | Outbound:
    return Opening(talk.content.dialogs["receipt"])


def _complete_receipt(talk: Talk, done: Finished) -> Closing:
    found = whistles.by_receipt(talk.unit, talk.secret, done.value("code"))
    if found is None:
        return Closing((Outbound(text=talk.say("whistle.unknown_code"), choices=_onward(talk)),))
    text = talk.say(
        "whistle.state",
        day=found.day,
        enterprise=found.enterprise_words,
        status=talk.say(f"whistle.{found.status}"),
        reply=found.reply or talk.say("whistle.no_reply"),
    )
    return Closing((Outbound(text=text, choices=_onward(talk), forget=True),))


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("receipt", talk.say("whistle.again")), opens("menu", talk.say("inspect.to_menu")))


WHISTLE = Conversation("whistle", ANYBODY, _open, _complete, _derive, personal=True, private=True)
RECEIPT = Conversation("receipt", ANYBODY, _open_receipt, _complete_receipt, personal=True, private=True)
