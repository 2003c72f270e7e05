"""What the registers hold as evidence for a checklist's items: permits, drills, training, certificates, agreements."""

from __future__ import annotations

from collections.abc import Sequence

from checklists.form import Form
from checklists.on_record import Feed
from dialogs.conversations.inspect import Duty
from dialogs.conversations.permits.evidence import PHOTOS, OnRecord, permits_on_record
from dialogs.state import ON_RECORD, Answer, Listed
from dialogs.talk import Talk
from storage import registers
from storage.enterprises import Enterprise
from storage.registers import Entry

DATED = ("drill", "training")
"""What happened once, and counts within the campaign; the others hold until they run out."""


def evidence_on_record(talk: Talk, enterprise: Enterprise, duty: Duty, form: Form) -> OnRecord:
    """What stands on record beside each item. It is offered, not taken: whether it is so is for the person to say."""
    found = permits_on_record(talk, enterprise, duty, form)
    facts, lists, last = dict(found.facts), dict(found.lists), dict(found.last)
    asked = set(form.ids())
    for feed in talk.content.on_record.feeds:
        items, days = asked.intersection(feed.items), asked.intersection(feed.days)
        entries = _counting(talk, feed, duty) if items or days else ()
        if not entries:
            continue
        photos = tuple(dict.fromkeys(one.photos[0] for one in entries if one.photos))[:PHOTOS]
        for item in items if photos else ():
            facts[f"{ON_RECORD}{item}"] = _said(talk, feed, entries)
            lists[f"{ON_RECORD}{item}"] = tuple(Listed(id=str(one), label=str(one)) for one in photos)
        day = entries[0].happened_on
        for name in days if day is not None else ():
            said = talk.say("engine.day", year=day.year, month=day.month, day=day.day)  # type: ignore[union-attr]
            last[name] = Answer(value=str(day), shown=said)
    return OnRecord(facts, lists, last)


def _counting(talk: Talk, feed: Feed, duty: Duty) -> Sequence[Entry]:
    """The entries that count, the newest first; none where one has run out, since that is what is being asked."""
    entries = [
        one for one in registers.entries(talk.unit, talk.scope, feed.holds)
        if feed.kind is None or one.details.get("kind") == feed.kind
    ]  # fmt: skip
    if feed.holds not in DATED:
        return () if any(one.expired(talk.today) for one in entries) else entries
    dated = [(one.happened_on, one) for one in entries if one.happened_on is not None]
    return [
        one for day, one in sorted(dated, key=lambda pair: (pair[0], pair[1].id), reverse=True)
        if duty.campaign.begins <= day <= talk.today
    ]  # fmt: skip


def _said(talk: Talk, feed: Feed, entries: Sequence[Entry]) -> str:
    day = entries[0].happened_on
    if feed.holds in DATED and day is not None:
        return talk.say(
            f"inspect.on_record_{feed.holds}", count=len(entries), title=entries[0].title, month=day.month, day=day.day
        )  # fmt: skip
    return talk.say(f"inspect.on_record_{feed.holds}", count=len(entries))
