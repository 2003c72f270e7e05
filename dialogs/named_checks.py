"""Checks that know more than bounds: codes with check characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from dialogs.folding import folded


def passes(name: str, text: str) -> str | None:
    """The text in its proper notation, or None when it does not pass the check of that name."""
    return CHECKS[name](folded(text).upper())


def _unified_social_credit_code(text: str) -> str | None:
    """GB 32100-2015: 18 characters without I O S V Z, the last one a check character.

    python-stdnum knows the rule: https://arthurdejong.org/python-stdnum/doc/2.1/stdnum.cn.uscc
    """
    try:
        return str(uscc.validate(text))
    except ValidationError:
        return None


def _certificate_number(text: str) -> str | None:
    """A special-operations certificate's number is T and the holder's identity number (GB 11643 check character).

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


CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "uscc": _unified_social_credit_code,
    "certificate": _certificate_number,
}
