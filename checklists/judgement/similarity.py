"""How near a text is to phrases: cosine of TF-IDF vectors of character pairs and triples, over an inverted index."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

COMMON = 0.12
"""A gram in more than this share of the phrases tells nothing and is left out."""


@dataclass(frozen=True)
class Inverted:
    """By each telling gram the numbers of the phrases that hold it, and by a phrase's number what its sums are
    multiplied with."""

    postings: Mapping[str, Sequence[int]]
    scale: Sequence[float]


class Index:
    """Phrases, each under a name (several phrases may share one); immutable.

    `invert` stands for the working out where somebody knows what it came to (checklists.judgement.kept_indexes).
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, str]],
        *,
        sizes: tuple[int, ...] = (2, 3),
        invert: Callable[[Sequence[str], tuple[int, ...]], Inverted] | None = None,
    ) -> None:
        named = tuple(phrases)
        self._sizes = sizes
        self._names = [name for name, _ in named]
        self._phrases = [phrase for _, phrase in named]
        self._squares = _squares(len(named))
        inverted = (invert or inverted_by)(self._phrases, sizes)
        self._postings, self._scale = inverted.postings, inverted.scale

    def nearest(self, text: str) -> dict[str, float]:
        """By name, the highest cosine (0..1) of the text with one of the name's phrases."""
        best: dict[str, float] = {}
        names = self._names
        for number, near in self._near(text):
            name = names[number]
            if near > best.get(name, 0.0):
                best[name] = near
        return best

    def closest(self, text: str, name: str) -> str:
        """The name's phrase that a text is nearest to; empty where it is near none."""
        near = max(((near, number) for number, near in self._near(text) if self._names[number] == name), default=None)
        return self._phrases[near[1]] if near is not None else ""

    def _near(self, text: str) -> Iterator[tuple[int, float]]:
        """The phrases that share a gram with a text, by number, each with its cosine."""
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
        scale = self._scale
        for number, value in sums.items():
            yield number, value * scale[number] / length


def inverted_by(phrases: Sequence[str], sizes: tuple[int, ...]) -> Inverted:
    """The phrases by the grams of these sizes."""
    holding: dict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        for gram in grams(phrase, sizes):
            holding[gram].append(number)
    squares = _squares(len(phrases))
    postings = {gram: numbers for gram, numbers in holding.items() if len(numbers) <= len(squares)}
    lengths = [0.0] * len(phrases)
    for numbers in postings.values():
        square = squares[len(numbers) - 1]
        for number in numbers:
            lengths[number] += square
    return Inverted(postings, [1 / math.sqrt(length) if length else 0.0 for length in lengths])


def _squares(total: int) -> list[float]:
    """What a gram in so many of the phrases counts, squared, from one on; a commoner one counts nothing."""
    common = max(3.0, total * COMMON)
    return [math.log(1 + max(1, total) / count) ** 2 for count in range(1, int(common) + 1)]


def grams(text: str, sizes: tuple[int, ...]) -> Collection[str]:
    """The groups of so many neighbouring characters, each once."""
    return dict.fromkeys([text[start : start + size] for size in sizes for start in range(len(text) - size + 1)])
