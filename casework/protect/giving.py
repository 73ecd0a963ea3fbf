"""New cells on their ladders, and the system in which they give way where a proof fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from casework.protect.printed import Mark
from casework.protect.solver import Solver
from casework.protect.system import ANY, Sum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casework.protect.printed import Printed
    from casework.protect.shape import Counted
    from casework.protect.solver import Effort
    from casework.protect.system import Floats, System

NEAR: Final = 1e-5
_MARGIN: Final = 3.0
_MASKED: Final = 200.0
_GONE: Final = 4.0
_WAYS: Final = 3
# After so many looks for fewer cells that give way, hardly any more are found.
_ROUNDS: Final = 3


@dataclass(slots=True)
class Step:
    """Where a new cell stands on its ladder."""

    rest: Iterator[Printed]
    # From how many on, and up to how many, it may be told as a range.
    reach: tuple[float, float]
    now: Printed | None = None
    masked: bool = field(init=False)

    def __post_init__(self) -> None:
        self.now = next(self.rest)
        self.masked = isinstance(self.now, Mark)

    def bounds(self) -> tuple[float, float]:
        """Return what is said of it: no fewer, and no more."""
        return (0.0, ANY) if self.now is None else (float(self.now.lo), float(self.now.hi))

    def go_on(self, printed: Printed | None) -> None:
        """Go on to what was found elsewhere."""
        while self.now is not None and self.now != printed:
            self.now = next(self.rest, None)

    def widen(self, value: float) -> None:
        """Go on to what holds a value."""
        while self.now is not None and not self.now.lo - NEAR <= value <= self.now.hi + NEAR:
            self.now = next(self.rest, None)


class Slack:
    """The same system where new cells may give way, each at its price.

    A number may be told as a range, down to the least number and no further, and what is told as
    a range below that of everybody no higher: whoever needs more of it, needs it left out.
    """

    def __init__(
        self,
        system: System,
        cells: Mapping[int, Sum],
        steps: Mapping[int, tuple[Counted, Step]],
        effort: Effort,
    ) -> None:
        """Take a system, the cells in it by number, which of them are new, and the effort."""
        self._width, self.cells = system.width, cells
        self._place = {number: n for n, number in enumerate(cells)}
        self._first = {number: system.width + _WAYS * n for n, number in enumerate(steps)}
        sums = [*cells.values()]
        costs = np.zeros(system.width + _WAYS * len(steps))
        for number, (one, step) in steps.items():
            low, high, gone = self._ways(number)
            mine = cells[number]
            plus, minus = np.append(mine.plus, [low, gone]), np.append(mine.minus, high)
            sums[self._place[number]] = Sum(plus, minus)
            price = _MASKED if step.masked else _MARGIN if one.margin else 1.0
            # What may be no wider upwards than it is gives way there only by being left out.
            higher = price if step.reach[1] == ANY else price * _GONE
            costs[[low, high, gone]] = price, higher, price * _GONE
        self.solver = Solver(system, sums, _WAYS * len(steps), effort)
        self._costs = costs
        self.solver.prefer(costs)
        for number, (_one, step) in steps.items():
            self.hold(number, step)

    def _ways(self, number: int) -> tuple[int, int, int]:
        """Return the columns by which a new cell can be lower, higher, or left out."""
        start = self._first[number]
        return start, start + 1, start + 2

    def __contains__(self, number: int) -> bool:
        return number in self._place

    def bound(self, number: int, lo: float, hi: float) -> None:
        """Set the bounds of one cell."""
        self.solver.bound(self._place[number], lo, hi)

    def hold(self, number: int, step: Step) -> None:
        """Hold a new cell to what is said of it now, and let it give way from there."""
        lower = 0.0 if step.now is None else max(0.0, step.now.lo - step.reach[0])
        for column, room in zip(self._ways(number), (lower, ANY, ANY), strict=True):
            self.solver.limit(column, room)
        self.bound(number, *step.bounds())

    def fewer(self, found: Floats) -> Floats:
        """Return an answer in which fewer cells give way than in one that was found.

        The cheapest is many that give way a little, where few that do so more would do: whatever
        gives way becomes cheaper, the more it does, and the rest stays as dear as it was.
        """
        for _round in range(_ROUNDS):
            gave = found[self._width :].reshape(-1, _WAYS).sum(axis=1)
            costs = self._costs.copy()
            costs[self._width :] /= 1.0 + np.repeat(gave, _WAYS)
            self.solver.prefer(costs)
            again = self.solver.answer()
            found = found if again is None else again
        self.solver.prefer(self._costs)
        return found

    def fix(self, number: int, value: float, *, mine: bool) -> None:
        """Give a cell one value, without giving way itself."""
        for column in self._ways(number) if mine else ():
            self.solver.limit(column, 0.0)
        self.bound(number, value, value)
