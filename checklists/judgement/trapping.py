"""Where people cannot get out: one element of a combined judgement that is not told to be ordinary unasked.

A locked exit or beds in a workshop is by itself no major fire hazard in the method that judges by counting elements.
But people died behind such doors, and whether somebody is inside is not in the words: the judge asks.
"""

from __future__ import annotations

from collections.abc import Mapping

from checklists.judgement.evidence import Seen
from checklists.judgement.fusion import PLAINLY, Weighed

ASKED, SUSPECTED = 1.0, 2.0
"""How far people are trapped: whether somebody is inside decides; the text or an answer says that somebody is."""


def trapping_first(ranked: tuple[Weighed, ...], several: int) -> tuple[Weighed, ...]:
    """Best first, an element that traps people before what is not plainly met; `several` speak for themselves."""
    if several >= 2 or not ranked or ranked[0].evidence.rule >= PLAINLY:
        return ranked
    first = next((one for one in ranked if _traps(one)), None)
    return ranked if first is None else (first, *(one for one in ranked if one is not first))


def trapped(ranked: tuple[Weighed, ...], seen: Seen, figures: Mapping[str, float]) -> float:
    """SUSPECTED, ASKED or 0 for the best clause of a text, by its figures."""
    if not ranked or figures["settled"] or not _traps(ranked[0]):
        return 0.0
    words = ranked[0].evidence.folded.people
    people = any(not seen.denied(place) for word in words for place in seen.where.get(word, ()))
    return SUSPECTED if people and not figures["small"] else ASKED


def _traps(one: Weighed) -> bool:
    """Whether such an element is plainly met, in its own words, and nothing speaks against it."""
    it = one.evidence
    plainly = it.folded.clause.traps and it.rule >= PLAINLY and not set(it.wrong).isdisjoint(it.folded.fault_words)
    return plainly and not (it.assured or it.counter or it.against)
