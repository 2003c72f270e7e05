"""Brings what people type into one shape: full-width to half-width, no stray blanks, no control characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_LENGTH = 4000
"""Longer texts are not read further; the person is told."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
SHORT = 60
_ENDING = " \t\r\n。．.!！?？,，;；~～、:：…"


def cleaned(text: str) -> str:
    """The text to keep in the record: without control and direction characters and halves of pairs, else as typed."""
    return _CONTROL.sub("", text).strip()


def folded(text: str) -> str:
    """The text to compare: NFKC (full-width digits become plain), lower case, no blanks, no closing punctuation.

    Voice input ends sentences with a full stop and likes to double spaces; both mean nothing here. Where there is
    nothing but punctuation it stays: a lone ? asks for help.
    """
    return _folded_short(text) if len(text) <= SHORT else _folded(text)


@lru_cache(10_000)
def _folded_short(text: str) -> str:
    """Options' labels and words are folded again with every message: all contents' together are a few thousand."""
    return _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", cleaned(text)).lower()
    together = re.sub(r"\s+", "", plain)
    return together.strip(_ENDING) or together
