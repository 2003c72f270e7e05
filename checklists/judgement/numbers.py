"""Numbers with units in a folded text: 30kpa, 十几个人, 一半."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checklists.judgement.lexicon import Units

_DIGITS = {one: value for value, one in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "几": 3, "多": 0}
_CHINESE = "[零〇一二两三四五六七八九十百千几半]+"


@dataclass(frozen=True)
class Number:
    """A quantity at [start, end), in the first unit of its measure (kPa, people, percent, metres, days, tonnes)."""

    measure: str
    value: float
    start: int
    end: int


class NumberReader:
    """Finds numbers with units; immutable."""

    def __init__(self, units: Units) -> None:
        self._factor = {
            word: (measure, float(factor)) for measure, words in units.units.items() for word, factor in words.items()
        }
        names = "|".join(map(re.escape, sorted(self._factor, key=len, reverse=True)))
        self._pattern = re.compile(
            f"([0-9]+(?:\\.[0-9]+)?|{_CHINESE})(万)?(?:多|来|余)?({names})|百分之({_CHINESE}|[0-9]+)"
        )

    def find(self, text: str) -> Iterator[Number]:
        """Every number of the text that carries a unit we know."""
        for found in self._pattern.finditer(text):
            if found.group(4):
                yield Number("share", amount(found.group(4)), *found.span())
                continue
            measure, factor = self._factor[found.group(3)]
            yield Number(measure, amount(found.group(1)) * (10_000 if found.group(2) else 1) * factor, *found.span())


def amount(words: str) -> float:
    """The value of digits or of a Chinese numeral below ten thousand; 半 is a half, 几 counts as three."""
    if re.fullmatch(r"[0-9.]+", words):
        return float(words)
    if words == "半":
        return 0.5
    total, digit = 0.0, 0.0
    for one in words:
        scale = {"十": 10, "百": 100, "千": 1000}.get(one)
        if scale:
            total += (digit or 1) * scale
            digit = 0
        elif one == "半":
            digit += 0.5
        else:
            digit = _DIGITS[one]
    return total + digit
