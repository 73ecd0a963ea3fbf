"""Questions to the system: can these sums lie within these bounds, all at once?

Only bounds change between questions, so that each starts from the answer of the last. A solver
that does not come to an end answers nothing: then nothing may be published. When that is, is
counted in its steps and not in seconds: the same figures end alike on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import highspy
import numpy as np
from highspy._core import _Highs  # the wrapper prints a line whenever one is made

from casework.protect.errors import NotProtected
from casework.protect.system import ANY, Tie

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.protect.system import Floats, Sum, System

_OPTIONS: Final = (
    ("output_flag", False),
    ("threads", 1),
    ("random_seed", 0),
    ("dual_simplex_cost_perturbation_multiplier", 0.0),
)
# From the last answer, where only bounds have changed; from within, where the last is of no help.
_NEAR: Final = (("solver", "simplex"), ("presolve", "off"))
_FAR: Final = (("solver", "ipx"), ("presolve", "on"))
# In a small system every way is short.
LARGE: Final = 1_000


@dataclass(slots=True)
class Effort:
    """How many steps the solvers of one proof may still take together."""

    left: int

    def spend(self, taken: int) -> None:
        """Count steps that were taken; raises NotProtected where they were too many."""
        self.left -= max(0, taken)
        if self.left < 0:
            raise NotProtected("solver")


class Solver:
    """One system before the solver: sums of columns by number, each with its bounds."""

    def __init__(self, system: System, sums: Sequence[Sum], spare: int, effort: Effort) -> None:
        """Take a system, sums over its columns, and as many columns more as are spare."""
        self._effort = effort
        self._width = system.width + spare
        self._column: dict[int, int] = {}
        self._row: dict[int, int] = {}
        self._basis: highspy.HighsBasis | None = None
        self._solver = _Highs()
        # Whether the next answer has little to do with the last.
        self._far = self._width >= LARGE
        self._set(_OPTIONS)
        rows = [*system.ties, *system.loose]
        self._loose, taken = len(system.ties), set()
        for number, one in enumerate(sums):
            if one.alone and int(one.plus[0]) not in taken:
                self._column[number] = int(one.plus[0])
                taken.add(self._column[number])
            else:
                self._row[number] = len(rows)
                rows.append(Tie(one.plus, one.minus, ANY))
        self._solver.passModel(_model(rows, self._width))

    def bound(self, number: int, lo: float, hi: float) -> None:
        """Set the bounds of one sum."""
        if number in self._column:
            self._solver.changeColBounds(self._column[number], lo, hi)
        else:
            self._solver.changeRowBounds(self._row[number], lo, hi)

    def limit(self, column: int, hi: float) -> None:
        """Let one column go no higher."""
        self._solver.changeColBounds(column, 0.0, hi)

    def loosen(self, number: int, lo: float, hi: float) -> None:
        """Set by how much a whole may be more than a part among it."""
        self._solver.changeRowBounds(self._loose + number, lo, hi)

    def prefer(self, costs: Floats) -> None:
        """Say what each column costs; of all answers one of the cheapest is given."""
        columns = np.arange(self._width, dtype=np.int32)
        self._solver.changeColsCost(self._width, columns, costs)
        self._far = self._width >= LARGE and bool(costs.any())

    def begin_at(self, other: Solver) -> None:
        """Begin the next question where a smaller system had its last answer, if it had one.

        It has the same sums over the same columns; what is more here takes no part yet.
        """
        known = other._basis
        if known is None:
            return
        rows, columns = list(known.row_status), list(known.col_status)
        alone = {number: columns[column] for number, column in other._column.items()}
        own = rows[: len(rows) - len(other._row)]
        # Where the other has sums besides, what is left of its answer has to be put in order.
        more = len(other._row) + len(other._column) > len(self._row) + len(self._column)
        for number in self._row:
            if number in other._row:
                own.append(rows[other._row[number]])
            else:
                own.append(alone[number])
                columns[other._column[number]] = highspy.HighsBasisStatus.kBasic
        basis = highspy.HighsBasis()
        basis.col_status = columns + [highspy.HighsBasisStatus.kLower] * (
            self._width - len(columns)
        )
        basis.row_status = own
        basis.valid, basis.alien = True, more
        if self._solver.setBasis(basis) == highspy.HighsStatus.kOk:
            self._far = False

    def answer(self) -> Floats | None:
        """Return one answer, the value of each column; None where there is none.

        Raises NotProtected where the solver does not come to an end.
        """
        if self._far:
            self._solver.clearSolver()
            self._set(_FAR)
            self._run()
            self._far = False
        # Where all is said already, this only looks at it.
        self._set(_NEAR)
        self._run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            if self._basis is not None:
                # Where a question without an answer ends is a bad place to begin the next.
                self._solver.setBasis(self._basis)
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NotProtected("solver")
        self._basis = self._solver.getBasis()
        return np.array(self._solver.getSolution().col_value)

    def _run(self) -> None:
        """Let the solver go on, and count what it took; from within it has steps of other kinds."""
        self._set((("simplex_iteration_limit", self._effort.left),))
        self._solver.run()
        told = self._solver.getInfo()
        for taken in (
            told.simplex_iteration_count,
            told.ipm_iteration_count,
            told.crossover_iteration_count,
        ):
            self._effort.spend(taken)

    def _set(self, options: Iterable[tuple[str, bool | int | float | str]]) -> None:
        for option, value in options:
            self._solver.setOptionValue(option, value)


def _model(rows: Sequence[Tie], width: int) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = width, len(rows)
    model.col_cost_, model.col_lower_ = np.zeros(width), np.zeros(width)
    model.col_upper_ = np.full(width, highspy.kHighsInf)
    model.row_lower_ = np.zeros(len(rows))
    model.row_upper_ = np.array([one.most for one in rows])
    lengths = [len(one.plus) + len(one.minus) for one in rows]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
    parts = [part for one in rows for part in (one.plus, one.minus)]
    signs = [
        np.full(len(part), sign)
        for one in rows
        for part, sign in ((one.plus, 1.0), (one.minus, -1.0))
    ]
    model.a_matrix_.index_ = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
    model.a_matrix_.value_ = np.concatenate([np.zeros(0), *signs])
    return model
