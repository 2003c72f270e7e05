"""Lays a clause over a text: which things it speaks of, what is said to be wrong with them, what speaks against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from checklists.judgement.blame import APART, Blame, Things, blame, limit, needed
from checklists.judgement.evidence import Evidence, Folded, Seen

WITHIN, UNTOLD = 0.4, 0.55
"""How much a fault counts whose quantity stays within the limit, or is not told where the quantity decides."""
UNSAID, NOTHING_ELSE = 0.35, 0.6
"""How much counts as said to be wrong where a text names all the things and says of none that it is well: in words
we do not know, beside other faults or where nothing else is said to be wrong. Elements of a combined judgement have
their fault among their needs (外窗, 封堵)."""
IMPLIED = 0.95
"""How far a group is touched that the sector alone touches."""
TELLING = 0.7
"""How far a clause's things are named at least where a word is said that hardly any other clause has."""
SPREAD = 0.8
"""How much evidence counts that is spread over several sentences."""
LONG = 12
"""Characters of matched things from which on a match is as specific as can be."""

Hits = list[tuple[int, str]]


def match(folded: Folded, seen: Seen, near: float, *, own: bool = True) -> Evidence:
    """The best evidence for a clause over the sentences of a text and the text as a whole.

    `own` is whether the clause's standard is the sector's own or spoken of: only then does a telling word suffice.
    """
    spans = seen.reading.sentences
    best = max((_in_span(folded, seen, near, span, own) for span in spans), key=lambda one: (one.rule, one.cover))
    if len(spans) > 1:
        whole = _in_span(folded, seen, near, (0, len(seen.reading.text)), own)
        if whole.rule * SPREAD > best.rule:
            return whole
    return best


def _in_span(folded: Folded, seen: Seen, near: float, span: tuple[int, int], own: bool) -> Evidence:
    groups = _groups(folded, seen, span)
    touched = [hits for hits in groups if hits]
    implied = sum(
        1 for group, hits in zip(folded.needs, groups, strict=True) if not hits and seen.implied & set(group)
    )  # fmt: skip
    unsaid = [group for group, hits in zip(folded.needs, groups, strict=True) if not hits]
    if len(unsaid) == 1 and seen.of_kind & set(unsaid[0]):
        # A kind of enterprise only completes a clause: 通风 alone speaks of no furniture maker's paint shop.
        implied = 1
    cover = (len(touched) + IMPLIED * implied * bool(touched)) / len(groups) if groups else 0.0
    if own and any(word in folded.rare for hits in touched for _, word in hits):
        cover = max(cover, TELLING)
    spots = tuple((place, place + len(word)) for hits in touched for place, word in hits)
    things = Things(spots, tuple(sorted({seen.reading.part(place) for place, _ in spots})))
    blamed = blame(folded, seen, span, things)
    beyond, quantities = limit(folded.clause, seen, span)
    fault = _fault(folded, seen, blamed, cover)
    names = tuple(max((word for _, word in hits), key=len) for hits in touched)
    counters = tuple(word for word in folded.counter if word in seen.where)
    return Evidence(
        folded,
        cover=cover,
        fault=fault * _told(folded, seen, beyond),
        limit=max(0.0, beyond),
        assured=float(_assured(folded, seen, groups, things, blamed, fault)),
        counter=float(bool(counters)),
        toward=_says(folded.toward, seen),
        against=_says(folded.against, seen),
        specific=min(1.0, sum(map(len, names)) / LONG),
        narrow=max(0.0, len(groups) - 2.0) if len(touched) == len(groups) else 0.0,
        near=near,
        things=names,
        wrong=(*blamed.words, *quantities),
        kinds=blamed.kinds,
        counters=counters,
        part=blamed.part,
        denied=blamed.denied and fault <= APART,
    )


def _groups(folded: Folded, seen: Seen, span: tuple[int, int]) -> list[Hits]:
    """The hits of each group of needs; a single character counts only beside something of another group."""
    groups = [
        [(place, word) for word in group for place in seen.where.get(word, ()) if span[0] <= place < span[1]]
        for group in folded.needs
    ]
    anchors = [{seen.reading.part(place) for place, word in hits if len(word) > 1} for hits in groups]
    return [
        [
            (place, word)
            for place, word in hits
            if len(word) > 1
            or any(seen.reading.part(place) in parts for other, parts in enumerate(anchors) if other != number)
        ]
        for number, hits in enumerate(groups)
    ]


def _fault(folded: Folded, seen: Seen, blamed: Blame, cover: float) -> float:
    """How far the fault is said, or to be taken as said where all things are named and none is said to be well."""
    if cover < IMPLIED or seen.faulty.assured or blamed.denied:
        return blamed.value
    beside_others = seen.faulty.found and folded.clause.kind == "direct"
    return max(blamed.value, UNSAID if beside_others else NOTHING_ELSE)


def _told(folded: Folded, seen: Seen, beyond: float) -> float:
    """Less where a quantity stays within the limit, or decides and is not told."""
    if beyond < 0:
        return WITHIN
    return UNTOLD if beyond == 0 and needed(folded.clause.limits) and not seen.whole else 1.0


def _assured(
    folded: Folded, seen: Seen, groups: Sequence[Hits], things: Things, blamed: Blame, fault: float
) -> bool:  # fmt: skip
    """Whether the things of a clause are said to be well, or there, and what is wrong is said of something else."""
    well = set(seen.faulty.assured)
    faults = set(folded.clause.faults)
    if "absent" in faults and not {"misplaced", "prohibited"} & faults:
        well |= {seen.reading.part(place) for hits in groups for place, _ in hits if _there(seen, place)}
    if fault <= APART and blamed.part not in things.parts and well & set(things.parts):
        return True
    elsewhere = well - {blamed.part}
    return any(hits and all(seen.reading.part(place) in elsewhere for place, _ in hits) for hits in groups[1:])


def _there(seen: Seen, place: int) -> bool:
    """Whether a thing is said to be there (有, 用的是 …), and no negation undoes it."""
    return seen.reading.text.endswith(seen.wording.there, 0, place) and not seen.denied(place)


def _says(words: Iterable[str], seen: Seen) -> float:
    """1 where a description says a word of an answer of itself; short negations say nothing there."""
    said = (word for word in words if len(word) >= 2 and not seen.denies(word))
    return float(any(not seen.denied(place) for word in said for place in seen.where.get(word, ())))


Heads = Mapping[str, tuple[str, ...]]
"""Words by their first two characters."""


def by_heads(words: Iterable[str]) -> Heads:
    """The words as `find_words` wants them."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        found[word[:2]].append(word)
    return {head: tuple(those) for head, those in found.items()}


def find_words(heads: Heads, text: str) -> dict[str, tuple[int, ...]]:
    """The places of those of the words that a text holds."""
    found: dict[str, list[int]] = {}
    for start in range(len(text)):
        for head in {text[start], text[start : start + 2]}:
            for word in heads.get(head, ()):
                if text.startswith(word, start):
                    found.setdefault(word, []).append(start)
    return {word: tuple(starts) for word, starts in found.items()}
