"""What is close enough to words to be said of them: clauses that may be named.

Every text is nearer to some clause than to the others. A workshop is not judged by a chemical plant's clause of which
half is said.
"""

from __future__ import annotations

from collections.abc import Collection

from checklists.judgement.fusion import Weighed
from checklists.judgement.matching import IMPLIED
from checklists.judgement.precedence import BEHIND
from checklists.judgement.questions import MET


def nameable(ranked: tuple[Weighed, ...], always: Collection[str]) -> tuple[Weighed, ...]:
    """The clauses that may be named in a sector that has standards, best first: one of a standard that is neither its
    own nor spoken of only where all its things are said or an answer points to it; those of `always` bind everybody.
    Behind such a one that is left out only what is met itself is named."""
    if not ranked or not _elsewhere(ranked[0], always):
        return tuple(one for one in ranked if not _elsewhere(one, always))
    return tuple(one for one in ranked if one.evidence.rule >= MET and not _elsewhere(one, always))


def _elsewhere(one: Weighed, always: Collection[str]) -> bool:
    """Whether a clause is of a standard too far off for what is said; of one known by its topics alone all that is said
    may be as far from it."""
    return (
        one.evidence.folded.standard.prefix not in always
        and not one.figures["pointed"]
        and one.figures["away"] >= BEHIND
        and (one.evidence.cover < IMPLIED or bool(one.figures["topics"]))
    )
