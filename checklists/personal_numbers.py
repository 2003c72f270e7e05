"""Identity numbers and phones within words, and the words with no more of them than their last signs."""

from __future__ import annotations

import re

# An identity number (GB 11643), also behind the T of a certificate; a mobile phone; a telephone with its area code.
_NUMBERS = (
    re.compile(r"(?<![0-9A-SU-Za-z])T?[1-9]\d{16}[\dXx](?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d{9}(?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z-])0\d{2,3}-\d{7,8}(?![0-9-])"),
)

SHORTEST = 11
"""Signs of a mobile phone; no number that is looked for has fewer."""
HIDDEN = "…"
"""Stands for what is not shown of one."""
_LONG = re.compile(r"\d{7}")
"""Nothing shorter is one of them; most words hold no such row of digits, and are done with."""


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
