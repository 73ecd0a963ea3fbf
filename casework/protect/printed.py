"""What may be printed for a count, from the finest to nothing: a number, then wider ranges.

Below the least number nothing but a mark is printed, for nobody as well, so that a mark never
says that somebody is there. Each step of the ladder lies inside the next, so that widening a
figure later never undoes what was proved of it before: ratios of the steps are odd for that.

Whoever is told counts from fewer on is told those below the least number of everybody as one
range, and no step crosses that number: what is told to everybody afterwards is a mark, or the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.protect.errors import NotProtected

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE: Final = 5
# From so many on a count is told to everybody.
EVERYBODY: Final = 10
_ANY: Final = float("inf")
# The same for every count: were it longer for some, its length would tell of them.
_BASES: Final = tuple(BASE * 3**step for step in range(1, 7))


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark for fewer than the least number, nobody included."""

    least: int

    @property
    def lo(self) -> int:
        """Return nought: a mark does not say that anybody is there."""
        return 0

    @property
    def hi(self) -> int:
        """Return the most that the mark stands for."""
        return self.least - 1


@dataclass(frozen=True, slots=True)
class Number:
    """A count to the nearest five; where the least number cuts its lower half off, so it says."""

    value: int
    least: int

    @property
    def lo(self) -> int:
        """Return the fewest that the number stands for."""
        return max(self.least, self.value - BASE // 2)

    @property
    def hi(self) -> int:
        """Return the most that the number stands for."""
        return self.value + BASE // 2


@dataclass(frozen=True, slots=True)
class Span:
    """A range, both ends within it."""

    lo: int
    hi: int


Printed = Mark | Number | Span


def ladder(count: int, least: int) -> Iterator[Printed]:
    """Yield what may be printed for a count, each inside the next; after the last, nothing may."""
    if count < least:
        yield Mark(least)
        return
    lowest, highest = reach(count, least)
    if highest < _ANY:
        yield Span(lowest, int(highest))
        return
    yield Number(_nearest(count, BASE), lowest)
    told: Span | None = None
    for base in _BASES:
        middle = _nearest(count, base)
        span = Span(max(lowest, middle - base // 2), middle + base // 2)
        if span != told:
            yield span
        told = span


def reach(count: int, least: int) -> tuple[int, float]:
    """Return from how many on, and up to how many, a count that is told may be told as a range."""
    if least <= count < EVERYBODY:
        return least, EVERYBODY - 1
    return max(least, EVERYBODY), _ANY


def coarsened(printed: Printed, least: int) -> Printed:
    """Return what was printed for somebody who may be told a little more, for those who may not.

    It holds all that was printed then, and so tells nobody anything new. Raises NotProtected for
    what an earlier rule printed across the least number: whatever stood there would say so.
    """
    if isinstance(printed, Mark):
        return Mark(max(least, printed.least))
    if printed.lo >= least:
        return printed
    if printed.hi < least:
        return Mark(least)
    raise NotProtected("register")


def _nearest(count: int, base: int) -> int:
    """Return the multiple of an odd base that is nearest to a count."""
    return (count + base // 2) // base * base
