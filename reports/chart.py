"""The weekly digest as a picture for a phone: five figures, the trend of twelve weeks, and what is open by sector.

Two colours of Okabe and Ito's set that people with any colour vision tell apart, and in black and white each series
still has its own darkness, dash, marker or hatching. The font comes with a package, so nothing of the machine matters.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any

from checklists.content import Content
from reports.digest import Digest
from reports.digest_words import sector_name, week_in_words

WIDTH, HEIGHT, DPI = 1080, 1440, 100
SECTORS = 6
_BLUE, _ORANGE, _RED, _PALE = "#0072B2", "#E69F00", "#D55E00", "#8FC1E3"
_INK, _GREY, _LINE = "#1A1A1A", "#595959", "#CCCCCC"


def picture(content: Content, digest: Digest) -> bytes:
    """The digest as a PNG of 1080 by 1440 pixels. The same digest gives the same bytes."""
    with _plainly():
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor="white")
        canvas: Any = FigureCanvasAgg(figure)
        _head(figure, content, digest)
        _trend(figure, content, digest)
        _sectors(figure, content, digest)
        target = BytesIO()
        canvas.print_png(target, metadata={"Software": None})
        return target.getvalue()


def _head(figure: Any, content: Content, digest: Digest) -> None:
    texts = content.texts
    figure.text(0.05, 0.958, _drawable(texts("chart.title", area=digest.area)), font=_font(34), color=_INK, va="center")
    figure.text(0.05, 0.921, week_in_words(digest, texts, "chart.span"), font=_font(23), color=_GREY, va="center")
    tiles = (
        ("found", digest.found, _INK), ("fixed", digest.fixed, _INK), ("open", digest.open, _INK),
        ("overdue", digest.overdue, _RED if digest.overdue else _INK), ("awaiting", digest.awaiting, _INK),
    )  # fmt: skip
    for place, (name, value, colour) in enumerate(tiles):
        middle = 0.05 + 0.9 * (place + 0.5) / len(tiles)
        figure.text(middle, 0.866, str(value), font=_font(42), color=colour, ha="center", va="center")
        figure.text(middle, 0.822, texts(f"chart.tile.{name}"), font=_font(22), color=_GREY, ha="center", va="center")


def _trend(figure: Any, content: Content, digest: Digest) -> None:
    texts = content.texts
    axes = figure.add_axes((0.09, 0.475, 0.77, 0.255))
    weeks = range(len(digest.trend))
    found, fixed = [one for one, _ in digest.trend], [one for _, one in digest.trend]
    axes.plot(weeks, found, color=_BLUE, linewidth=5, marker="o", markersize=12, clip_on=False, zorder=3)
    axes.plot(
        weeks, fixed, color=_ORANGE, linewidth=4, linestyle=(0, (3, 1.5)), marker="s", markersize=11,
        markerfacecolor="white", markeredgewidth=3, clip_on=False, zorder=4,
    )  # fmt: skip
    top = max(*found, *fixed, 4)
    _end_labels(axes, len(digest.trend) - 1, top, (texts("chart.found"), found[-1]), (texts("chart.fixed"), fixed[-1]))
    axes.set_xlim(-0.4, len(digest.trend) - 0.6)
    axes.set_ylim(0, top * 1.12)
    step = max(1, -(-top // 4))
    axes.set_yticks(range(0, top + 1, step))
    shown = [week for week in weeks if (len(digest.trend) - 1 - week) % 3 == 0]
    axes.set_xticks(shown, [f"{digest.mondays[week].month}/{digest.mondays[week].day}" for week in shown])
    _bare(axes)
    axes.grid(axis="y", color=_LINE, linewidth=1)
    axes.spines["bottom"].set_visible(True)
    _heading(figure, 0.762, texts("chart.trend", weeks=len(digest.trend)))


def _end_labels(axes: Any, last: int, top: int, *ends: tuple[str, int]) -> None:
    """Name each line at its end; two ends that nearly meet are pushed apart so that both can be read."""
    (found, high), (fixed, low) = ends
    gap = top * 0.17
    places = [float(high), float(low)]
    if abs(high - low) < gap:
        middle = max((high + low) / 2, gap / 2)
        upper = 0 if high >= low else 1
        places[upper], places[1 - upper] = middle + gap / 2, middle - gap / 2
    for words, value, place, colour in ((found, high, places[0], _BLUE), (fixed, low, places[1], "#9A6A00")):
        axes.text(last + 0.45, place, f"{words} {value}", font=_font(22), color=colour, va="center", clip_on=False)


def _sectors(figure: Any, content: Content, digest: Digest) -> None:
    texts = content.texts
    _heading(figure, 0.405, texts("chart.sectors"))
    if not digest.sectors:
        figure.text(0.05, 0.34, texts("chart.none"), font=_font(24), color=_GREY, va="center")
        return
    bars = [(sector_name(content, one.sector), one.open, one.overdue) for one in digest.sectors]
    if len(bars) > SECTORS:
        rest = bars[SECTORS - 1 :]
        total = (texts("chart.others"), sum(opened for _, opened, _ in rest), sum(late for _, _, late in rest))
        bars = [*bars[: SECTORS - 1], total]
    height = 0.05 * len(bars)
    axes = figure.add_axes((0.30, 0.372 - height, 0.43, height))
    rows = range(len(bars))
    late, calm = [bar[2] for bar in bars], [bar[1] - bar[2] for bar in bars]
    axes.barh(rows, late, height=0.62, color=_RED, edgecolor="white", hatch="//", linewidth=0)
    axes.barh(rows, calm, left=late, height=0.62, color=_PALE, linewidth=0)
    for row, (_, opened, overdue) in enumerate(bars):
        words = f"{opened}（{texts('chart.tile.overdue')} {overdue}）" if overdue else str(opened)
        axes.text(opened, row, " " + words, font=_font(22), color=_INK, va="center", clip_on=False)
    axes.set_yticks(list(rows), [_drawable(name) for name, _, _ in bars])
    axes.set_xlim(0, max(bar[1] for bar in bars))
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xticks([])
    _bare(axes)
    _key(figure, texts("chart.overdue"), texts("chart.open"))


def _key(figure: Any, overdue: str, in_time: str) -> None:
    from matplotlib.patches import Rectangle

    where, high, wide = figure.transFigure, 0.017, 0.035
    figure.add_artist(
        Rectangle((0.55, 0.397), wide, high, transform=where, fc=_RED, ec="white", hatch="//", linewidth=0)
    )
    figure.add_artist(Rectangle((0.76, 0.397), wide, high, transform=where, fc=_PALE, linewidth=0))
    for left, words in ((0.595, overdue), (0.805, in_time)):
        figure.text(left, 0.405, words, font=_font(21), color=_GREY, va="center")


def _heading(figure: Any, height: float, words: str) -> None:
    figure.text(0.05, height, words, font=_font(26), color=_INK, va="center")


def _bare(axes: Any) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
        spine.set_color(_LINE)
    axes.tick_params(length=0, pad=8)
    axes.set_axisbelow(True)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_font(_font(21))
        label.set_color(_GREY)


@contextmanager
def _plainly() -> Iterator[None]:
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


def _font(points: float) -> Any:
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=sans_path(), size=points)


@cache
def _characters() -> frozenset[int]:
    from matplotlib.font_manager import get_font
    from pylopdf_fonts_zh_cn import sans_path

    return frozenset(get_font(str(sans_path())).get_charmap())


def _drawable(words: str) -> str:
    """The words with a 〓 for each character the font lacks, as printers mark a missing type."""
    return "".join(letter if ord(letter) in _characters() else "〓" for letter in words)
