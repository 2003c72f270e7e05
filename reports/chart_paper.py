"""What the digest's picture is drawn on: matplotlib with nothing of the machine's, and a font from a package."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def plainly() -> Iterator[None]:
    """matplotlib with its own defaults, whatever a matplotlibrc of this machine says."""
    _load()
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["hatch.linewidth"] = 3
        yield


@cache
def _load() -> None:
    """Import matplotlib with a folder of its own for its list of fonts, so that nothing is left in anybody's home.

    The list is read from MPLCONFIGDIR while the module is imported
    (https://matplotlib.org/stable/install/environment_variables_faq.html), and never again.
    """
    before = os.environ.get("MPLCONFIGDIR")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder
        try:
            import matplotlib.font_manager  # noqa: F401
        finally:
            if before is None:
                del os.environ["MPLCONFIGDIR"]
            else:
                os.environ["MPLCONFIGDIR"] = before


def font(points: float) -> Any:
    """The packaged font in that size."""
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=sans_path(), size=points)


def heavier(colour: str, strength: float = 0.9) -> list[Any]:
    """What makes a word bolder: the package has one weight, so that its outline is drawn as well."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=strength, foreground=colour)]


def drawable(words: str) -> str:
    """The words with a 〓 for each character the font lacks, as printers mark a missing type."""
    return "".join(letter if ord(letter) in _characters() else "〓" for letter in words)


def fitting(words: str, most: float) -> str:
    """The words, cut with … where they are wider than so many Chinese characters; Latin letters are about half."""
    if wide(words) <= most:
        return words
    kept = 0.0
    for index, letter in enumerate(words):
        kept += wide(letter)
        if kept > most - 1:
            return words[:index] + "…"
    return words


def wide(words: str) -> float:
    """How wide they are, about, in Chinese characters."""
    return sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in words)


@cache
def _characters() -> frozenset[int]:
    from matplotlib.font_manager import get_font
    from pylopdf_fonts_zh_cn import sans_path

    return frozenset(get_font(str(sans_path())).get_charmap())
