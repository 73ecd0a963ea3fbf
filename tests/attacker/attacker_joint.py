"""The strongest attacker: one table of all dimensions at once, of whole people.

Whoever reads tables two by two may miss what all of them rule out together, and halves of people
are no people. This one asks for whole tables that fit everything; it is slow, and for small worlds.
It has so many seconds of the processor: beside other work it takes longer, and finds no less.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import highspy
import numpy as np
from attacker_asks import Attacker

if TYPE_CHECKING:
    from attacker_reads import Key, Published

_NEAR = 1e-5
_EACH = 10.0


@dataclass
class Verdict:
    """What was ruled out of the hidden cells, what was shown to be possible, and what is open."""

    found: list[tuple[Key, int]] = field(default_factory=list)
    possible: int = 0
    open: list[tuple[Key, int]] = field(default_factory=list)


class Joint:
    """One attack with whole people on the cells of a few dimensions."""

    def __init__(self, told: Published, dimensions: tuple[str, ...], seconds: float = 60.0) -> None:
        few = set(dimensions)
        self._told = replace(
            told,
            cells=[one for one in told.cells if {dim for dim, _ in one.key} <= few],
            targets=[one for one in told.targets if {dim for dim, _ in one[1]} <= few],
        )
        self._seconds = seconds
        self._attacker = Attacker(self._told, whole=True, integers=True)
        self._attacker._solver.setOptionValue("presolve", "on")

    @property
    def joint(self) -> int:
        """Return how many cells the whole table has."""
        return self._attacker._world.width

    def verdict(self) -> Verdict:
        """Ask for each hidden cell whether it may be nobody, and whether it may be its most."""
        world, until = self._attacker._world, time.process_time() + self._seconds
        said = Verdict()
        seen: set[tuple[int, int]] = set()
        mosts = {row: self._attacker.most[name] for name, row in world.asked.items()}
        ends = [(row, 0) for row in mosts] + [*mosts.items()]
        names = {row: key for (_people, key), row in world.asked.items()}
        for row, end in ends:
            if (row, end) in seen:
                continue
            rows = self._answer(row, end, until - time.process_time())
            if rows is None:
                said.open.append((names[row], end))
            elif not len(rows):
                said.found.append((names[row], end))
            else:
                seen |= {
                    (other, most)
                    for other, high in mosts.items()
                    for most in (0, high)
                    if (rows[other] >= most - _NEAR if most else rows[other] <= _NEAR)
                }
        said.possible = len(seen)
        return said

    def _answer(self, row: int, end: int, left: float) -> np.ndarray | None:
        """Return the sums of one whole table in which a cell has an end.

        Empty: there is none. None: it was not found out in the time that is left.
        """
        if left <= 0:
            return None
        solver = self._attacker._solver
        _plus, _minus, lo, hi = self._attacker._world.rows[row]
        solver.setOptionValue("time_limit", solver.getRunTime() + min(left, _EACH))
        solver.changeRowBounds(row, end, hi if end else 0)
        solver.run()
        status = solver.getModelStatus()
        rows = np.array(solver.getSolution().row_value)
        solver.changeRowBounds(row, lo, hi)
        if status == highspy.HighsModelStatus.kInfeasible:
            return np.zeros(0)
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        return rows
