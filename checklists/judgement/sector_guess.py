"""Which standards a text is about by its words alone, where nobody told the sector.

Naive Bayes over single characters and pairs of them, learned from the labelled cases and from the clauses' own phrases.
Measured on cases not learned from: the sector's standards come first in five of six, among three in 95 of 100; with
triples it is surer of itself and less often right, and the nearest phrase alone is right in three of five.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.judgement.similarity import grams

SIZES = (1, 2)
SEEN = 3
"""Groups seen in fewer texts tell nothing."""
SMOOTH = 1000.0
"""As many groups of the whole are added to those of each class, so that what it never said counts little against it."""
DEPENDENT = 0.4
"""How much a group counts: neighbouring ones say much the same."""

SURE = 0.8
"""From this share on a sector is taken for granted."""

Standards = tuple[str, ...]
"""Prefixes of the standards that a sector consults; empty for sectors without any."""


@dataclass(frozen=True)
class Guessed:
    """By prefix of a standard, how likely it is meant beside the likeliest one, 0 to 1; and the standards of the sector
    that is hardly to be doubted, empty where it is."""

    likely: Mapping[str, float]
    sure: Standards


TOLD = Guessed({}, ())
"""Where the sector is told nothing is guessed."""


class SectorGuess:
    """How likely each sector's standards are meant; immutable."""

    def __init__(self, texts: Iterable[tuple[str, Standards]]) -> None:
        """From folded texts, each with the standards of its sector."""
        counts: dict[Standards, Counter[str]] = defaultdict(Counter)
        held: Counter[Standards] = Counter()
        for text, standards in texts:
            counts[standards].update(list(grams(text, SIZES)))
            held[standards] += 1
        self._classes = tuple(counts)
        cases = max(1, sum(held.values()))
        self._before = [math.log(held[one] / cases) for one in self._classes]
        totals = [sum(counts[one].values()) for one in self._classes]
        seen: dict[str, int] = defaultdict(int)
        for those in counts.values():
            for group, times in those.items():
                seen[group] += times
        every = max(1, sum(totals))
        self._known = frozenset(group for group, times in seen.items() if times >= SEEN)
        # A group that a class never had says the same against it whatever the group; only the others are kept by group.
        self._never = [DEPENDENT * math.log(SMOOTH / (total + SMOOTH)) for total in totals]
        self._had: list[dict[str, float]] = [
            {
                group: DEPENDENT * math.log(1.0 + times * every / (SMOOTH * seen[group]))
                for group, times in counts[one].items()
                if seen[group] >= SEEN
            }
            for one in self._classes
        ]

    def of(self, folded: str) -> Guessed:
        """What the words of a folded text say."""
        known = [group for group in grams(folded, SIZES) if group in self._known]
        sums = [
            before + len(known) * never + sum([had[group] for group in known if group in had])
            for before, never, had in zip(self._before, self._never, self._had, strict=True)
        ]
        best = max(sums, default=0.0)
        beside = [math.exp(value - best) for value in sums]
        likely: dict[str, float] = {}
        for standards, value in zip(self._classes, beside, strict=True):
            for prefix in standards:
                likely[prefix] = max(likely.get(prefix, 0.0), value)
        sure = [one for one, value in zip(self._classes, beside, strict=True) if value >= SURE * sum(beside)]
        return Guessed(likely, sure[0] if sure else ())
