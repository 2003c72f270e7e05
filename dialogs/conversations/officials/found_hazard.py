"""Hazards an official found in a check, one after the other: judged on the spot, entered as the department's find."""

from __future__ import annotations

from difflib import SequenceMatcher

from dialogs.conversations.hazard import as_grave, asked, clause_of, judged, kept, label, told
from dialogs.conversations.officials.passed import passed_said
from dialogs.conversations.officials.sites import OFFICIALS, onward, own_office, site, tell_enterprise, tell_officials
from dialogs.conversations.reopening import reopened
from dialogs.engine import Derived, Notice
from dialogs.messages import Outbound, opens
from dialogs.state import Listed, State
from dialogs.talk import Closing, Conversation, Finished, Opening, Talk
from storage import hazards
from storage.dispositions import record_disposition
from storage.enterprises import Enterprise
from storage.hazards import Hazard
from storage.oversight import spot_checks
from storage.oversight.spot_checks import SpotCheck
from storage.scope import Scope

ALIKE = 0.5
MOST_ALIKE = 3
NONE = "none"


def _open(talk: Talk, argument: str) -> Opening | Outbound:
    check = _check(talk, argument)
    if check is None:
        return Outbound(text=talk.say("record.gone"), choices=onward(talk))
    facts = {"has_question": "no", "has_alike": "no", "reopens": "no", "enterprise": str(check.facts.enterprise_id)}
    return Opening(talk.content.dialogs["found-hazard"], subject=f"found-hazard/{argument}", facts=facts)


def _check(talk: Talk, check_id: str) -> SpotCheck | None:
    """The check in which hazards are found, if it is this office's own.

    One that was corrected or withdrawn meanwhile will do too: a hazard half entered must not get lost over it.
    """
    found = spot_checks.spot_check(talk.unit, int(check_id), talk.scope) if check_id.isdecimal() else None
    return found if found is not None and found.office == own_office(talk) else None


def _derive(talk: Talk, step: str, state: State) -> Derived:
    one = site(talk, str(state.value("enterprise") or ""))
    if step == "alike":
        there = _same(talk, one, str(state.value("alike") or "")) if one is not None else None
        return Derived(facts={"reopens": "yes" if there is not None and there.status != "open" else "no"})
    words, reply = str(state.value("words") or ""), str(state.value("reply") or "")
    sector, kinds = (one.sector, one.kinds) if one is not None else (None, ())
    judgement = judged(talk, sector, kinds, words, reply if step == "judge_again" else "")
    notices = [Notice("refuse.own", {"message": told(talk, judgement, words)})]
    place = str(state.value("place") or "")
    near = alike(talk, one, words, place, judgement.verdict) if one is not None else ()
    listed = tuple(Listed(id=str(hazard.id), label=label(talk, hazard)) for hazard in near)
    facts = {"has_alike": "yes" if near else "no", "reopens": "no"}
    lists = {"alike": (*listed, Listed(id=NONE, label=talk.say("found.not_alike")))}
    if step == "judge_again":
        return Derived(facts=facts, lists=lists, notices=tuple(notices), forget=("alike",))
    facts |= asked(talk, judgement)
    return Derived(facts=facts, lists=lists, notices=tuple(notices), forget=("reply", "alike"))


def alike(talk: Talk, one: Enterprise, words: str, place: str, verdict: str) -> tuple[Hazard, ...]:
    """Hazards of that enterprise that read much alike, closed ones too: what was closed and is there again counts."""

    def likeness(hazard: Hazard) -> float:
        said = SequenceMatcher(None, hazard.words, words).ratio()
        return max(said, 0.6 * said + 0.4 * SequenceMatcher(None, hazard.place, place).ratio())

    statuses = ("open", "rectified", "signed_off")
    there = hazards.ledger(talk.unit, Scope(enterprise_id=one.id), statuses=statuses, limit=300)
    found = [(likeness(hazard), hazard) for hazard in there if as_grave(hazard, verdict)]
    near = sorted(found, key=lambda pair: -pair[0])
    return tuple(hazard for score, hazard in near[:MOST_ALIKE] if score >= ALIKE)


