"""What officials do with reports: look, verify, answer. A verified one goes to the ledger."""

from __future__ import annotations

from dialogs.engine import Derived, Notice
from dialogs.messages import Choice, Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import hazards, whistles
from storage.whistles import Whistle

OFFICIALS = ("county", "city", "administrator")
MOST = 9


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    found = whistles.reported(talk.unit, talk.scope, limit=MOST)
    if not found:
        return Outbound(text=talk.say("whistles.empty"), choices=(opens("menu", talk.say("inspect.to_menu")),))
    listed = tuple(Listed(id=str(one.id), label=_line(talk, one)) for one in found)
    return Opening(talk.content.dialogs["whistles"], lists={"whistles": listed})


def _line(talk: Talk, one: Whistle) -> str:
    words = one.words if len(one.words) <= 20 else f"{one.words[:19]}…"
    return talk.say(
        "whistles.label", enterprise=one.enterprise_words, words=words, status=talk.say(f"whistle.{one.status}")
    )


def _chosen(talk: Talk, whistle_id: str) -> Whistle | None:
    return next((one for one in whistles.reported(talk.unit, talk.scope, limit=200) if str(one.id) == whistle_id), None)


def _derive(talk: Talk, step: str, state: State) -> Derived:
    one = _chosen(talk, str(state.value("whistle") or ""))
    if one is None:
        return Derived(notices=(Notice("ledger.gone"),), ask_again=True)
    who = talk.say("whistles.anonymous" if one.person_id is None else "whistles.named")
    text = talk.say(
        "whistles.detail",
        enterprise=one.enterprise_words,
        place=one.place,
        words=one.words,
        day=one.day,
        kind=talk.say(f"whistles.{one.reporter_kind}"),
        who=who,
        photos=len(one.photos),
        status=talk.say(f"whistle.{one.status}"),
    )
    return Derived(notices=(Notice("refuse.own", {"message": text}),))


def _complete(talk: Talk, done: Finished) -> Closing:
    one, status = _chosen(talk, done.value("whistle")), done.value("status")
    if one is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("ledger.gone"), choices=_onward(talk)),))
    if status == "look" or done.value("sure") != "yes":
        return Closing((), then="whistles")
    hazard_id = _to_ledger(talk, one) if status == "verified" and one.hazard_id is None else one.hazard_id
    whistles.answer(talk.unit, one, status=status, reply=done.value("reply"), hazard_id=hazard_id, by=talk.person_id)
    return Closing((Outbound(text=talk.say("whistles.answered"), choices=_onward(talk)),))


def _to_ledger(talk: Talk, one: Whistle) -> int | None:
    """A verified report of a known enterprise becomes a row of its ledger, without a word about who reported it."""
    if one.enterprise_id is None:
        return None
    judgement = one.judgement or {}
    named = judgement.get("clauses") or [] if judgement.get("verdict") != "general" else []
    hazard = hazards.report(
        talk.unit, enterprise_id=one.enterprise_id, source="whistle", level=str(judgement.get("verdict", "unclear")),
        words=one.words, place=one.place, clause=str(named[0]["id"]) if named else None, judgement=judgement,
        photos=one.photos, found_by=talk.person_id, role=talk.role.role if talk.role else None,
    )  # fmt: skip
    return hazard.id


def _onward(talk: Talk) -> tuple[Choice, ...]:
    return (opens("whistles", talk.say("whistles.back")), opens("menu", talk.say("inspect.to_menu")))


WHISTLES = Conversation("whistles", OFFICIALS, _open, _complete, _derive)
