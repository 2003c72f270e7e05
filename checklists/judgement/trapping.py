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


def trapping_first(ranked: tuple[Weighed, ...], seen: Seen, several: int) -> tuple[Weighed, ...]:
    """Best first, an element that traps people before all others, for a text not suspected by itself; `several` speak
    for themselves."""
    if several >= 2:
        return ranked
    first = next((one for one in ranked if _traps(one, seen)), None)
    return ranked if first is None else (first, *(one for one in ranked if one is not first))


def trapped(ranked: tuple[Weighed, ...], seen: Seen, figures: Mapping[str, float]) -> float:
    """SUSPECTED, ASKED or 0 for the best clause of a text, by its figures."""
    if not ranked or figures["settled"] or not _traps(ranked[0], seen):
        return 0.0
    words = ranked[0].evidence.folded.people
    people = any(not seen.denied(place) for word in words for place in seen.where.get(word, ()))
    return SUSPECTED if people and not figures["small"] else ASKED


def _traps(one: Weighed, seen: Seen) -> bool:
    """Whether such an element is plainly met, in its own words, and nothing speaks against it."""
    it = one.evidence
    plainly = it.folded.clause.traps and it.rule >= PLAINLY and not set(it.wrong).isdisjoint(it.folded.fault_words)
    return plainly and not (it.assured or it.against or _countered(one, seen))


def _countered(one: Weighed, seen: Seen) -> bool:
    """Whether what makes it ordinary is said where it is said, or right behind without another fault (当场打开): in a
    list of findings a faded sign says nothing of a locked door."""
    faulty = {found.part for found in seen.faulty.found}
    own = one.evidence.part
    parts = {own} | ({own + 1} - faulty)
    return any(seen.reading.part(place) in parts for word in one.evidence.counters for place in seen.where[word])
