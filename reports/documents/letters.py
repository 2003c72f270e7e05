"""What the packaged fonts can show, so that no document has a box in place of a character."""

from __future__ import annotations

from functools import cache
from typing import Any

from reports.documents.paper import Paper

MISSING = "〓"
"""What printers put for a type they do not have."""
_INVISIBLE = dict.fromkeys((*range(0x20), 0x7F, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)))


def printable(paper: Paper) -> dict[str, Any]:
    """The paper as plain data, each character the fonts lack replaced by MISSING and invisible ones left out."""
    found: dict[str, Any] = _over(paper.model_dump(mode="json"))
    return found


def _over(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {name: _over(one) for name, one in value.items()}
    return [_over(one) for one in value] if isinstance(value, list) else value


def shown(words: str) -> str:
    """The words with what can be printed of them."""
    kept = words.replace("\n", " ").translate(_INVISIBLE)
    if kept.isascii():
        return kept
    return "".join(letter if ord(letter) < 0x7F or ord(letter) in _characters() else MISSING for letter in kept)


@cache
def _characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    with TTFont(serif_path(), lazy=True) as serif, TTFont(sans_path(), lazy=True) as sans:
        return frozenset(serif.getBestCmap()) & frozenset(sans.getBestCmap())
