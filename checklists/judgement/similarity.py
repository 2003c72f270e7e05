"""How near a text is to phrases: cosine of TF-IDF vectors of character pairs and triples, over an inverted index."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable

COMMON = 0.12
"""A gram in more than this share of the phrases tells nothing and is left out."""


class Index:
    """Phrases, each under a name (several phrases may share one); immutable."""

    def __init__(self, phrases: Iterable[tuple[str, str]], *, sizes: tuple[int, ...] = (2, 3)) -> None:
        self._sizes = sizes
        names: list[str] = []
        holding: dict[str, list[int]] = defaultdict(list)
        for number, (name, phrase) in enumerate(phrases):
            names.append(name)
            for gram in grams(phrase, sizes):
                holding[gram].append(number)
        common = max(3.0, len(names) * COMMON)
        self._postings = {gram: numbers for gram, numbers in holding.items() if len(numbers) <= common}
        total = max(1, len(names))
        squares = [math.log(1 + total / count) ** 2 for count in range(1, int(common) + 1)]
        self._squares = squares
        lengths = [0.0] * len(names)
        for numbers in self._postings.values():
            square = squares[len(numbers) - 1]
            for number in numbers:
                lengths[number] += square
        self._scale = [1 / math.sqrt(length) if length else 0.0 for length in lengths]
        self._names = names

    def nearest(self, text: str) -> dict[str, float]:
        """By name, the highest cosine (0..1) of the text with one of the name's phrases."""
        bag = grams(text, self._sizes)
        known = [numbers for gram in bag if (numbers := self._postings.get(gram)) is not None]
        squares = self._squares
        # Grams nobody wrote still make a text longer: half of a common one's weight each.
        length = math.sqrt(sum([squares[len(numbers) - 1] for numbers in known]))
        length *= math.sqrt(1 + (len(bag) - len(known)) * 0.02)
        sums: dict[int, float] = defaultdict(float)
        for numbers in known:
            square = squares[len(numbers) - 1]
            for number in numbers:
                sums[number] += square
        best: dict[str, float] = {}
        names, scale = self._names, self._scale
        for number, value in sums.items():
            name, near = names[number], value * scale[number] / length
            if near > best.get(name, 0.0):
                best[name] = near
        return best


def grams(text: str, sizes: tuple[int, ...]) -> Collection[str]:
    """The groups of so many neighbouring characters, each once."""
    return dict.fromkeys([text[start : start + size] for size in sizes for start in range(len(text) - size + 1)])