def _complete(talk: Talk, done: Finished) -> Closing:
    check = _check(talk, done.subject.rpartition("/")[2])
    one = site(talk, str(check.facts.enterprise_id)) if check is not None else None
    if check is None or one is None or talk.person_id is None:
        return Closing((Outbound(text=talk.say("record.gone"), choices=onward(talk)),))
    chosen = done.value("alike")
    there = _same(talk, one, chosen) if chosen not in ("", NONE) else None
    hazard, text = _again(talk, there, done) if there is not None else _new(talk, one, check, done)
    role = talk.role.role if talk.role is not None else None
    spot_checks.found_in_check(talk.unit, check, hazard.id, by=talk.person_id, role=role)
    if done.value("on_site") or done.value("administrative"):
        record_disposition(
            talk.unit, hazard.id, on_site=done.value("on_site"), administrative=done.value("administrative"),
            by=talk.person_id,
        )  # fmt: skip
    passed = passed_said(talk, one.id, hazard.clause, talk.unit.now, apart_from=check.id)
    more = done.value("more") == "yes"
    answer = Outbound(text="\n\n".join(filter(None, (text, passed))), choices=() if more else onward(talk))
    return Closing((answer,), then=f"found-hazard.{check.id}" if more else "")


def _same(talk: Talk, one: Enterprise, hazard_id: str) -> Hazard | None:
    """The hazard said to be the same, which must be this enterprise's."""
    return hazards.hazard(talk.unit, int(hazard_id), Scope(enterprise_id=one.id)) if hazard_id.isdecimal() else None


def _new(talk: Talk, one: Enterprise, check: SpotCheck, done: Finished) -> tuple[Hazard, str]:
    judgement = judged(talk, one.sector, one.kinds, done.value("words"), done.value("reply"))
    hazard = hazards.report(
        talk.unit, enterprise_id=one.id, source="department", level=judgement.verdict,
        words=done.value("words") + (f"（{done.value('reply')}）" if done.value("reply") else ""),
        place=done.value("place"), clause=clause_of(judgement),
        judgement=kept(judgement), photos=done.photos("photos"), found_by=talk.person_id,
        department_id=check.office.department_id, role=talk.role.role if talk.role else None,
    )  # fmt: skip
    reached = _told(talk, hazard, "found.notice_major" if hazard.is_major else "found.notice", done)
    if hazard.is_major:
        notice = talk.say(
            "found.notice_official", enterprise=hazard.enterprise, number=hazard.number, place=hazard.place,
            words=hazard.words,
        )  # fmt: skip
        look = opens("oversee", talk.say("notice.open_oversee"))
        tell_officials(talk, hazard.enterprise_id, notice, look, urgent=True)
    entered = talk.say("found.kept_major" if hazard.is_major else "found.kept", number=hazard.number)
    return hazard, entered + reached


def _again(talk: Talk, there: Hazard, done: Finished) -> tuple[Hazard, str]:
    """What is found again: an open one gets photos and words, one that was put right is sent back."""
    by, role = talk.person_id, talk.role.role if talk.role else None
    assert by is not None  # noqa: S101  (checked by the caller)
    hazards.seen_again(talk.unit, there, words=done.value("words"), photos=done.photos("photos"), by=by, role=role)
    if there.status == "open":
        return there, talk.say("found.added", number=there.number) + _told(talk, there, "found.notice_again", done)
    reason = talk.say("found.reopen_reason", words=done.value("words"))
    days = reopened(talk, there, reason=reason, deadline=done.value("deadline"), by=by, role=role, order=True)
    reached = _told(talk, there, "found.notice_again", done, talk.say("found.again_by", **days))
    return there, talk.say("found.reopened", number=there.number, **days) + reached


def _told(talk: Talk, hazard: Hazard, key: str, done: Finished, more: str = "") -> str:
    """Let the enterprise know; a word about who was told."""
    text = talk.say(key, number=hazard.number, place=done.value("place"), words=done.value("words"))
    told = "\n".join(filter(None, (text, more)))
    return tell_enterprise(talk, hazard.enterprise_id, told, urgent=hazard.is_major)


FOUND_HAZARD = Conversation("found-hazard", OFFICIALS, _open, _complete, _derive)
