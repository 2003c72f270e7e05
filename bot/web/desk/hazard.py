"""One hazard: what it is, what was done, before and after side by side, and everything that happened."""

from __future__ import annotations

from bot.web.desk.page import Shown
from bot.web.desk.visit import Visit
from bot.web.problem import Problem
from checklists.judgement.versions import cautioned
from checklists.periods import BEIJING
from dialogs.conversations.hazard_words import amount
from storage import enterprises, hazards, supervision
from storage.dispositions import disposition_of
from storage.hazards import Hazard


def hazard(visit: Visit) -> Shown:
    """The hazard of the address, if it is the visitor's to see."""
    one = hazards.hazard(visit.unit, visit.number("id"), visit.scope)
    if one is None:
        raise Problem(404, "desk.gone")
    clause = visit.content.clauses.get(one.clause or "")
    return Shown(
        "desk/hazard.html",
        {
            "one": one,
            "site": enterprises.enterprise(visit.unit, one.enterprise_id, visit.scope),
            "clause": clause,
            "caution": cautioned(visit.content, one.clause, one.found_at.astimezone(BEIJING).date()),
            "funds": amount(one.funds),
            "late": (visit.today - one.deadline).days if one.deadline and one.status == "open" else 0,
            "before": hazards.photos(visit.unit, one.id, "before"),
            "after": hazards.photos(visit.unit, one.id, "after"),
            "events": hazards.events(visit.unit, one.id, visit.scope),
            "listing": supervision.listing(visit.unit, one.id, visit.scope),
            "disposition": disposition_of(visit.unit, one.id, visit.scope) if visit.official else None,
            "why": _why(one),
        },
    )


def _why(one: Hazard) -> tuple[str, ...]:
    """The reasons the judge gave: an answer that points to the clause, or the words that do."""
    judgement = one.judgement or {}
    for clause in judgement.get("clauses", ()):
        if clause["id"] == one.clause:
            return tuple(clause["why"])
    return tuple(judgement.get("why", ()))
