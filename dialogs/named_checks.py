"""Checks that know more than bounds: codes with check characters, what can be somebody's name, and what are words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from checklists.certificate_number import proper
from dialogs.folding import folded


def passes(name: str, text: str) -> str | None:
    """The text in its proper notation, or None when it does not pass the check of that name."""
    return CHECKS[name](text)


def _unified_social_credit_code(text: str) -> str | None:
    """GB 32100-2015: 18 characters without I O S V Z, the last one a check character.

    python-stdnum knows the rule: https://arthurdejong.org/python-stdnum/doc/2.1/stdnum.cn.uscc
    """
    try:
        return str(uscc.validate(folded(text).upper()))
    except ValidationError:
        return None


def _certificate_number(text: str) -> str | None:
    return proper(folded(text).upper())


def _name(text: str) -> str | None:
    """Two Chinese signs at least, whatever stands beside them; or letters alone, as foreigners write themselves."""
    chinese = sum("\u4e00" <= sign <= "\u9fff" for sign in text)
    letters = text.translate(dict.fromkeys(map(ord, " .·-'"))).isalpha()
    return text if chinese > 1 or (letters and len(text) > 1) else None


def _words(text: str) -> str | None:
    """Two letters or Chinese signs at least: a number, or dots alone, say nothing about what was or will be done."""
    return text if sum(sign.isalpha() for sign in text) > 1 else None


CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "uscc": _unified_social_credit_code,
    "certificate": _certificate_number,
    "name": _name,
    "words": _words,
}
