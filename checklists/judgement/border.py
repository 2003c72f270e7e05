"""On which side of the border between ordinary and major a text lies, by its words and its sector.

A linear support vector machine over single characters and pairs of them, each for all sectors and for its own: 积水 is
one thing in a foundry and another in a shop. It knows no clause and no rule; `leaning` counts words, this weighs them
against each other. Measured on published cases not learned from it raises what all else says of them (area under the
curve 0.956 to 0.965); triples of characters raise it no further.

Learned by dual coordinate descent (Hsieh and others, "A Dual Coordinate Descent Method for Large-scale Linear SVM",
2008, algorithm 1 with squared hinge loss), in one fixed order, so that the same texts give the same weights anywhere.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checklists.judgement.similarity import grams

SIZES = (1, 2)
SEEN = 2
"""Groups seen in fewer texts are not learned."""
LOSS = 4.0
"""What a text on the wrong side costs, beside the length of the weights."""
SCALE = 0.15
"""What a group's rarity is multiplied with, so that LOSS means the same whatever texts are long."""
TURNS = 12
"""How often all texts are gone through."""
STRIDE = 7919
"""The next text to look at is so many further on: neighbours in a file are alike. It is prime: each has its turn."""
STEP, FAINT = 0.5, 0.6
"""Weights are kept in such steps, and below that not at all, both as parts of their standard deviation."""
ALL = ""
"""The name of all sectors together."""

Weights = dict[str, dict[int, dict[float, str]]]
"""By sector's id, size and weight, the groups one behind the other; ALL holds those of every sector."""


@dataclass(frozen=True)
class Sided:
    """A folded text, the id of its sector (empty where untold), and whether it is of a major hazard."""

    text: str
    sector: str
    major: bool


class Border:
    """The weights of groups; immutable."""

    def __init__(self, weights: Weights, bias: float) -> None:
        self._bias = bias
        self._of = {
            sector: {
                groups[place : place + size]: weight
                for size, those in sizes.items()
                for weight, groups in those.items()
                for place in range(0, len(groups), size)
            }
            for sector, sizes in weights.items()
        }

    def of(self, folded: str, sector: str) -> float:
        """How far a folded text lies on the side of major hazards; below zero on that of ordinary ones."""
        found = grams(folded, SIZES)
        every, own = self._of.get(ALL, {}), self._of.get(sector, {})
        total = sum([every[group] for group in found if group in every])
        if sector != ALL:
            total += sum([own[group] for group in found if group in own])
        return self._bias + total / math.sqrt(len(found) * (2 if sector else 1) + 1)


def learn(texts: Sequence[Sided]) -> tuple[Weights, float]:
    """The weights of the groups of the texts and the bias, as `Border` takes them."""
    features = [frozenset(_features(one)) for one in texts]
    seen = Counter(feature for those in features for feature in those)
    names = sorted(feature for feature, times in seen.items() if times >= SEEN)
    place = {feature: number for number, feature in enumerate(names)}
    rarity = [SCALE * (math.log((1 + len(texts)) / (1 + seen[feature])) + 1) for feature in names]
    rows: list[tuple[list[int], float]] = []
    for those in features:
        known = sorted(place[feature] for feature in those if feature in place)
        rows.append((known, 1 / math.sqrt(len(those) + 1)))
    weights, bias = _separated(rows, rarity, [1.0 if one.major else -1.0 for one in texts])
    return _kept(names, [weight * rare for weight, rare in zip(weights, rarity, strict=True)]), bias


def _features(one: Sided) -> Iterator[tuple[str, str]]:
    for group in grams(one.text, SIZES):
        yield ALL, group
        if one.sector:
            yield one.sector, group


def _separated(
    rows: Sequence[tuple[Sequence[int], float]], rarity: Sequence[float], sides: Sequence[float]
) -> tuple[list[float], float]:
    """A weight for each feature, to be multiplied with its rarity, and the bias, which is the weight of a one."""
    weights, bias, ease = [0.0] * len(rarity), 0.0, 1 / (2 * LOSS)
    pulls = [0.0] * len(rows)
    squares = [scale * scale * sum([rarity[one] ** 2 for one in those]) + 1 + ease for those, scale in rows]
    stride = STRIDE if len(rows) % STRIDE else 1
    for _ in range(TURNS):
        for turn in range(len(rows)):
            number = turn * stride % len(rows)
            those, scale = rows[number]
            side, pull = sides[number], pulls[number]
            value = scale * sum([weights[one] * rarity[one] for one in those]) + bias
            slope = side * value - 1 + ease * pull
            if pull == 0.0 and slope >= 0.0:
                continue
            pulls[number] = max(pull - slope / squares[number], 0.0)
            moved = (pulls[number] - pull) * side
            bias += moved
            moved *= scale
            for one in those:
                weights[one] += moved * rarity[one]
    return weights, bias


def _kept(names: Iterable[tuple[str, str]], weights: Sequence[float]) -> Weights:
    spread = math.sqrt(sum(weight * weight for weight in weights) / max(1, len(weights)))
    step = round(STEP * spread, 4) or 1.0
    kept: dict[str, dict[int, dict[float, list[str]]]] = {}
    for (sector, group), weight in zip(names, weights, strict=True):
        if abs(weight) >= FAINT * spread:
            sizes = kept.setdefault(sector, {})
            sizes.setdefault(len(group), {}).setdefault(round(round(weight / step) * step, 4), []).append(group)
    return {
        sector: {
            size: {weight: "".join(those[weight]) for weight in sorted(those)} for size, those in sorted(sizes.items())
        }
        for sector, sizes in sorted(kept.items())
    }
