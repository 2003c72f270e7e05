"""The weekly digest as a picture for a phone: figures, the trend of twelve weeks, what is open by sector, who is late.

Blue and a dark orange, which people with any colour vision tell apart; and in black and white each series still has
its own darkness, dash, marker or hatching, and what is overdue a frame. Heights are in pixels from the top; what the
rest leaves free belongs to the trend.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from checklists.content import Content
from checklists.periods import beijing_day
from reports.chart_paper import drawable, fitting, font, heavier, plainly, wide
from reports.digest import Digest
from reports.digest_words import sector_name, week_in_words

WIDTH, HEIGHT, DPI = 1080, 1620, 100
SECTORS, NAMED = 5, 3
LEFT, RIGHT = 56, 1024
HIGHEST = 760
_HEAD, _HEADING, _BAR, _ROW, _GAP = 346, 76, 64, 62, 32
_BLUE, _ORANGE, _RED, _PALE = "#0072B2", "#B86E00", "#C2410C", "#9CC8E4"
_INK, _GREY, _LINE, _TILE, _ALARM = "#16211F", "#55635F", "#D5DEDB", "#F0F5F3", "#FDEEE5"


def picture(content: Content, digest: Digest) -> bytes:
    """The digest as a PNG of 1080 by 1620 pixels. The same digest gives the same bytes."""
    with plainly():
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor="white")
        canvas: Any = FigureCanvasAgg(figure)
        bars = _bars(content, digest)
        sectors = _HEADING + _BAR * max(1, len(bars)) + _GAP
        trend = min(HIGHEST, HEIGHT - _HEAD - sectors - _who_height(digest) - _GAP)
        _head(figure, content, digest)
        _trend(figure, content, digest, _HEAD, trend)
        _sectors(figure, content, bars, _HEAD + trend)
        _who(figure, content, digest, _HEAD + trend + sectors)
        target = BytesIO()
        canvas.print_png(target, metadata={"Software": None})
        return target.getvalue()


def _head(figure: Any, content: Content, digest: Digest) -> None:
    texts = content.texts
    title = texts("chart.title", area=digest.area)
    points = max(22.0, min(40.0, 40 * 17 / wide(title)))  # a long name is set smaller, since each part of it matters
    title = drawable(fitting(title, 17 * 40 / points))
    _write(figure, LEFT, 70, title, points, path_effects=heavier(_INK, points / 30))
    _write(figure, LEFT, 132, week_in_words(digest, texts, "chart.span"), 27, color=_GREY)
    tiles = (
        ("found", digest.found), ("fixed", digest.fixed), ("open", digest.open), ("overdue", digest.overdue),
        ("awaiting", digest.awaiting),
    )  # fmt: skip
    width = (RIGHT - LEFT - 16 * (len(tiles) - 1)) / len(tiles)
    for place, (name, value) in enumerate(tiles):
        alarm = name == "overdue" and value > 0
        left = LEFT + place * (width + 16)
        _box(figure, left, 172, width, 146, _ALARM if alarm else _TILE, _RED if alarm else _TILE)
        colour = _RED if alarm else _INK
        middle = left + width / 2
        _write(figure, middle, 226, str(value), 43, color=colour, ha="center", path_effects=heavier(colour))
        label = texts(f"chart.tile.{name}")
        _write(figure, middle, 286, label, 26, color=colour if alarm else _GREY, ha="center")


def _trend(figure: Any, content: Content, digest: Digest, top: float, height: float) -> None:
    texts = content.texts
    _heading(figure, top, texts("chart.trend", weeks=len(digest.trend)))
    axes = _axes(figure, LEFT + 44, top + _HEADING + 8, RIGHT - LEFT - 220, height - _HEADING - 8 - _GAP - 52)
    weeks = range(len(digest.trend))
    found, fixed = [one for one, _ in digest.trend], [one for _, one in digest.trend]
    axes.plot(weeks, found, color=_BLUE, linewidth=5, marker="o", markersize=12, clip_on=False, zorder=3)
    axes.plot(
        weeks, fixed, color=_ORANGE, linewidth=4, linestyle=(0, (3, 1.5)), marker="s", markersize=11,
        markerfacecolor="white", markeredgewidth=3, clip_on=False, zorder=4,
    )  # fmt: skip
    most = max(*found, *fixed, 4)
    _end_labels(axes, len(digest.trend) - 1, most, (texts("chart.found"), found[-1]), (texts("chart.fixed"), fixed[-1]))
    axes.set_xlim(-0.4, len(digest.trend) - 0.6)
    axes.set_ylim(0, most * 1.12)
    axes.set_yticks(range(0, most + 1, max(1, -(-most // 4))))
    shown = [week for week in weeks if (len(digest.trend) - 1 - week) % 3 == 0]
    axes.set_xticks(shown, [f"{digest.mondays[week].month}/{digest.mondays[week].day}" for week in shown])
    _bare(axes)
    axes.grid(axis="y", color=_LINE, linewidth=1)
    axes.spines["bottom"].set_visible(True)


def _end_labels(axes: Any, last: int, top: int, *ends: tuple[str, int]) -> None:
    """Name each line at its end; two ends that nearly meet are pushed apart so that both can be read."""
    (found, high), (fixed, low) = ends
    gap = top * 0.22
    places = [float(high), float(low)]
    if abs(high - low) < gap:
        middle = max((high + low) / 2, gap / 2)
        upper = 0 if high >= low else 1
        places[upper], places[1 - upper] = middle + gap / 2, middle - gap / 2
    for words, value, place, colour in ((found, high, places[0], _BLUE), (fixed, low, places[1], _ORANGE)):
        axes.text(last + 0.45, place, f"{words} {value}", font=font(27), color=colour, va="center", clip_on=False)


def _bars(content: Content, digest: Digest) -> list[tuple[str, int, int]]:
    """(name, open, overdue) of each sector; those that find no room are gathered in the last one."""
    bars = [(sector_name(content, one.sector), one.open, one.overdue) for one in digest.sectors]
    if len(bars) > SECTORS:
        rest = bars[SECTORS - 1 :]
        gathered = sum(opened for _, opened, _ in rest), sum(late for _, _, late in rest)
        bars = [*bars[: SECTORS - 1], (content.texts("chart.others"), *gathered)]
    return bars


def _sectors(figure: Any, content: Content, bars: list[tuple[str, int, int]], top: float) -> None:
    texts = content.texts
    _heading(figure, top, texts("chart.sectors"))
    if not bars:
        _write(figure, LEFT, top + _HEADING + _BAR / 2, texts("chart.none"), 28, color=_GREY)
        return
    axes = _axes(figure, LEFT + 260, top + _HEADING, 400, _BAR * len(bars))
    rows = range(len(bars))
    late, calm = [bar[2] for bar in bars], [bar[1] - bar[2] for bar in bars]
    axes.barh(rows, late, height=0.6, color=_RED, edgecolor="white", hatch="//", linewidth=0)
    axes.barh(rows, calm, left=late, height=0.6, color=_PALE, linewidth=0)
    for row, (_, opened, overdue) in enumerate(bars):
        words = f"{opened}（{texts('chart.tile.overdue')} {overdue}）" if overdue else str(opened)
        axes.text(opened, row, " " + words, font=font(27), color=_INK, va="center", clip_on=False)
    axes.set_yticks(list(rows), [drawable(fitting(name, 7)) for name, _, _ in bars])
    axes.set_xlim(0, max(bar[1] for bar in bars))
    axes.set_ylim(len(bars) - 0.5, -0.5)
    axes.set_xticks([])
    _bare(axes)
    for left, words, look in (
        (596, texts("chart.overdue"), {"fc": _RED, "ec": "white", "hatch": "//"}),
        (826, texts("chart.open"), {"fc": _PALE}),
    ):
        _rectangle(figure, left, top + 20, 42, 30, **look)
        _write(figure, left + 56, top + 35, words, 26, color=_GREY)


def _who_height(digest: Digest) -> int:
    """The room that those who are late take: nothing where nobody is."""
    late = _HEADING + _ROW * len(digest.late[:NAMED]) if digest.late else 0
    return late + _ROW * bool(_missing(digest))


def _who(figure: Any, content: Content, digest: Digest, top: float) -> None:
    """Who has overdue hazards, the longest overdue first, and how many have not inspected themselves."""
    texts = content.texts
    if digest.late:
        _heading(figure, top, texts("chart.late", count=digest.late_count))
        top += _HEADING
    for late in digest.late[:NAMED]:
        days = (beijing_day(digest.at) - late.since).days
        _rectangle(figure, LEFT, top + 6, 8, _ROW - 16, fc=_RED)
        _write(figure, LEFT + 26, top + _ROW / 2 - 2, drawable(fitting(late.enterprise, 14)), 28)
        words = texts("chart.late_one", count=late.count, days=days)
        _write(figure, RIGHT, top + _ROW / 2 - 2, words, 27, color=_RED, ha="right")
        top += _ROW
    missing = _missing(digest)
    if missing:
        _write(figure, LEFT, top + _ROW / 2, texts("chart.missing", count=missing), 28, color=_INK)


def _missing(digest: Digest) -> int:
    return sum(lagging.missing.count for lagging in digest.lagging)


def _heading(figure: Any, top: float, words: str) -> None:
    _write(figure, LEFT, top + 35, words, 31, path_effects=heavier(_INK))


def _write(figure: Any, x: float, y: float, words: str, points: float, **look: Any) -> None:
    """Words whose middle lies `y` pixels below the top."""
    figure.text(x / WIDTH, 1 - y / HEIGHT, words, **{"font": font(points), "color": _INK, "va": "center", **look})


def _axes(figure: Any, left: float, top: float, width: float, height: float) -> Any:
    return figure.add_axes((left / WIDTH, 1 - (top + height) / HEIGHT, width / WIDTH, height / HEIGHT))


def _rectangle(figure: Any, left: float, top: float, width: float, height: float, **look: Any) -> None:
    from matplotlib.patches import Rectangle

    corner = (left / WIDTH, 1 - (top + height) / HEIGHT)
    figure.add_artist(
        Rectangle(corner, width / WIDTH, height / HEIGHT, transform=figure.transFigure, **{"linewidth": 0, **look})
    )


def _box(figure: Any, left: float, top: float, width: float, height: float, face: str, edge: str) -> None:
    """A tile with round corners; the patch is drawn in pixels, or its corners would be oval."""
    from matplotlib.patches import FancyBboxPatch

    shape = "round,pad=0,rounding_size=18"
    corner = (left, HEIGHT - top - height)
    figure.add_artist(
        FancyBboxPatch(corner, width, height, boxstyle=shape, transform=None, fc=face, ec=edge, linewidth=2.5)
    )


def _bare(axes: Any) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
        spine.set_color(_LINE)
    axes.tick_params(length=0, pad=8)
    axes.set_axisbelow(True)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_font(font(26))
        label.set_color(_GREY)
