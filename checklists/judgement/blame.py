"""What is said to be wrong with a clause's things: which fault, how near to them, and whether a quantity decides."""

from __future__ import annotations

from dataclasses import dataclass

from checklists.judgement.evidence import Folded, Seen
from checklists.judgement.faults import Found
from checklists.standard import Clause, Fault, Limit

BY_NEGATION: frozenset[Fault] = frozenset(
    {"absent", "unmanaged", "untested", "unapproved", "unqualified", "unisolated", "expired", "unresponsive"}
)
"""Kinds that are mostly said by a negation, so that one is easily taken for another."""
BY_STATE: frozenset[Fault] = frozenset({"broken", "disabled", "blocked", "insufficient", "leaking", "accumulated"})
"""Kinds that are said of the state of a thing."""
KIN, COUSIN, STRANGER = 0.7, 0.5, 0.25
"""How much a fault counts of a kind the clause does not name: both by negation, both of a state, neither."""
NEAR_ENOUGH = 0.7
"""From here on a kind of fault is taken to be said of the clause's things."""
OTHER = 0.6
"""How much it counts that something is missing which is none of the clause's things."""
ALONE = 0.85
"""How much a fault counts that is said in the part behind its thing, with nothing else there (…探头，坏了)."""
APART = 0.5
"""How much a fault counts in a part that speaks of something else."""
ROOM = 5
"""Characters beside a fault word that leave no room for another thing."""


@dataclass(frozen=True)
class Things:
    """Where a clause's things are named: half-open spans, and the parts that hold them."""

    spots: tuple[tuple[int, int], ...]
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Blame:
    """How far the clause's fault is said (0..1), in which words, of which kinds, in which part; `denied` is whether
    the text says that it is not so."""

    value: float
    words: tuple[str, ...]
    kinds: frozenset[Fault]
    part: int
    denied: bool


def blame(folded: Folded, seen: Seen, span: tuple[int, int], things: Things) -> Blame:
    """The fault that counts most for a clause within a span of the text."""
    text = seen.reading.text
    best, words, part = 0.0, "", things.parts[0] if things.parts else 0
    undoing = _denying_things(folded, seen, things)
    well = {seen.reading.part(place) for place in undoing}
    for word in folded.fault_words:
        for place in seen.where.get(word, ()):
            if not span[0] <= place < span[1] or seen.reading.part(place) in well:
                continue
            if not seen.denies(word) and _undone(seen, place):
                undoing |= {seen.faulty.governed[place]} if place in seen.faulty.governed else set()
                continue
            if any(left <= place < right for left, right in seen.faulty.denied):
                continue
            value = _distance(seen, place, place + len(word), things)
            if value > best:
                best, words, part = value, word, seen.reading.part(place)
    kinds: set[Fault] = set()
    for found in seen.faulty.found:
        if (
            not span[0] <= found.start < span[1]
            or _named(found, things)
            or found.start in undoing
            or found.part in well
        ):
            continue
        likeness = _likeness(found.kind, frozenset(folded.clause.faults))
        value = likeness * _distance(seen, found.start, found.end, things)
        if likeness == 1.0 and value >= NEAR_ENOUGH:
            kinds.add(found.kind)
        value *= _object(folded.clause, seen, found, things)
        if value > best:
            best, words, part = value, text[found.start : found.end], found.part
    return Blame(best, (words,) if words else (), frozenset(kinds), part, bool(undoing))


def limit(clause: Clause, seen: Seen, span: tuple[int, int]) -> tuple[float, tuple[str, ...]]:
    """1 and the words where a quantity passes a limit, −1 where it stays within, 0 where none is told."""
    within = 0.0
    for one in clause.limits:
        told = [
            number for number in seen.numbers if number.measure == one.measure and span[0] <= number.start < span[1]
        ]
        beyond = [number for number in told if one.broken(number.value)]
        if one.ratio is not None:
            told = sorted((number for number in told if number.value), key=lambda number: number.value)
            beyond = [told[0], told[-1]] if len(told) > 1 and told[-1].value >= one.ratio * told[0].value else []
            told = told[1:]
        if beyond:
            return 1.0, tuple(seen.reading.text[number.start : number.end] for number in beyond)
        within = -1.0 if told else within
    return within, ()


def needed(limits: tuple[Limit, ...]) -> bool:
    """Whether a quantity is needed to decide."""
    return any(one.needed for one in limits)


def _named(found: Found, things: Things) -> bool:
    """Whether a fault's word is only part of a thing's name (故障电池)."""
    size = found.end - found.start
    return any(left <= found.start and found.end <= right and right - left > size for left, right in things.spots)


def _object(clause: Clause, seen: Seen, found: Found, things: Things) -> float:
    """Less where what is missing is a thing that is none of the clause's (充装区没有静电释放装置)."""
    text = seen.reading.text
    if found.kind != "absent" or not seen.denies(text[found.start : found.end]):
        return 1.0
    end = seen.reading.parts[found.part].end
    if end - found.end < ROOM or any(found.start <= left < end for left, _ in things.spots):
        return 1.0
    thing = text[found.end : end]
    return 1.0 if any(word in thing and word in clause.condition for word in seen.wording.guarding) else OTHER


def _likeness(kind: Fault, wanted: frozenset[Fault]) -> float:
    if kind in wanted:
        return 1.0
    if kind in BY_NEGATION and wanted & BY_NEGATION:
        return KIN
    return COUSIN if kind in BY_STATE and wanted & BY_STATE else STRANGER


def _undone(seen: Seen, place: int) -> bool:
    """Whether a negation stands right before a word."""
    return seen.denied(place, 1) or place in seen.faulty.governed


def _denying_things(folded: Folded, seen: Seen, things: Things) -> set[int]:
    """Where the negations begin by which a clause's thing is said not to be there, which is well where the fault is
    that it is: 没有房子压在管上, but not 没有燃气经营资质."""
    text, behind, found = seen.reading.text, seen.faulty.governed, set[int]()
    for start, end in things.spots:
        rest = text[end : seen.reading.parts[seen.reading.part(start)].end]
        if start in behind and text[start:end] in folded.deniable and not any(act in rest for act in seen.acts):
            found.add(behind[start])
    return found


def _distance(seen: Seen, start: int, end: int, things: Things) -> float:
    """How much a fault at [start, end) counts for things in their parts."""
    number = seen.reading.part(start)
    if number in things.parts:
        return 1.0
    part = seen.reading.parts[number]
    alone = number - 1 in things.parts and start - part.start <= ROOM and part.end - end <= ROOM
    return ALONE if alone else APART
