"""How near a text is to phrases: cosine of TF-IDF vectors of character pairs and triples, over an inverted index."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import chain

COMMON = 0.12
"""A gram in more than this share of the phrases tells nothing and is left out."""


class Index:
    """Phrases, each under a name (several phrases may share one); immutable."""

    def __init__(self, phrases: Iterable[tuple[str, str]], *, sizes: tuple[int, ...] = (2, 3)) -> None:
        self._sizes = sizes
        named = [(name, grams(phrase, sizes)) for name, phrase in phrases]
        counts = Counter(chain.from_iterable(bag for _, bag in named))
        total = max(1, len(named))
        self._weight = {
            gram: math.log(1 + total / count) for gram, count in counts.items() if count <= max(3, total * COMMON)
        }
        self._names = tuple(name for name, _ in named)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (_, bag) in enumerate(named):
            for gram, weight in self._vector(bag):
                postings[gram].append((number, weight))
        self._postings = dict(postings)

    def _vector(self, bag: Collection[str]) -> list[tuple[str, float]]:
        known = self._weight
        weights = [(gram, known[gram]) for gram in bag if gram in known]
        length = math.sqrt(sum([weight * weight for _, weight in weights])) or 1.0
        return [(gram, weight / length) for gram, weight in weights]

    def nearest(self, text: str) -> dict[str, float]:
        """By name, the highest cosine (0..1) of the text with one of the name's phrases."""
        sums: dict[int, float] = defaultdict(float)
        bag = grams(text, self._sizes)
        vector = self._vector(bag)
        unknown = len(bag) - len(vector)
        # Grams nobody wrote still make a text longer: half of a common one's weight each.
        length = math.sqrt(1 + unknown * 0.02)
        for gram, weight in vector:
            for number, other in self._postings.get(gram, ()):
                sums[number] += weight * other / length
        best: dict[str, float] = {}
        for number, value in sums.items():
            name = self._names[number]
            if value > best.get(name, 0.0):
                best[name] = value
        return best


def grams(text: str, sizes: tuple[int, ...]) -> Collection[str]:
    """The groups of so many neighbouring characters, each once."""
    return dict.fromkeys([text[start : start + size] for size in sizes for start in range(len(text) - size + 1)])
