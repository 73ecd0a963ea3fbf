"""One proof: the system, the questions to it, and what is told less finely on the way.

Each mark has to stand for nobody and for one fewer than the least number alike, for whoever
knows all that was ever published and how it was made. Where it would not, what is new is told
less finely, margins later than what they sum up, until it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from casework.protect.errors import NotProtected
from casework.protect.giving import NEAR, Slack, Step
from casework.protect.printed import Mark, ladder, reach
from casework.protect.sides import Side, moved, sides, widest
from casework.protect.solver import Effort, Solver
from casework.protect.system import ANY, Sums, system_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence, Sized

    from casework.protect.ground import Ground
    from casework.protect.nodes import Dims
    from casework.protect.printed import Printed
    from casework.protect.shape import Counted, Name, Told
    from casework.protect.system import Floats
    from casework.protect.watching import Watch

    # What may be printed for each new cell; None: nothing may.
    Printable = Mapping[Name, Printed | None]

# So many have to be shown by one answer; after so many that show fewer each is asked of by itself.
_MANY, _POOR = 8, 2
# In a table above three an answer about one is nearly as dear.
_MANY_ABOVE, _POOR_ABOVE = 2, 10
# How much dearer the last of those that are asked of at once is than the first.
_STEEP: Final = 3.0


class Proof:
    """One run: the system, the questions to it, and what is told less finely on the way."""

    def __init__(
        self,
        told: Sequence[Told],
        counted: Sequence[Counted],
        ground: Ground,
        watch: Watch,
        above: Dims = (),
    ) -> None:
        self._ground, self._watch, self._effort = ground, watch, Effort(ground.effort)
        self._told, self._above = told, above
        self.steps: list[tuple[Counted, Step]] = [
            (one, Step(ladder(one.count, ground.least), reach(one.count, ground.least)))
            for one in counted
            if not one.watched
        ]
        names = names_of(told, counted)
        self.system = system_of(names, ground.dimensions, ground.within, above)
        self._names = names
        self._sums = [self.system.cells[name] for name in names]
        self._solver = Solver(self.system, self._sums, 0, self._effort)
        self._sides: tuple[Side, ...] = ()
        self._slacks: dict[Side | None, Slack] = {}
        self._new = dict(enumerate(self.steps, len(told)))
        self._tops = marks_of(told, counted, ground)
        self._all = Sums(self._sums)
        self._highest = np.array([float(self._tops.get(n, 0)) for n in range(len(names))])
        for n in range(len(told) + len(self.steps)):
            self._solver.bound(n, *self._bounds(n))
        # How many questions were answered before these, and how many there are in all.
        self.beside = (0, self.questions)
        # What has still to be shown as nobody and as the most that it says; and whether an answer
        # to all of it is known already.
        self.left = {top: dict.fromkeys(self._tops) for top in (False, True)}
        self.held = False
        # Who hears of each answer that was found.
        self.hearers: list[Callable[[Floats], None]] = []

    def _bounds(self, number: int) -> tuple[float, float]:
        """Return what is said of a cell: told before, new, or nothing."""
        if number < len(self._told):
            printed = self._told[number].printed
            return float(printed.lo), float(printed.hi)
        number -= len(self._told)
        return self.steps[number][1].bounds() if number < len(self.steps) else (0.0, ANY)

    def begin(self, printed: Printable) -> None:
        """Begin at what may be printed of new cells beside something else."""
        for n, (one, step) in enumerate(self.steps, len(self._told)):
            if one.name in printed:
                step.go_on(printed[one.name])
                self._solver.bound(n, *step.bounds())

    def proved(self, printed: Printable) -> Printable:
        """Return what may be printed, no finer than before; raises NotProtected without a proof."""
        self.begin(printed)
        if not self.held:
            self.fit()
        for top in (False, True):
            self.prove(top=top)
        return {one.name: step.now for one, step in self.steps}

    def fit(self) -> None:
        """Tell less until there could be people of whom everything that was ever told is true."""
        found = self._solver.answer()
        if found is None:
            found = self._give(None, 0.0, self._slack_of(None))
        if found is None:
            raise NotProtected("register")
        _say(self.hearers, found)
        if self.system.loose:
            self._part(found)

    def _part(self, found: Floats) -> None:
        """Have each side of the system asked by itself, beside an answer that leaves it room."""
        wide = widest(self.system, self._solver, found)
        within = self._ground.within
        self._sides = (*sides(self.system, self._sums, within, wide, self._effort),)
        for n in range(len(self._told) + len(self.steps)):
            self._bound(n, *self._bounds(n))

    def _bound(self, number: int, lo: float, hi: float) -> None:
        """Set the bounds of one cell, wherever it is asked of."""
        asked: tuple[Solver | Side, ...] = (*self._sides, self._solver)
        for solver in asked:
            solver.bound(number, lo, hi)

    @property
    def questions(self) -> int:
        """Return how many: of each mark whether it may be nobody, and whether its most."""
        return 2 * len(self._tops)

    def prove(self, *, top: bool) -> None:
        """Show for each mark that it could stand for nobody, or for the most that it says."""
        left = self.left[top]
        for solver in self._sides or (self._solver,):
            self._together(solver, left, top=top)
        for side in (*self._sides, None):
            order = [number for number in left if side is None or number in side]
            # What lies in one place is asked of in turn: beside the same others it may be shown.
            order.sort(key=lambda one: self._names[one].key if side else ())
            for number in order:
                self._tell(left, top=top)
                if number in left and not (side and self._beside(side, left, number, top=top)):
                    self._alone(side, left, number, top=top)
        self._tell(left, top=top)

    def _tell(self, left: Sized, *, top: bool) -> None:
        """Say how far it is: first those with nobody behind them are shown, then with the most."""
        before, whole = self.beside
        self._watch.tell(before + len(self._tops) * (1 + top) - len(left), whole)

    def _beside(self, side: Side, left: dict[int, None], number: int, *, top: bool) -> bool:
        """Tell whether a mark is shown by one side, beside the others as they stand."""
        found = self._answer(side, number, float(self._tops[number]) if top else 0.0)
        self._strike(left, found, top=top)
        return found is not None

    def _alone(self, side: Side | None, left: dict[int, None], number: int, *, top: bool) -> None:
        """Ask of one mark whoever there is; where there is no answer, new cells give way."""
        value = float(self._tops[number]) if top else 0.0
        found = None
        if side:
            found = side.free(number, value, self._bounds(number))
            if found is None and self._give(number, value, self._slack_of(side)) is None:
                del left[number]
                return
            mine = self._answer(side, number, value) if found is None else None
            found = mine if found is None else moved(side, self._sides, found)
        if found is None:
            found = self._answer(self._solver, number, value)
        if found is None:
            found = self._give(number, value, self._slack_of(None))
        left.pop(number)
        self._strike(left, found, top=top)
        if found is not None and side:
            side.stand(found)
            if not side.large:
                self._push(side, [one for one in left if one in side], top=top)
                self._strike(left, side.answer(), top=top)
                side.prefer(np.zeros(self.system.width))

    def _answer(self, solver: Solver | Side, number: int, value: float) -> Floats | None:
        """Return an answer in which one cell has a value."""
        solver.bound(number, value, value)
        found = solver.answer()
        solver.bound(number, *self._bounds(number))
        return found

    def _together(self, solver: Solver | Side, left: dict[int, None], *, top: bool) -> None:
        """Show by each answer as many marks as can be, until one shows few."""
        order = [one for one in left if not isinstance(solver, Side) or one in solver]
        poor, enough = 0, _MANY_ABOVE if self._above else _MANY
        while order and poor < (_POOR_ABOVE if self._above else _POOR):
            self._watch.demand()
            order.reverse()
            self._push(solver, order, top=top)
            found = solver.answer()
            if found is None and solver is self._solver:
                raise NotProtected("fit")
            self._strike(left, found, top=top)
            many, order = len(order), [number for number in order if number in left]
            poor = poor + 1 if many - len(order) < enough else 0
        # What is dear would have the solver look for the best answer, where any will do.
        solver.prefer(np.zeros(self.system.width))

    def _push(self, solver: Solver | Side, order: Sequence[int], *, top: bool) -> None:
        """Have all that is left as low, or as high, as can be at once; one answer shows many.

        Of several that sum up to something one has to be somebody: the cheapest, so that the
        others are shown, and it itself when the order has turned round.
        """
        costs = np.zeros(self.system.width)
        for place, number in enumerate(order):
            price = 1.0 + _STEEP * place / len(order)
            if top and self._bounds(number)[1] == ANY:
                continue
            costs[self._sums[number].plus] += -price if top else price
            costs[self._sums[number].minus] -= -price if top else price
        solver.prefer(costs)

    def _strike(self, left: dict[int, None], found: Floats | None, *, top: bool) -> None:
        """Leave out all that one answer shows at once."""
        if found is None:
            return
        _say(self.hearers, found)
        values = self._all.of(found)
        shown = values >= self._highest - NEAR if top else values <= NEAR
        for number in [number for number in left if shown[number]]:
            del left[number]

    def _give(self, number: int | None, value: float, slack: Slack) -> Floats | None:
        """Tell new cells less finely, as little as will do, so that a sum can have a value.

        What earlier figures alone rule out is not told, or was no secret when they were made.
        """
        mine = number in self._new
        if number is not None:
            slack.fix(number, value, mine=mine)
        found = slack.solver.answer()
        if number is None and found is not None:
            found = slack.fewer(found)
        if number is not None and not mine:
            slack.bound(number, *self._bounds(number))
        if found is None:
            self._leave(number)
        for n, (_one, step) in self._new.items():
            before = step.now
            if found is not None and n in slack:
                step.widen(slack.cells[n].of(found))
            if step.now is not before or n == number:
                self._hold(n, step)
        return found

    def _hold(self, number: int, step: Step) -> None:
        """Hold a new cell to what is said of it now, wherever it is asked of."""
        self._bound(number, *step.bounds())
        for slack in self._slacks.values():
            if number in slack:
                slack.hold(number, step)

    def _slack_of(self, side: Side | None) -> Slack:
        """Return the system in which new cells of a side, or of all, may give way; few need it."""
        if side not in self._slacks:
            system, cells = self.system, dict(enumerate(self._sums))
            if side:
                system, cells = side.own, side.cells
            new = {n: one for n, one in self._new.items() if n in cells}
            self._slacks[side] = Slack(system, cells, new, self._effort)
            for n in range(len(self._told)):
                if n in cells:
                    self._slacks[side].bound(n, *self._bounds(n))
        slack = self._slacks[side]
        slack.solver.begin_at(side.solver if side else self._solver)
        return slack

    def _leave(self, number: int | None) -> None:
        """Leave a new mark out that earlier figures contradict; one told before must hold."""
        if number is None or (number < len(self._told) and not self._above):
            raise NotProtected("register")
        number -= len(self._told)
        # What was told before says of itself at once stays said, and nothing new adds to it.
        if 0 <= number < len(self.steps):
            self.steps[number][1].now = None


def _say(hearers: Sequence[Callable[[Floats], None]], found: Floats) -> None:
    for hear in hearers:
        hear(found)


def names_of(told: Sequence[Told], counted: Sequence[Counted]) -> list[Name]:
    """Return each cell in the order of a proof: what was told, what is printed, what is watched."""
    return [one.name for one in told] + [one.name for one in _in_order(counted)]


def marks_of(told: Sequence[Told], counted: Sequence[Counted], ground: Ground) -> dict[int, int]:
    """Return the most that each mark may be, and each few that are watched, in that order."""
    tops = {
        n: one.printed.hi
        for n, one in enumerate(told)
        if isinstance(one.printed, Mark) and one.name not in ground.given_up
    }
    for n, one in enumerate(_in_order(counted), len(told)):
        if one.count < (ground.watched_below if one.watched else ground.least):
            tops[n] = ground.least - 1
    return tops


def _in_order(counted: Sequence[Counted]) -> Sequence[Counted]:
    return sorted(counted, key=lambda one: one.watched)
