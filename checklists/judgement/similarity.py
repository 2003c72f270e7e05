"""How near a text is to phrases: cosine of TF-IDF vectors of character pairs and triples, over an inverted index."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

COMMON = 0.12
"""A gram in more than this share of the phrases tells nothing and is left out."""


class Index:
    """Phrases, each under a name (several phrases may share one); immutable."""

    def __init__(self, phrases: Iterable[tuple[str, str]], *, sizes: tuple[int, ...] = (2, 3)) -> None:
        self._sizes = sizes
        named = [(name, Counter(grams(phrase, sizes))) for name, phrase in phrases]
        counts: Counter[str] = Counter()
        for _, bag in named:
            counts.update(bag.keys())
        total = max(1, len(named))
        self._weight = {
            gram: math.log(1 + total / count) for gram, count in counts.items() if count <= max(3, total * COMMON)
        }
        self._names = tuple(name for name, _ in named)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, bag) in enumerate(named):
            vector = self._vector(bag)
            for gram, weight in vector.items():
                postings[gram].append((number, weight))
        self._postings = dict(postings)

    def _vector(self, bag: Mapping[str, int]) -> dict[str, float]:
        weights = {gram: self._weight[gram] for gram in bag if gram in self._weight}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}

    def nearest(self, text: str) -> dict[str, float]:
        """By name, the highest cosine (0..1) of the text with one of the name's phrases."""
        sums: dict[int, float] = defaultdict(float)
        bag = Counter(grams(text, self._sizes))
        unknown = sum(1 for gram in bag if gram not in self._weight)
        vector = self._vector(bag)
        # Grams nobody wrote still make a text longer: half of a common one's weight each.
        length = math.sqrt(1 + unknown * 0.02)
        for gram, weight in vector.items():
            for number, other in self._postings.get(gram, ()):
                sums[number] += weight * other / length
        best: dict[str, float] = {}
        for number, value in sums.items():
            name = self._names[number]
            if value > best.get(name, 0.0):
                best[name] = value
        return best


def grams(text: str, sizes: tuple[int, ...]) -> Iterable[str]:
    """The groups of so many neighbouring characters."""
    for size in sizes:
        for start in range(len(text) - size + 1):
            yield text[start : start + size]
