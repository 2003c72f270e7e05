"""The period's permits as evidence for the checklist items that ask about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from checklists.form import Form
from dialogs.conversations.inspect import Duty, facts_about, period_of
from dialogs.conversations.permits.rules import rules_for
from dialogs.state import ON_RECORD, Answer, Listed
from dialogs.talk import Talk
from storage import permits
from storage.enterprises import Enterprise
from storage.permits import Permit

PHOTOS = 6


@dataclass(frozen=True)
class OnRecord:
    """Facts and lists for a form: what stands on record beside which question (dialogs.options.ON_RECORD).

    `last` are answers that the record suggests, to be confirmed (the day of the newest drill)."""

    facts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Listed, ...]] = field(default_factory=dict)
    last: Mapping[str, Answer] = field(default_factory=dict)


def permits_on_record(talk: Talk, enterprise: Enterprise, duty: Duty, form: Form) -> OnRecord:
    """The permits of the duty's period beside each item that asks about such work; nothing where there are none.

    They are offered, not taken: that every job had its permit is for the person to say.
    """
    rules = talk.content.dangerous_work
    _, ordered = rules_for(talk, enterprise)
    asking = [one.id for one in form.questions if rules.feeding(one.id) or one.id in ordered.reported_items]
    if not asking:
        return OnRecord()
    risky = facts_about(enterprise, "", duty.plan)["high_risk"] == "yes"
    period = period_of(duty.plan, duty.campaign, talk.today, high_risk=risky)
    granted = permits.between(talk.unit, talk.scope, period.begins_at, period.ends_at, enterprise_id=enterprise.id)
    facts, lists = {}, {}
    for item in asking:
        kinds = rules.feeding(item)
        reported = not kinds
        of_item = [one for one in granted if (one.reported_at is not None if reported else one.asked.kind in kinds)]
        if of_item:
            begin = talk.say("permit.day", month=period.begin.month, day=period.begin.day)
            facts[f"{ON_RECORD}{item}"] = _said(talk, of_item, begin, reported=reported)
            lists[f"{ON_RECORD}{item}"] = _photos(talk, of_item)
    return OnRecord(facts, lists)


def _said(talk: Talk, found: Sequence[Permit], begin: str, *, reported: bool) -> str:
    if reported:
        return talk.say("permit.on_record_reported", begin=begin, count=len(found))
    closed = sum(one.status == "closed" for one in found)
    over = sum(one.status in ("begun", "done") and talk.unit.now >= one.asked.ends_at for one in found)
    key = "permit.on_record_over" if over else "permit.on_record"
    return talk.say(key, begin=begin, count=len(found), closed=closed, over=over)


def _photos(talk: Talk, found: Sequence[Permit]) -> tuple[Listed, ...]:
    """The first photo of each of the latest permits, as a list the engine can hold."""
    shown = [permits.photos(talk.unit, one.id, talk.scope)["before"][:1] for one in found[:PHOTOS]]
    return tuple(
        Listed(id=str(media), label=str(media)) for media in dict.fromkeys(one for some in shown for one in some)
    )
