"""People who are held by others and of whom no more is known: proved side by side.

Whoever was helped had come by then, and who had come knows nothing else of what was done. So the
others may stay as one answer has them, and whatever is shown of a side then holds with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from casework.protect.apart import grouped
from casework.protect.solver import LARGE, Solver
from casework.protect.system import ANY, Sum, System, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casework.protect.nodes import Columns
    from casework.protect.shape import Within
    from casework.protect.solver import Effort
    from casework.protect.system import Floats

# So many more a whole may be than a part among it, beside what it was: more than anything asks for.
_ROOM: Final = 1_000.0


def widest(system: System, solver: Solver, found: Floats) -> Floats:
    """Return an answer, like one that was found, where parts leave as much of wholes as they can.

    Whoever is asked of one side has most room in it.
    """
    costs = np.zeros(system.width)
    for n, one in enumerate(system.loose):
        costs[one.plus] -= 1.0
        costs[one.minus] += 1.0
        solver.loosen(n, 0.0, max(0.0, Sum(one.plus, one.minus).of(found)) + _ROOM)
    solver.prefer(costs)
    wide = solver.answer()
    for n in range(len(system.loose)):
        solver.loosen(n, 0.0, ANY)
    solver.prefer(np.zeros(system.width))
    return found if wide is None else wide


class Side:
    """Some people by themselves, and all others as one answer has them: asked like a solver."""

    def __init__(
        self, system: System, mine: Columns, sums: Mapping[int, Sum], at: Floats, effort: Effort
    ) -> None:
        """Take a system, the columns of this side, its cells by number, and an answer."""
        self._mine = mine
        place = np.full(system.width, -1)
        place[mine] = np.arange(len(mine))

        def here(columns: Columns) -> Columns:
            found: Columns = place[columns]
            return found[found >= 0]

        ties = [Tie(here(one.plus), here(one.minus), one.most) for one in system.ties]
        own = System(len(mine), [one for one in ties if len(one.plus) or len(one.minus)])
        self.own = own
        self._number = {number: n for n, number in enumerate(sums)}
        self.cells = {n: Sum(here(one.plus), here(one.minus)) for n, one in sums.items()}
        tied = [(Sum(here(one.plus), here(one.minus)), one) for one in system.loose]
        self._held = [(one, tie) for one, tie in tied if len(one.plus) or len(one.minus)]
        sums_of = [*self.cells.values(), *(one for one, _tie in self._held)]
        self.solver = Solver(own, sums_of, 0, effort)
        self.large = own.width >= LARGE
        self.stand(at)

    def stand(self, at: Floats) -> None:
        """Have all others as another answer has them."""
        self.at = at
        for n, (part, tie) in enumerate(self._held, len(self._number)):
            rest = Sum(tie.plus, tie.minus).of(at) - part.of(at[self._mine])
            self.solver.bound(n, -rest, tie.most - rest)

    def free(self, number: int, value: float, ends: tuple[float, float]) -> Floats | None:
        """Return an answer in which a cell has a value, whether or not the others fit to it."""
        self.bound(number, value, value)
        for n in range(len(self._held)):
            self.solver.bound(len(self._number) + n, -ANY, ANY)
        found = self.answer()
        self.bound(number, *ends)
        self.stand(self.at)
        return found

    def __contains__(self, number: int) -> bool:
        return number in self._number

    def bound(self, number: int, lo: float, hi: float) -> None:
        """Set the bounds of one sum, where it is of this side."""
        if number in self._number:
            self.solver.bound(self._number[number], lo, hi)

    def prefer(self, costs: Floats) -> None:
        """Say what each column of all costs."""
        self.solver.prefer(costs[self._mine])

    def answer(self) -> Floats | None:
        """Return one answer for everybody, this side in it; None where there is none beside it."""
        found = self.solver.answer()
        if found is None:
            return None
        whole = self.at.copy()
        whole[self._mine] = found
        return whole


def moved(side: Side, others: Iterable[Side], found: Floats) -> Floats | None:
    """Return an answer for everybody where the others fit themselves to one side, if they can."""
    stood = [(one, one.at) for one in others if one is not side]
    fits: Floats | None = found
    for one, _at in stood:
        if fits is not None:
            one.stand(fits)
            fits = one.answer()
    for one, at in stood:
        one.stand(at)
    return fits


def sides(
    system: System, sums: Sequence[Sum], within: Sequence[Within], at: Floats, effort: Effort
) -> Iterator[Side]:
    """Yield the sides of a system, where it has several."""
    group = grouped(one for one in within if not one.among)
    names = sorted({group.get(people, people) for people in system.columns})
    for name in names if len(names) > 1 else ():
        mine = np.concatenate(
            [held for people, held in system.columns.items() if group.get(people, people) == name]
        )
        inside = np.zeros(system.width, dtype=bool)
        inside[mine] = True
        cells = {
            n: one
            for n, one in enumerate(sums)
            if inside[one.plus].all() and inside[one.minus].all()
        }
        yield Side(system, mine, cells, at, effort)
