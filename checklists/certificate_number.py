"""The number of a special-operations certificate: T and its holder's identity number, with a check character."""

from __future__ import annotations

import re

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

_LOOKS = re.compile(r"T?([0-9OQDILZSB]{17}[0-9OQDILZSBX])(?![0-9A-Z])")
_SEEN_AS = str.maketrans("OQDILZSB", "00011258")
"""Letters that a reader of pictures takes for digits; no certificate has them among its digits."""


def proper(text: str) -> str | None:
    """The number in its notation, or None when it cannot be one: GB 11643, the last character checks the others.

    `ric.validate` is not used: it refuses everybody whose county got its code after they were born.
    """
    digits = ric.compact(text.removeprefix("T"))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", digits) or ric.calc_check_digit(digits) != digits[-1]:
        return None
    try:
        ric.get_birth_date(digits)
    except ValidationError:
        return None
    return f"T{digits}"


def seen(text: str) -> str:
    """What in a line read from a picture looks like a number, letters among its digits put right; "" for nothing."""
    found = _LOOKS.search(re.sub(r"[^0-9A-Z]", "", text.upper()))
    return f"T{found[1].translate(_SEEN_AS)}" if found else ""
