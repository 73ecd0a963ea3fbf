"""Whom a table would hold, fitted to what is told of it, and whole numbers of that.

Each row is a group of people who are alike in all that is drawn already, each column a code that
they may have. What is told binds a set of cells between two ends; what is not told is free. Rows
and bounds are met in turn (iterative proportional fitting), which puts in nothing that nobody told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# In the first passes numbers are aimed at as they are told, then all is brought between its ends.
_AIMING: Final = 30
_BINDING: Final = 60
# Nearer than that is met.
_NEAR: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Limits:
    """The fewest and the most that a told cell stands for, and the number that was told, if any."""

    lo: float
    hi: float
    aim: float | None = None

    def brought(self, count: float, *, aiming: bool = False) -> float:
        """Return a count brought between the two ends, or to what was told."""
        if aiming and self.aim is not None:
            return self.aim
        return min(max(count, self.lo), self.hi)

    def miss(self, count: float) -> float:
        """Return by how much a count lies outside, as a square: far off weighs more than near."""
        return (count - self.brought(count)) ** 2


@dataclass(frozen=True, slots=True)
class Bound:
    """What is told of some cells of a table together: their places, row by row."""

    limits: Limits
    places: tuple[int, ...]


def fit(
    sizes: Sequence[float], start: Sequence[float], bounds: Sequence[Bound]
) -> Sequence[Sequence[float]]:
    """Return how many of each row have each code; a row whom nothing may be is nought."""
    width = len(start)
    found = [share for _row in sizes for share in start]
    for place in (place for one in bounds if one.limits.hi <= 0 for place in one.places):
        found[place] = 0.0
    _to_sizes(found, sizes, width)
    for step in range(_AIMING + _BINDING):
        moved = _meet(found, bounds, aiming=step < _AIMING)
        _to_sizes(found, sizes, width)
        if step > _AIMING and moved < _NEAR:
            break
    return [found[at : at + width] for at in range(0, len(found), width)]


def _meet(found: list[float], bounds: Sequence[Bound], *, aiming: bool) -> float:
    """Bring each bound to what is told, one after another; return how far off the worst was."""
    moved = 0.0
    for bound in bounds:
        now = sum(found[place] for place in bound.places)
        wanted = bound.limits.brought(now, aiming=aiming)
        moved = max(moved, abs(wanted - now))
        for place in bound.places if now > 0 else ():
            found[place] *= wanted / now
    return moved


def _to_sizes(found: list[float], sizes: Sequence[float], width: int) -> None:
    """Bring each row to the size that it has."""
    for row, size in enumerate(sizes):
        places = range(row * width, (row + 1) * width)
        now = sum(found[place] for place in places)
        for place in places if now > 0 else ():
            found[place] *= size / now


def whole(sizes: Sequence[int], fitted: Sequence[Sequence[float]]) -> Sequence[Sequence[int]]:
    """Return whole numbers for what was fitted: each row adds up, and columns keep near it.

    What a row is given too much or too little of, the next rows make good. What is nought stays.
    """
    left = [0.0] * len(fitted[0]) if fitted else []
    found = []
    for size, row in zip(sizes, fitted, strict=True):
        mine = [int(one) for one in row]
        may = [code for code, one in enumerate(row) if one > 0]
        for _one in range(size - sum(mine) if may else 0):
            code = max(may, key=lambda one: row[one] - mine[one] + left[one])
            mine[code] += 1
        left = [old + one - given for old, one, given in zip(left, row, mine, strict=True)]
        found.append(mine)
    return found
