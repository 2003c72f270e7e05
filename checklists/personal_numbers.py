"""Identity numbers and phones within words, and the words with no more of them than their last signs."""

from __future__ import annotations

import re

_SIGN = "0-9０-９A-Za-zＡ-Ｚａ-ｚ"
_GAP = "[-－ ]"
# An identity number (GB 11643), also behind the T of a certificate; a mobile phone, also in groups of 3, 4 and 4; a
# telephone with its area code. Digits as an input method for Chinese writes them too.
_NUMBERS = (
    re.compile(rf"(?<![{_SIGN.replace('A-Z', 'A-SU-Z')}])T?[1-9１-９]\d{{16}}[\dXxＸｘ](?![{_SIGN}])"),
    re.compile(
        rf"(?<![{_SIGN}])(?:[+＋]?(?:86|８６){_GAP}?)?[1１][3-9３-９]\d(?P<gap>{_GAP}?)\d{{4}}(?P=gap)\d{{4}}(?![{_SIGN}])"
    ),
    re.compile(rf"(?<![{_SIGN}－-])[(（]?[0０]\d{{2,3}}(?:[)）]{_GAP}?|{_GAP})\d{{7,8}}(?![0-9０-９－-])"),
)

SHORTEST = 11
"""Signs of a mobile phone; no number that is looked for has fewer."""
HIDDEN = "…"
"""Stands for what is not shown of one."""
LONG = rf"\d{{7}}|\d{{4}}{_GAP}\d{{4}}"
"""Nothing shorter is one of them; most words hold no such row of digits, and are done with."""
_LONG = re.compile(LONG)


def hidden(number: str, shown: int = 4) -> str:
    """What is known to be such a number, however it is written, as … and its last signs."""
    return f"{HIDDEN}{number[-shown:]}" if number else ""


def masked(text: str, shown: int = 4) -> str:
    """The text with each such number as … and its last `shown` signs."""
    if not _LONG.search(text):
        return text
    for pattern in _NUMBERS:
        text = pattern.sub(lambda found: HIDDEN + found[0][len(found[0]) - shown :], text)
    return text
