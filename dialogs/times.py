"""Times of day as people write them: 14:00, 14点, 下午2点半, 早上8点, 8点30分, 1400."""

from __future__ import annotations

import re
from datetime import time

_CLOCK = re.compile(r"^(\d{1,2})[:.](\d{2})$")
_SPOKEN = re.compile(
    r"^(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点|时)(?:钟|整)?(?:(半)|(\d{1,2})分?|(一刻)|(三刻))?$"
)
_COMPACT = re.compile(r"^(\d{2})(\d{2})$")
_PART = re.compile(r"^(凌晨|早上|早晨|清早|上午|中午|下午|傍晚|晚上|夜里)?(.+)$")
_AFTER_NOON = ("下午", "傍晚", "晚上", "夜里")
_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}


def read_time(folded: str) -> time | None:
    """The time of day in a folded text; None when it is not written as one, or there is none like it (25点)."""
    part, rest = _parted(folded)
    if match := _CLOCK.match(rest) or _COMPACT.match(rest):
        hour, minute = int(match[1]), int(match[2])
    elif match := _SPOKEN.match(rest):
        hour = int(match[1]) if match[1].isdecimal() else _number(match[1])
        minute = 30 if match[2] else 15 if match[4] else 45 if match[5] else int(match[3] or 0)
    else:
        return None
    if part in _AFTER_NOON and 1 <= hour < 12:
        hour += 12
    if part == "中午" and 1 <= hour <= 2:
        hour += 12
    if part in ("晚上", "夜里") and hour == 24:
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _parted(folded: str) -> tuple[str, str]:
    match = _PART.match(folded)
    return (match[1] or "", match[2]) if match is not None else ("", "")


def _number(signs: str) -> int:
    """十二 → 12, 二十 → 20, 八 → 8; 99 for what is no hour."""
    tens, ten, ones = signs.partition("十")
    if not ten:
        return _DIGITS.get(signs, 99)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 9) if ones else 0)
