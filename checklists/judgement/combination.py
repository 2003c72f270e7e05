"""What clauses of one standard come to beside each other: which takes over from another, and how many are met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checklists.judgement.evidence import Seen
from checklists.judgement.fusion import PLAINLY, Weighed
from checklists.judgement.lexicon import Weights
from checklists.judgement.matching import IMPLIED

TOGETHER = 0.6
"""A combined clause counts as one of several from this rule figure on."""
MOSTLY = 0.66
"""How far a device's clause must be covered for a gathering clause to take it over: two groups of three."""


def gathered(weighed: Sequence[Weighed], weights: Weights) -> list[Weighed]:
    """Where a clause gathers broken devices of its standard, it takes over from the clause of that device."""
    result = list(weighed)
    for index, gatherer in enumerate(weighed):
        device = max(_devices(gatherer, weighed), key=lambda one: one.odds, default=None)
        if device is None:
            continue
        odds = device.odds + weights.clause.get("gathered", 0.0)
        if odds > gatherer.odds:
            near = max(device.evidence.near, gatherer.evidence.near)
            evidence = replace(device.evidence, folded=gatherer.evidence.folded, near=near)
            result[index] = Weighed(evidence, odds, {**device.figures, "gathered": 1.0})
    return result


def alone_behind(ranked: tuple[Weighed, ...], several: int) -> tuple[Weighed, ...]:
    """Best first, an element of a combined judgement that is met alone behind what is plainly met directly: it makes no
    major hazard by itself, whatever its words."""
    if several >= 2:
        return ranked
    place = next((number for number, one in enumerate(ranked) if _plainly_direct(one)), 0)
    before = ranked[:place]
    alone = [one for one in before if one.evidence.folded.clause.kind == "combined"]
    others = [one for one in before if one.evidence.folded.clause.kind != "combined"]
    return (*others, *ranked[place : place + 1], *alone, *ranked[place + 1 :])


def of_kind_first(ranked: tuple[Weighed, ...]) -> tuple[Weighed, ...]:
    """Best first, of clauses of one standard that the same words meet as plainly the one written for the enterprise's
    kind: paint shops stand under machinery and under light industry."""
    place = next((number for number, one in enumerate(ranked) if not one.evidence.folded.clause.gathers), 0)
    best = ranked[place] if ranked else None
    if best is None or best.figures.get("kind") or best.evidence.rule < PLAINLY:
        return ranked
    twin = next((one for one in ranked[place + 1 :] if one.figures.get("kind") and _alike(one, best)), None)
    if twin is None:
        return ranked
    others = [one for one in ranked[place:] if one is not twin]
    # What makes a major hazard of the one makes it of the other.
    return (*ranked[:place], replace(twin, odds=max(twin.odds, best.odds)), *others)


def _alike(one: Weighed, other: Weighed) -> bool:
    """Whether two clauses of a standard are met as plainly by the same faults, and by a thing they share: of a paint
    shop one clause may count the room, the other the paint."""
    it, like = one.evidence, other.evidence
    if it.folded.standard.prefix != like.folded.standard.prefix or it.folded.clause.gathers:
        return False
    return it.rule >= PLAINLY and set(it.wrong) == set(like.wrong) and not set(it.things).isdisjoint(like.things)


def _plainly_direct(one: Weighed) -> bool:
    return one.evidence.folded.clause.kind == "direct" and one.evidence.rule >= PLAINLY


def excluded(ranked: Sequence[Weighed]) -> bool:
    """Whether a text itself says what leaves it out of the clause that it speaks of: paint on water where the clause
    means paint on oil."""
    if not ranked:
        return False
    spoken = max((one.evidence for one in ranked), key=lambda one: one.rule)
    return bool(spoken.against and spoken.counter and not spoken.toward)


def said_not_so(ranked: Sequence[Weighed]) -> bool:
    """Whether of the nearest clause, all of whose things are named, a text says that it is not so."""
    return bool(ranked) and ranked[0].evidence.denied and ranked[0].evidence.cover >= IMPLIED


def met_at_once(ranked: tuple[Weighed, ...], seen: Seen) -> int:
    """How many clauses of the standard that judges by combination are met at once, direct ones included.

    What several clauses say of one thing counts once, and what is said to be small counts for nothing.
    """
    met = [one.evidence for one in ranked if one.evidence.rule >= TOGETHER]
    combining = {one.folded.standard.prefix for one in met if one.folded.clause.kind == "combined"}
    counted: set[str] = set()
    for one in met:
        if one.folded.standard.prefix not in combining or not one.things:
            continue
        part = seen.reading.parts[one.part]
        text = seen.reading.text[part.start : part.end]
        small = any(word in text for word in seen.wording.small) and not seen.says_whole(text)
        if not small and not any(one.things[0] in other or other in one.things[0] for other in counted):
            counted.add(one.things[0])
    return len(counted)


def _devices(gatherer: Weighed, weighed: Sequence[Weighed]) -> Iterator[Weighed]:
    """The clauses of the same standard whose device is there but does not work."""
    gathers = frozenset(gatherer.evidence.folded.clause.gathers)
    for one in weighed if gathers else ():
        evidence = one.evidence
        same = evidence.folded.standard.prefix == gatherer.evidence.folded.standard.prefix
        device = "absent" in evidence.folded.clause.faults and not evidence.folded.clause.gathers
        works_not = evidence.kinds & gathers and not evidence.kinds & {"absent", "unisolated"}
        if same and device and evidence.cover >= MOSTLY and works_not:
            yield one
