"""How the words of a text lean by themselves: towards what officials called a major hazard, or an ordinary one.

Naive Bayes over character pairs, learned from the labelled cases; measured against logistic regression over the same
pairs, which did worse on cases not learned from. It sees no clause and so catches wordings that no clause knows yet.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from checklists.judgement.similarity import grams

SMOOTH = 0.5
SEEN = 2
"""Pairs seen in fewer texts are not learned."""
STEP = 0.25
"""Weights are kept in steps of so much, so that a file of them stays small."""
FAINT = 0.5
"""Weights below tell nothing and are not kept."""
MOST = 2.5
"""However long a text is, its words by themselves lean no further."""


class Leaning:
    """The weights of pairs; immutable."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)

    def of(self, folded: str) -> float:
        """The leaning of a folded text: towards a major hazard up to 2.5, towards an ordinary one down to −2.5."""
        known = [self._weights[pair] for pair in set(grams(folded, (2,))) if pair in self._weights]
        return max(-MOST, min(MOST, sum(known) / (math.sqrt(len(known)) + 1)))


def unpacked(weights: Mapping[float, str]) -> Leaning:
    """From what the content holds: by weight, its pairs one behind the other."""
    return Leaning(
        {pairs[place : place + 2]: weight for weight, pairs in weights.items() for place in range(0, len(pairs) - 1, 2)}
    )


def learn(texts: Iterable[tuple[str, bool]]) -> dict[float, str]:
    """The weights of the pairs of folded texts and whether each is a major hazard, as `unpacked` takes them."""
    major: Counter[str] = Counter()
    ordinary: Counter[str] = Counter()
    majors = ordinaries = 0
    for text, is_major in texts:
        majors, ordinaries = majors + is_major, ordinaries + (not is_major)
        (major if is_major else ordinary).update(set(grams(text, (2,))))
    kept: dict[float, list[str]] = {}
    for pair in sorted(set(major) | set(ordinary)):
        if major[pair] + ordinary[pair] < SEEN:
            continue
        share = (major[pair] + SMOOTH) / (majors + 2 * SMOOTH), (ordinary[pair] + SMOOTH) / (ordinaries + 2 * SMOOTH)
        weight = round(math.log(share[0] / share[1]) / STEP) * STEP
        if abs(weight) >= FAINT:
            kept.setdefault(weight, []).append(pair)
    return {weight: "".join(kept[weight]) for weight in sorted(kept)}
