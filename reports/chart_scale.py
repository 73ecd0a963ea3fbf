"""The scale of a chart: from nought, in round steps, to just above what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROUND: Final = (1, 2, 5)
# One of something is not to look like a lot: counts have a scale to five at least.
_LEAST_COUNT: Final = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """Steps of one size from nought on."""

    step: Decimal
    steps: int

    @property
    def top(self) -> float:
        """Return the number at the far end."""
        return float(self.step * self.steps)

    def ticks(self) -> list[Decimal]:
        """Return the numbers that are written at the scale, nought first."""
        return [self.step * at for at in range(self.steps + 1)]

    def share(self, value: float) -> float:
        """Return how far along the scale a value stands, from 0 to 1."""
        return value / self.top


def scale_over(numbers: Iterable[float], steps: int) -> Scale:
    """Return the scale of a chart of some numbers, whole ones being counts."""
    found = list(numbers)
    whole = all(isinstance(one, int) for one in found)
    return scale_for(max([*found, _LEAST_COUNT if whole else 0]), steps, whole=whole)


def scale_for(most: float, steps: int, *, whole: bool) -> Scale:
    """Return the finest scale of few steps that holds a value; whole numbers get whole steps."""
    wanted = Decimal(str(most))
    for step in _round_steps(wanted, whole=whole):
        needed = max(1, int((wanted / step).to_integral_value(ROUND_CEILING)))
        if needed <= max(1, steps):
            return Scale(step, needed)
    raise AssertionError


def _round_steps(most: Decimal, *, whole: bool) -> Iterator[Decimal]:
    """Yield 1, 2, 5, 10, 20 … from far below a number on."""
    lowest = most.adjusted() - 2 if most else -1
    for power in count(max(0, lowest) if whole else lowest):
        for digit in _ROUND:
            yield Decimal(digit).scaleb(power)
