"""Points, lines and areas on a round earth."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Final, TypeAlias

Point: TypeAlias = tuple[float, float]

EARTH_RADIUS: Final = 6_378_100.0
_NUMBER: Final = r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?"
_POINT: Final = re.compile(
    rf"\s*({_NUMBER})\s+({_NUMBER})(?:\s+{_NUMBER})?(?:\s+{_NUMBER})?\s*", re.ASCII
)
_CORNERS: Final = 3
_POLE: Final = 90.0
_HALF_TURN: Final = 180.0


def parse_points(text: str) -> tuple[Point, ...] | None:
    """Return the points a text writes, separated by ``;``, None when one is wrong."""
    points: list[Point] = []
    for part in text.split(";"):
        if not part.strip():
            continue
        match = _POINT.fullmatch(part)
        if match is None:
            return None
        latitude, longitude = float(match[1]), float(match[2])
        if abs(latitude) > _POLE or abs(longitude) > _HALF_TURN:
            return None
        points.append((latitude, longitude))
    return tuple(points) or None


def length(points: tuple[Point, ...]) -> float:
    """Return the length of a line in metres, to the centimetre."""
    return _to_centimetres(sum(map(_apart, points, points[1:])))


def _apart(first: Point, second: Point) -> float:
    latitudes = math.radians(first[0]), math.radians(second[0])
    turn = math.radians(second[1] - first[1])
    cosine = math.sin(latitudes[0]) * math.sin(latitudes[1]) + math.cos(latitudes[0]) * math.cos(
        latitudes[1]
    ) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * EARTH_RADIUS


def area(points: tuple[Point, ...]) -> float:
    """Return the area inside a line in square metres, to the square centimetre."""
    if len(points) < _CORNERS:
        return 0.0
    swept = sum(
        math.radians(other[1] - one[1])
        * (2 + math.sin(math.radians(one[0])) + math.sin(math.radians(other[0])))
        for one, other in zip(points, points[1:] + points[:1], strict=True)
    )
    return _to_centimetres(abs(swept * EARTH_RADIUS * EARTH_RADIUS / 2))


def _to_centimetres(value: float) -> float:
    return math.floor(value * 100 + 0.5) / 100


def inside(point: Point, fence: tuple[Point, ...]) -> bool:
    """Return whether a point lies inside a closed line."""
    if len(fence) <= _CORNERS or fence[0] != fence[-1]:
        return False
    latitude, longitude = point
    within = False
    for (north, east), (south, west) in pairwise(fence):
        crosses = (north > latitude) != (south > latitude)
        if crosses and longitude < (west - east) * (latitude - north) / (south - north) + east:
            within = not within
    return within
