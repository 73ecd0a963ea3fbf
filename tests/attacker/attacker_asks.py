"""What an attacker can prove from published tables alone.

For each mark, and each cell that could be worked out as what is left: the fewest and the most
people it may stand for. And whether all that was ever published can be true of one population.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np
from attacker_world import World, world
from highspy._core import _Highs  # the wrapper prints a line whenever one is made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attacker_reads import Key, Published

_ENDLESS = 10**9
_NEAR = 1e-5
_MANY = 10
_STEEP = 3.0
_YES, _NO = "yes", "no"
# From the last answer, where little has changed; from within, where that is of no help.
_NEAR_BY = (("solver", "choose"), ("presolve", "off"))
_FROM_WITHIN = (("solver", "ipx"), ("presolve", "on"))
# In a small world every way is short.
_LARGE = 1_000
_LONG = 1_000


@dataclass(frozen=True)
class Bounds:
    """What one hidden cell may be, as far as all that was published tells."""

    people: str
    key: Key
    lo: int
    hi: int
    masked: bool
    most: int

    @property
    def narrowed(self) -> bool:
        """Tell whether more is known than that it is anything up to its most."""
        return self.lo > 0 or self.hi < self.most

    @property
    def exact(self) -> bool:
        """Tell whether the very count is known."""
        return self.lo == self.hi

    @property
    def near(self) -> bool:
        """Tell whether the count is known within one."""
        return self.hi - self.lo <= 2

    @property
    def exists(self) -> bool:
        """Tell whether it is certain that somebody is there."""
        return self.lo >= 1


def fewests(told: Published) -> dict[tuple[str, Key], int]:
    """Return the fewest that each hidden cell may be as far as its own mark says."""
    found = dict.fromkeys(told.targets, 0)
    return found | {(one.people, one.key): one.lo for one in told.cells if one.masked}


def mosts(told: Published) -> dict[tuple[str, Key], int]:
    """Return the most that each hidden cell may be as far as its own mark says."""
    found = dict.fromkeys(told.targets, told.most)
    for one in told.cells:
        if one.masked:
            name = (one.people, one.key)
            found[name] = min(one.hi, found.get(name, one.hi))
    return found


class Attacker:
    """One attack on a register."""

    def __init__(
        self,
        told: Published,
        *,
        whole: bool = False,
        integers: bool = False,
        brief: bool = False,
    ) -> None:
        """Take a register; `brief`: of what is left over no more is asked than whether."""
        self._told = told
        # Of large groups that are left over it is plain that somebody is there, and dear how many.
        self._whether = {one for one in told.targets if brief} - {
            (one.people, one.key) for one in told.cells if one.masked
        }
        self._world = world(told, whole=whole)
        self._integers = integers
        self.most = mosts(told)
        # What is asked of each: its fewest, and its most, as far as they are known.
        self._ends = {False: fewests(told), True: dict(self.most)}
        self._solver = self._made(self._world)
        self._far = self._is_large()

    def _is_large(self) -> bool:
        return self._world.width >= _LARGE and not self._integers

    def _made(self, known: World) -> _Highs:
        solver = _Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "off")
        # One number of threads for all solvers of a process, or the second one gives up.
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)
        matrix = known.matrix()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = known.width, len(known.rows)
        model.col_cost_, model.col_lower_ = np.zeros(known.width), np.zeros(known.width)
        model.col_upper_ = np.full(known.width, highspy.kHighsInf)
        model.row_lower_ = np.array([row[2] for row in known.rows], dtype=float)
        model.row_upper_ = np.array([row[3] for row in known.rows], dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        if self._integers:
            model.integrality_ = [highspy.HighsVarType.kInteger] * known.width
            solver.setOptionValue("time_limit", 60.0)
        solver.passModel(model)
        return solver

    def _set(self, options: Iterable[tuple[str, str]]) -> None:
        for option, value in options:
            self._solver.setOptionValue(option, value)

    def consistent(self) -> bool:
        """Tell whether one population fits all that was published."""
        return self._run() is not None

    def hidden(self) -> list[Bounds]:
        """Return what may be behind each mark and each target.

        What one answer of the solver shows to be possible is not asked again: first all are
        pushed down at once, then up, then each that has not been seen at both ends by itself.
        """
        return self._found([*self._world.asked])

    def _found(self, names: list[tuple[str, Key]]) -> list[Bounds]:
        marks = {(one.people, one.key) for one in self._told.cells if one.masked}
        lows = self._end(names, top=False)
        highs = self._end(names, top=True)
        return [
            Bounds(*name, lows[name], highs[name], name in marks, self.most[name]) for name in names
        ]

    def _end(self, names: list[tuple[str, Key]], *, top: bool) -> dict[tuple[str, Key], int]:
        """Return for each hidden cell its fewest, or its most as far as its mark goes."""
        sign = -1.0 if top else 1.0
        rows = {name: self._world.asked[name] for name in names}
        everything = np.arange(self._world.width, dtype=np.int32)
        free = np.zeros(self._world.width)
        found = {} if top else dict.fromkeys(self._plain(names), 1)
        before = -_MANY
        order = [*rows.items()]
        # All that are left at once, as long as one answer shows many: those first that were last,
        # since of several that sum up to something only one has to be somebody.
        while len(found) - before >= _MANY:
            before = len(found)
            costs = np.zeros(self._world.width)
            order.reverse()
            for place, (name, row) in enumerate(order):
                if name not in found:
                    costs[self._world.rows[row][0]] += sign * (1 + _STEEP * place / len(order))
            self._solver.changeColsCost(len(costs), everything, costs)
            self._far = self._is_large()
            self._strike(found, rows, top=top)
        # Whether there is any answer is a question without a cost, and quicker to answer.
        self._solver.changeColsCost(len(costs), everything, free)
        for name, row in rows.items():
            if name in found:
                continue
            columns, _minus, lo, hi = self._world.rows[row]
            basis, end = self._solver.getBasis(), self._ends[top][name]
            self._solver.changeRowBounds(row, *((end, hi) if top else (lo, end)))
            seen = self._strike(found, rows, top=top)
            self._solver.changeRowBounds(row, lo, hi)
            if not seen:
                self._solver.setBasis(basis)
                short = name in self._whether
                found[name] = end + int(sign) if short else self._extreme(columns, sign)
        return found

    def _plain(self, names: Iterable[tuple[str, Key]]) -> list[tuple[str, Key]]:
        """Return of what is asked briefly that of which one subtraction shows somebody."""
        printed: dict[tuple[str, Key], tuple[float, float]] = {}
        for one in self._told.cells:
            lo, hi = printed.get((one.people, one.key), (0.0, np.inf))
            printed[one.people, one.key] = max(lo, one.lo), min(hi, one.hi)

        def ends(people: str, key: Key) -> tuple[float, float]:
            turned = [pair for pair in key if pair[1] == _NO]
            if (people, key) in printed or not turned:
                return printed.get((people, key), (0.0, np.inf))
            rest = tuple(pair for pair in key if pair != turned[0])
            yes = tuple(sorted([*rest, (turned[0][0], _YES)]))
            (low, high), (few, many) = ends(people, rest), ends(people, yes)
            return max(0.0, low - many), high - few

        return [name for name in names if name in self._whether and ends(*name)[0] >= 1]

    def _strike(
        self,
        found: dict[tuple[str, Key], int],
        asked: dict[tuple[str, Key], int],
        *,
        top: bool,
    ) -> bool:
        """Note all hidden cells that one answer shows at an end; say whether there is one."""
        value = self._run()
        if value is None:
            return False
        if np.isinf(value):
            raise RuntimeError("a hidden cell without an upper end")
        rows = np.array(self._solver.getSolution().row_value)
        for name, row in asked.items():
            end = self._ends[top][name]
            if (rows[row] >= end - _NEAR) if top else (rows[row] <= end + _NEAR):
                found.setdefault(name, end)
        return True

    def sharpened(self) -> list[Bounds]:
        """Return the same as `hidden`, for whoever knows besides that people are whole.

        What only half a person would fit is ruled out, then what that rules out in turn.
        """
        found: dict[tuple[str, Key], Bounds] = {}
        left = [*self._world.asked]
        while left:
            found |= {(one.people, one.key): one for one in self._found(left)}
            known = [name for name in left if self._held(name, found[name])]
            left = [name for name in left if not found[name].exact] if known else []
        return [*found.values()]

    def _held(self, name: tuple[str, Key], one: Bounds) -> bool:
        """Hold a hidden cell to what was found of it; tell whether that is more than was known."""
        row = self._world.asked[name]
        columns, minus, _lo, hi = self._world.rows[row]
        # What is left over may be more than it was asked for.
        hi = one.hi if one.hi < one.most else hi
        self._world.rows[row] = columns, minus, one.lo, hi
        self._solver.changeRowBounds(row, one.lo, hi)
        new = (one.lo, one.hi) != (self._ends[False][name], self._ends[True][name])
        self._ends[False][name], self._ends[True][name] = one.lo, one.hi
        return new

    def narrowed(self) -> list[Bounds]:
        """Return the hidden cells of which more is known than their mark says."""
        return [one for one in self.hidden() if one.narrowed]

    def _extreme(self, columns: list[int], sign: float) -> int:
        """Return the fewest (sign 1) or most (sign -1) of a sum; raises where nothing fits."""
        at = np.array(columns, dtype=np.int32)
        self._solver.changeColsCost(len(at), at, np.full(len(at), sign))
        self._far = self._is_large()
        value = self._run()
        self._solver.changeColsCost(len(at), at, np.zeros(len(at)))
        if value is None:
            raise ValueError("nothing fits what was published")
        if np.isinf(value):
            return 0 if sign > 0 else _ENDLESS
        total = sign * value
        return int(np.ceil(total - 1e-6)) if sign > 0 else int(np.floor(total + 1e-6))

    def _run(self) -> float | None:
        if not self._far and self._is_large():
            self._solver.setOptionValue("simplex_iteration_limit", _LONG)
            self._solver.run()
            self._solver.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
            # A way from the last answer that does not end is left for one from within.
            self._far = self._solver.getModelStatus() == highspy.HighsModelStatus.kIterationLimit
        if self._far:
            self._far = False
            self._solver.clearSolver()
            self._set(_FROM_WITHIN)
            self._solver.run()
            self._set(_NEAR_BY)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status == highspy.HighsModelStatus.kUnbounded:
            return -np.inf
        if status == highspy.HighsModelStatus.kTimeLimit and self._integers:
            return float(self._solver.getInfo().mip_dual_bound)
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"the solver gave up: {status}")
        return float(self._solver.getInfo().objective_function_value)
