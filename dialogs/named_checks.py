"""Checks that know more than bounds: codes with check characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from checklists.certificate_number import proper
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


CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "uscc": _unified_social_credit_code,
    "certificate": proper,
}
