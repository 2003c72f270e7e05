"""Tencent's positions are shifted (GCJ-02), by up to some hundred metres; ours are WGS-84."""

from __future__ import annotations

from math import cos, pi, sin, sqrt

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323  # Krasovsky 1940, on which the shift is computed
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271


def to_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """The true position of a shifted one, degrees, good to about a metre. Outside China nothing is shifted."""
    if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):
        return latitude, longitude
    guess = latitude, longitude
    for _ in range(3):  # the shift is known for the true position only: come nearer step by step
        north, east = _shift(*guess)
        guess = latitude - north, longitude - east
    return round(guess[0], 6), round(guess[1], 6)


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = longitude - 105.0, latitude - 35.0
    waves = 20.0 * (sin(6.0 * x * pi) + sin(2.0 * x * pi))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    radians = latitude / 180.0 * pi
    curve = 1 - _ECCENTRICITY * sin(radians) ** 2
    north = north * 180.0 / (_AXIS * (1 - _ECCENTRICITY) / (curve * sqrt(curve)) * pi)
    east = east * 180.0 / (_AXIS / sqrt(curve) * cos(radians) * pi)
    return north, east
