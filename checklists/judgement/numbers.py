"""Numbers with units in a folded text: 30kpa, 十几个人, 一半, 2万6千吨; and which of them pass what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checklists.judgement.lexicon import Units

_DIGITS = {one: value for value, one in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "几": 3, "多": 0}
_CHINESE = "[零〇一二两三四五六七八九十百千几半]+"
_DATE = re.compile("(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月[0-9]{1,2}日")
"""A date measures nothing."""
REACH = 12
"""Characters between a word for what is allowed and its quantity: 核定储存总药量为5000公斤."""


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
            f"([0-9]+(?:\\.[0-9]+)?|{_CHINESE})(?:(万)(?:([0-9]+|{_CHINESE})(千)?)?)?(?:多|来|余)?({names})"
            f"|百分之({_CHINESE}|[0-9]+)"
        )

    def find(self, text: str) -> Iterator[Number]:
        """Every number of the text that carries a unit we know."""
        dates = [date.span() for date in _DATE.finditer(text)]
        for found in self._pattern.finditer(text):
            if any(start <= found.start() < end for start, end in dates):
                continue
            head, myriads, rest, thousands, unit, percent = found.groups()
            if percent:
                yield Number("share", amount(percent), *found.span())
                continue
            measure, factor = self._factor[unit]
            value = amount(head) * (10_000 if myriads else 1)
            if rest:
                # 2万6 is 26 thousand as 2万6千 is; 2万6000 is written out.
                value += amount(rest) * (1000 if thousands or amount(rest) < 10 else 1)
            yield Number(measure, value * factor, *found.span())


def beyond(text: str, numbers: Sequence[Number], allowed: Sequence[str]) -> tuple[Number, ...]:
    """The quantities that are larger than one of the same measure that a text says is allowed (核定4人, 现场6人)."""
    if not any(word in text for word in allowed):
        return ()
    limits: list[Number] = []
    last = 0
    for number in numbers:
        before = text[max(last, number.start - REACH) : number.start]
        if number.measure != "time" and any(word in before for word in allowed):
            limits.append(number)
        last = number.end
    return tuple(
        number for number in numbers
        if number not in limits
        and any(one.measure == number.measure and number.value > one.value > 0 for one in limits)
    )  # fmt: skip


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
