"""Entering a suspected major hazard that a rule of ours points to: its clause is known beforehand, as of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.conversations.inspect import own_enterprise
from dialogs.notices import told_of_suspected
from dialogs.talk import Talk
from storage import hazards
from storage.hazards import Hazard


def flagged(
    talk: Talk, *, words: str, place: str, clauses: Iterable[str], why: str, photos: Sequence[int] = ()
) -> Hazard | None:
    """The hazard, entered under the first of these clauses that binds the enterprise; None without an enterprise.

    In a sector none of whose standards has such a clause the judge decides by the words alone. The same words
    standing open already are not entered twice.
    """
    enterprise = own_enterprise(talk)
    if enterprise is None or talk.role is None:
        return None
    same = next((one for one in hazards.ledger(talk.unit, talk.scope, limit=500) if one.words == words), None)
    if same is not None:
        return same
    clause = binding_clause(talk, enterprise.sector, clauses)
    judgement = talk.judge.judge(words, sector=enterprise.sector, kinds=enterprise.kinds, on=talk.today)
    level = "suspected_major" if clause is not None else judgement.verdict
    if clause is None and judgement.clauses and judgement.verdict != "general":
        clause = judgement.clauses[0].clause
    hazard = hazards.report(
        talk.unit, enterprise_id=enterprise.id, source="self", level=level, words=words, place=place, clause=clause,
        judgement={"verdict": level, "score": judgement.score, "why": [why]}, photos=photos, found_by=talk.person_id,
        role=talk.role.role,
    )  # fmt: skip
    told_of_suspected(talk, hazard)
    return hazard


def binding_clause(talk: Talk, sector_id: str, clauses: Iterable[str]) -> str | None:
    """The one of these clauses that a standard of the sector has today; one whose text was read before one that was
    not, else in the order in which the sector consults its standards."""
    content = talk.content
    sector = content.sectors.named(sector_id)
    found = []
    for clause_id in clauses:
        standard, clause = content.clauses[clause_id]
        if standard.prefix in sector.standards and standard.in_force(talk.today):
            found.append((clause.verified == "C", sector.standards.index(standard.prefix), clause_id))
    return min(found)[2] if found else None
