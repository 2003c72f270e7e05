"""Says in plain words why a clause was named, and what is missing to be sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checklists.judgement.fusion import Weighed, chance
from checklists.judgement.versions import unread
from checklists.standard import Clause, Fault
from checklists.texts import Texts

WORK: frozenset[Fault] = frozenset(
    {"unqualified", "unmanaged", "unapproved", "untested", "expired", "concealed", "absent"}
)
"""Kinds of fault that are of how people work, where no thing could be switched off."""


@dataclass(frozen=True)
class Reason:
    """One clause: where it stands, its condition in our words, its score 0..1, why, and what is missing.

    `verified` A, B, C as in checklists.standard; `caution` says why the clause is only a lead, or is empty; `first`
    what to do before anything else.
    """

    clause: str
    standard: str
    article: str
    condition: str
    score: float
    why: tuple[str, ...]
    missing: tuple[str, ...]
    verified: str
    caution: str
    first: str


def reason(texts: Texts, weighed: Weighed, caution: str, closest: Callable[[str], str]) -> Reason:
    """A clause's reason in the words of content/texts/zh/judgement.yaml.

    `closest` says which phrase of a clause the text is nearest to.
    """
    evidence, clause = weighed.evidence, weighed.evidence.folded.clause
    why: list[str] = []
    if weighed.figures.get("pointed"):
        why.append(texts("judgement.why.checklist"))
    if evidence.things:
        why.append(texts("judgement.why.needs", words="、".join(evidence.things)))
    if evidence.wrong:
        why.append(texts("judgement.why.fault", words="、".join(dict.fromkeys(evidence.wrong))))
    if not why or (evidence.rule < 0.5 and evidence.near >= 0.25):
        why.append(texts("judgement.why.sign", sign=closest(clause.id) or clause.condition))
    if evidence.counters:
        why.append(texts("judgement.why.counter", words="、".join(evidence.counters[:3])))
    missing: list[str] = []
    if max(evidence.fault, evidence.limit) < 0.5:
        missing.append(texts("judgement.missing.fault"))
    for group in evidence.folded.needs:
        if not any(thing in group for thing in evidence.things) and evidence.things:
            missing.append(texts("judgement.missing.needs", words="、".join(group[:3])))
    missing.extend(texts("judgement.missing.part", part=part) for part in clause.parts)
    return Reason(
        clause.id, weighed.evidence.folded.standard.title, clause.article, clause.condition,
        round(chance(weighed.odds), 4), tuple(why), tuple(missing), clause.verified,
        caution or unread(texts, clause.verified), texts(f"judgement.first.{_first(clause)}"),
    )  # fmt: skip


def _first(clause: Clause) -> str:
    """What kind of thing has to be done first: let people out, stop the work, or fence the thing off."""
    if clause.traps:
        return "people"
    kinds = clause.faults
    return "work" if kinds and kinds[0] != "absent" and WORK.issuperset(kinds) else "thing"
