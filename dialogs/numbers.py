"""Numbers as people write them: １２, 1,200, 3万, 两千元, 十二个, 1.5 亿."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_TENS = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000), "百": Decimal(100)}
_ARABIC = re.compile(r"^([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(万|亿|千|百)?(.*)$")
_CHINESE = re.compile(r"^([零〇一二两三四五六七八九十百千万亿点半]+)(.*)$")
_AROUND = re.compile(r"^(大约|大概|约|差不多|一共|共|总共|有|估计|要)+|(吧|左右|上下|多|的样子)+$")


def read_number(folded: str, unit: str = "") -> Decimal | None:
    """The number in a folded text, or None when there is none or something is left over beside its unit.

    Money is read in yuan when `unit` is 元, so 3万 and 3万元 are 30000.
    """
    text = _AROUND.sub("", folded.strip())
    if unit == "元":
        text = text.lstrip("¥")
    for pattern, value_of in ((_ARABIC, _arabic), (_CHINESE, _chinese)):
        match = pattern.match(text)
        if match is None:
            continue
        value = value_of(*match.groups()[:-1])
        rest = match.groups()[-1]
        if value is not None and _is_unit(rest, unit):
            return value
    return None


COUNTED = frozenset("个人名家次条项处台张份件")
"""Measure words of things that come whole."""


def _is_unit(rest: str, unit: str) -> bool:
    if unit == "元":  # 30天 said to how much is no thirty yuan
        return rest in {"", "元", "块", "块钱", "元钱", "元整", "圆", "rmb", "人民币"}
    return rest in {"", unit, f"个{unit}", *COUNTED}


def _arabic(digits: str, step: str | None) -> Decimal | None:
    try:
        return Decimal(digits.replace(",", "")) * _TENS.get(step or "", Decimal(1))
    except InvalidOperation:
        return None


def _chinese(words: str) -> Decimal | None:
    """A Chinese numeral below 10^16; 三万五 is 35000, 一点五 is 1.5, 半 is 0.5.

    None for 三四个, which says about how many, and for digits read out one by one (二〇二三).
    """
    if words == "半":
        return Decimal("0.5")
    whole, _, fraction = words.partition("点")
    total = section = digit = Decimal(0)
    last_step = Decimal(1)
    for sign in whole:
        if sign in _DIGITS:
            if digit:
                return None
            digit = Decimal(_DIGITS[sign])
        elif sign in _STEPS:
            section += (digit or Decimal(1)) * _STEPS[sign]
            digit, last_step = Decimal(0), Decimal(_STEPS[sign])
        elif sign in ("万", "亿"):
            total = (total + section + digit or Decimal(1)) * _TENS[sign]
            section = digit = Decimal(0)
            last_step = _TENS[sign]
        else:
            return None
    if digit and last_step >= 100 and whole[-2:-1] in ("万", "千", "百", "亿"):
        digit *= last_step / 10
    value = total + section + digit
    if not fraction:
        return None if words.endswith("点") else value
    if any(sign not in _DIGITS for sign in fraction):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS[sign]) for sign in fraction))
