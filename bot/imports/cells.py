"""What stands in a cell, as words: without what spreadsheets and people's layout add to it."""

from __future__ import annotations

import re

from dialogs.folding import cleaned

_HAN = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BETWEEN_SIGNS = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_AS_TEXT = re.compile(r'="(.*)"|\'(.+)')
_WITH_NOUGHT = re.compile(r"([0-9]{1,15})\.0+")
_EXACT = 10**15
"""A spreadsheet keeps fifteen digits of a number; it puts noughts for the rest."""

BROKEN = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!")
"""What a formula leaves that found nothing."""
_IN_POWERS = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{1,2}")


def words_of(value: object) -> str:
    """A cell as words. A number whose last digits are lost is written as the sheet shows it, so that no check can take
    it for the number that was meant."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        if abs(value) >= _EXACT:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else str(value)
    return tidy(str(value))


def tidy(text: str) -> str:
    """Without line breaks and blanks that only lay a cell out, and without the signs that make a spreadsheet keep text
    as text (a leading apostrophe, ="…")."""
    one_line = " ".join(cleaned(text).split())
    as_text = _AS_TEXT.fullmatch(one_line)
    if as_text is not None:
        one_line = (as_text[1] or as_text[2] or "").strip()
    with_nought = _WITH_NOUGHT.fullmatch(one_line)
    return with_nought[1] if with_nought else _BETWEEN_SIGNS.sub("", one_line)


def in_powers(text: str) -> bool:
    """Whether it is a long number as a spreadsheet abbreviates it (1.38E+10)."""
    return _IN_POWERS.fullmatch(text) is not None
