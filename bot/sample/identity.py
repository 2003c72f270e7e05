"""Names and numbers that belong to nobody."""

from __future__ import annotations

import random
from collections.abc import Iterator

from stdnum.cn import uscc

from bot.sample.stock import Stock

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def person_names(stock: Stock, dice: random.Random) -> Iterator[str]:
    """Names without end, each different from the ones before as long as there are any left."""
    names = [surname + given for surname in stock.surnames for given in stock.given]
    dice.shuffle(names)
    while True:
        yield from names


def credit_code(region: str, number: int) -> str:
    """A unified social credit code that passes GB 32100-2015, built on an organisation number nobody was given.

    Its organisation part begins with four zeros and has its own check character (GB 11714).
    """
    body = f"{number:08d}"
    rest = (11 - sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11) % 11
    code = f"91{region}{body}{'X' if rest == 10 else rest}"
    return f"{code}{uscc.calc_check_digit(code)}"
