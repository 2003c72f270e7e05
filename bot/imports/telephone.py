"""Telephone numbers of a table: what cannot be one, and what a spreadsheet has spoilt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.imports.cells import in_powers
from checklists.texts import Texts

MOBILE = 11
_NUMBER = re.compile(r"[+0-9(][0-9 ()\-]{5,28}")
_SEVERAL = re.compile(r"[/、,;，；]|\d{7,} +\d{7,}")
_DASHES = str.maketrans("—–－―", "----")
_SHORTEST, _SHORT, _LOCAL = 5, 9, 8
"""Digits: the fewest of any number, from how many on one with 1 in front is a mobile's, the most without area code."""
_SERVICE = ("400", "800")


@dataclass(frozen=True)
class Trouble:
    """Why something is no telephone number, as the end of the text's key; `digits` are how many it has."""

    why: str
    digits: int = 0

    def said(self, texts: Texts) -> str:
        """The sentence for it. It holds no number: it is somebody's."""
        return texts(f"import.fault.phone_{self.why}", digits=self.digits)


def trouble_with(written: str) -> Trouble | None:
    """What is wrong with a number, in narrow signs; None for one that can be called.

    A mobile's digits are counted, and an area code begins with 0, which a cell that counts has dropped.
    """
    number = written.translate(_DASHES)
    if in_powers(number):
        return Trouble("rounded")
    if _SEVERAL.search(number):
        return Trouble("several")
    digits = re.sub(r"[^0-9]", "", number.removeprefix("+86"))
    if not _NUMBER.fullmatch(number) or len(digits) < _SHORTEST:
        return Trouble("none")
    if digits.startswith("1") and _SHORT <= len(digits) != MOBILE:
        return Trouble("mobile", len(digits))
    if digits[0] not in "01" and len(digits) > _LOCAL and not digits.startswith(_SERVICE) and "+" not in number:
        return Trouble("area", len(digits))
    return None
