"""The two charts of an area as SVG: their geometry. The templates draw it; shapes differ in more than colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 220, 34, 12, 14, 28


@dataclass(frozen=True)
class Point:
    """One week: its place, the day it began, and the two figures with their heights."""

    x: float
    monday: date
    found: int
    fixed: int
    found_y: float
    fixed_y: float


@dataclass(frozen=True)
class Trend:
    """Found and fixed over the weeks; `ticks` are (height, figure) of the grid's lines, `labelled` the named weeks."""

    points: tuple[Point, ...]
    ticks: tuple[tuple[float, int], ...]

    @property
    def found(self) -> str:
        """The points of the line of what was found."""
        return " ".join(f"{point.x},{point.found_y}" for point in self.points)

    @property
    def fixed(self) -> str:
        """The points of the line of what was fixed."""
        return " ".join(f"{point.x},{point.fixed_y}" for point in self.points)

    @property
    def labelled(self) -> tuple[Point, ...]:
        """Every third week, counted back from the last, so that the labels have room on a phone."""
        return tuple(point for index, point in enumerate(reversed(self.points)) if index % 3 == 0)


def trend(mondays: Sequence[date], figures: Sequence[tuple[int, int]]) -> Trend:
    """The lines of (found, fixed) in the weeks from those Mondays on."""
    most = max((number for pair in figures for number in pair), default=0)
    step = max(1, -(-most // 4))
    top = step * max(1, -(-most // step))
    across = (WIDTH - LEFT - RIGHT) / max(1, len(figures) - 1)

    def height(number: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - number / top), 1)

    points = tuple(
        Point(round(LEFT + index * across, 1), monday, found, fixed, height(found), height(fixed))
        for index, (monday, (found, fixed)) in enumerate(zip(mondays, figures, strict=True))
    )
    return Trend(points, tuple((height(number), number) for number in range(0, top + 1, step)))


def shares(numbers: Sequence[int]) -> tuple[float, ...]:
    """Each number's length in hundredths of the greatest one."""
    most = max(numbers, default=0)
    return tuple(round(100 * number / most, 1) if most else 0.0 for number in numbers)
