"""How the words of a text lean by themselves: towards what officials called a major hazard, or an ordinary one.

Naive Bayes over groups of one to three characters, learned from the labelled cases and from the content's own phrases
(the clauses' signs, the lexicon's ordinary hazards). It knows no clause and so catches wordings that no clause knows
yet. Measured on cases not learned from: better than pairs alone, than without the phrases, and as good as logistic
regression over the same groups.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.judgement.similarity import grams

SIZES = (1, 2, 3)
SMOOTH = 0.5
SEEN = 2
"""Groups seen in fewer texts are not learned."""
STEP = 0.25
"""Weights are kept in steps of so much, so that a file of them stays small."""
FAINT = 0.5
"""Weights below tell nothing and are not kept."""
MOST = 5.0
"""However long a text is, its words by themselves lean no further."""


@dataclass(frozen=True)
class Labelled:
    """A folded text, whether it is of a major hazard, and how much it counts beside a case."""

    text: str
    major: bool
    counts: float = 1.0


class Leaning:
    """The weights of groups; immutable."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)

    def of(self, folded: str) -> float:
        """The leaning of a folded text: towards a major hazard up to 5, towards an ordinary one down to −5."""
        known = [self._weights[group] for group in grams(folded, SIZES) if group in self._weights]
        return max(-MOST, min(MOST, sum(known) / (math.sqrt(len(known)) + 1)))


def unpacked(weights: Mapping[int, Mapping[float, str]]) -> Leaning:
    """From what the content holds: by size and weight, the groups one behind the other."""
    return Leaning(
        {
            groups[place : place + size]: weight
            for size, those in weights.items()
            for weight, groups in those.items()
            for place in range(0, len(groups), size)
        }
    )


def learn(texts: Iterable[Labelled]) -> dict[int, dict[float, str]]:
    """The weights of the groups of the texts, as `unpacked` takes them."""
    counts: dict[bool, dict[str, float]] = {True: defaultdict(float), False: defaultdict(float)}
    seen: Counter[str] = Counter()
    totals = {True: 0.0, False: 0.0}
    for one in texts:
        totals[one.major] += one.counts
        found = grams(one.text, SIZES)
        seen.update(tuple(found))
        for group in found:
            counts[one.major][group] += one.counts
    kept: dict[int, dict[float, list[str]]] = {size: {} for size in SIZES}
    for group in sorted(group for group, times in seen.items() if times >= SEEN):
        share = [(counts[major][group] + SMOOTH) / (totals[major] + 2 * SMOOTH) for major in (True, False)]
        weight = round(math.log(share[0] / share[1]) / STEP) * STEP
        if abs(weight) >= FAINT:
            kept[len(group)].setdefault(weight, []).append(group)
    return {size: {weight: "".join(those[weight]) for weight in sorted(those)} for size, those in kept.items()}
