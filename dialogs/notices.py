"""Telling others: what a conversation lets colleagues and officials know at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from checklists.judgement.versions import cautioned
from dialogs.acting import named
from dialogs.messages import Outbound, opens
from dialogs.talk import Talk
from storage import outbox, people, unreachable
from storage.hazards import Hazard


@dataclass(frozen=True)
class Told:
    """Who a suspected major hazard is on its way to, and who of them would have to hear of it but cannot be reached
    here: "principal", "authority". Whoever speaks is neither."""

    reached: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def tell(talk: Talk, person_ids: tuple[int, ...], message: Outbound) -> None:
    """Queue a notice to people, wherever each of them is reached; the speaker is not told what they just did."""
    for person_id in dict.fromkeys(person_ids):
        if person_id != talk.person_id:
            outbox.put(
                talk.unit, message.model_dump(mode="json", exclude_defaults=True), kind="notice", person_id=person_id
            )


def tell_staff(talk: Talk, enterprise_id: int, person_ids: Iterable[int], message: Outbound) -> None:
    """Queue a notice to people of one enterprise; who works for others too is told which is meant, and taps for it."""
    for person_id in dict.fromkeys(person_ids):
        someone = people.person(talk.unit, person_id)
        there = next((role for role in someone.roles if role.enterprise_id == enterprise_id), None)
        whose = replace(talk, person=someone, role=there)
        tell(talk, (person_id,), named(whose, (message,))[0])


def told_of_suspected(talk: Talk, hazard: Hazard) -> Told:
    """A suspected major hazard is known at once to the principal, the safety people and the officials in charge."""
    if not hazard.is_major:
        return Told()
    inside = people.colleagues(talk.unit, hazard.enterprise_id, "principal", "safety_director", "safety_officer")
    clause = talk.content.clauses.get(hazard.clause or "")
    article = f"{clause[0].title}{clause[1].article}" if clause else talk.say("notice.no_clause")
    text = talk.say(
        "notice.suspected",
        enterprise=hazard.enterprise,
        number=hazard.number,
        place=hazard.place,
        words=hazard.words,
        article=article + caution_said(talk, hazard.clause, talk.today),
    )
    ledger = opens("ledger", talk.say("notice.open_ledger"))
    tell_staff(
        talk,
        hazard.enterprise_id,
        tuple(person_id for person_id, _, _ in inside),
        Outbound(text=text, choices=(ledger,), kind="notice", numbered=False, urgent=True),
    )
    oversee = opens("oversee", talk.say("notice.open_oversee"))
    officials = people.regulators_of(talk.unit, hazard.enterprise_id, "county", "department")
    tell(talk, officials, Outbound(text=text, choices=(oversee,), kind="notice", numbered=False, urgent=True))
    principals = {person_id for person_id, _, role in inside if role == "principal"}
    return _told(talk, {"principal": principals, "authority": set(officials)})


def caution_said(talk: Talk, clause_id: str | None, on: date) -> str:
    """Behind an article that is named for a finding of that day: why it is only a lead, on a line of its own; ""
    where it is none."""
    caution = cautioned(talk.content, clause_id, on)
    return talk.say("notice.caution", caution=caution) if caution else ""


def _told(talk: Talk, whom: Mapping[str, set[int]]) -> Told:
    reached = unreachable.reached(talk.unit, {one for ids in whom.values() for one in ids})
    to_tell = [name for name, ids in whom.items() if talk.person_id not in ids]
    return Told(
        reached=tuple(name for name in to_tell if whom[name] & reached),
        missing=tuple(name for name in to_tell if not whom[name] & reached),
    )
