"""A hazard as it stands, and everything that happened to it, in words."""

from __future__ import annotations

from decimal import Decimal

from dialogs.notices import caution_said
from dialogs.talk import BEIJING, Talk
from storage import hazards
from storage.hazards import Hazard


def detail(talk: Talk, one: Hazard) -> str:
    """One hazard with its five fields, as it stands."""
    lines = [
        talk.say(
            "ledger.detail",
            number=one.number,
            level=talk.say(f"level.{one.level}"),
            status=talk.say(f"status.{one.status}"),
            place=one.place,
            words=one.words,
            enterprise=one.enterprise,
            day=_day(talk, one),
        )
    ]
    if one.clause is not None and one.clause in talk.content.clauses:
        standard, clause = talk.content.clauses[one.clause]
        lines.append(
            talk.say("ledger.clause", standard=standard.title, article=clause.article, condition=clause.condition)
            + caution_of(talk, one)
        )
    if one.responsible:
        lines.append(
            talk.say(
                "ledger.fields",
                responsible=one.responsible,
                measures=one.measures,
                funds=amount(one.funds),
                deadline=one.deadline or talk.say("oversee.no_deadline"),
                contingency=one.contingency,
            )
        )
    ordered = hazards.ordered_deadline(talk.unit, one.id, talk.scope)
    if ordered is not None:
        lines.append(talk.say("ledger.ordered", deadline=ordered))
    before = hazards.deadline_before(talk.unit, one.id, talk.scope) if one.reopened else None
    if before is not None:
        lines.append(talk.say("ledger.deadline_before", deadline=before))
    if one.status == "open":
        if not one.responsible:
            lines.append(talk.say("ledger.no_fields"))
        if one.deadline is not None and one.deadline < talk.today:
            lines.append(talk.say("ledger.overdue", days=(talk.today - one.deadline).days))
    then, now = hazards.photos(talk.unit, one.id, "before"), hazards.photos(talk.unit, one.id, "after")
    if then or now:
        lines.append(talk.say("ledger.photos", before=len(then), after=len(now)))
    if then and now:
        lines.append(talk.say("ledger.compare"))
    return "\n".join(lines)


def caution_of(talk: Talk, one: Hazard) -> str:
    """Why the article a hazard stands under is only a lead, by the day it was found; "" where it is none."""
    return caution_said(talk, one.clause, one.found_at.astimezone(BEIJING).date())


def compared(talk: Talk, one: Hazard) -> tuple[int, ...]:
    """The photos to look at beside the words: the newest from after it was put right beside the first from before."""
    before, after = hazards.photos(talk.unit, one.id, "before"), hazards.photos(talk.unit, one.id, "after")
    return (*before[:1], *after[-1:])


def amount(yuan: Decimal | None) -> str:
    """A sum of yuan as people write it: 30000, 1500.5; nothing entered is 0."""
    return format((yuan or Decimal(0)).quantize(Decimal("0.01")).normalize(), "f")


def history(talk: Talk, one: Hazard) -> str:
    """Everything that happened to a hazard, with who and when."""
    lines = [talk.say("ledger.history_of", number=one.number)]
    for event in hazards.events(talk.unit, one.id, talk.scope):
        when = event.at.astimezone(BEIJING)
        lines.append(
            talk.say(
                "ledger.event",
                when=f"{when:%m-%d %H:%M}",
                what=talk.say(f"event.{event.kind}"),
                who=event.person,
                note=event.note,
            )
        )
    return "\n".join(lines)


def _day(talk: Talk, one: Hazard) -> str:
    day = one.found_at.astimezone(BEIJING)
    return talk.say("engine.day", year=day.year, month=day.month, day=day.day)
