"""Numbers, marks and ranges that betray nobody, whatever else was published before.

Each mark has to stand for nobody and for one fewer than the least number alike, for whoever
knows all that was ever published and how it was made. Where it would not, what is new is told
less finely, margins later than what they sum up, until it does.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from casework.protect.apart import asunder
from casework.protect.errors import NotProtected
from casework.protect.printed import Mark, Span, ladder, reach
from casework.protect.shape import Told
from casework.protect.solver import Effort, Solver, Sum
from casework.protect.system import ANY, system_of
from casework.protect.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casework.protect.nodes import Columns
    from casework.protect.printed import Printed
    from casework.protect.shape import Counted, Dimension, Name, Within
    from casework.protect.solver import Floats
    from casework.protect.system import System

_NEAR: Final = 1e-5
_MARGIN: Final = 3.0
_MASKED: Final = 200.0
_GONE: Final = 4.0
_WAYS: Final = 3
# After so many looks for fewer cells that give way, hardly any more are found.
_ROUNDS: Final = 3
# So many have to be shown by one answer; after two that show fewer each is asked of by itself.
_MANY: Final = 8
_POOR: Final = 2
# How much dearer the last of those that are asked of at once is than the first.
_STEEP: Final = 3.0
_NONE: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the protection stands on: codes, ties between peoples, the least number, and effort.

    So many steps the solver may take for people who are tied: minutes, and the same everywhere.
    """

    dimensions: Mapping[str, Dimension]
    within: Sequence[Within]
    least: int
    effort: int = 1_000_000
    # Marks of earlier figures that others have betrayed since: nothing can keep them any more.
    given_up: frozenset[Name] = frozenset()
    # Cells that hold nobody, as everybody knows without any figures.
    never: tuple[Name, ...] = ()

    @property
    def plain(self) -> Sequence[Told]:
        """Return what everybody knows besides what was told: where nobody is."""
        return [Told(name, Span(0, 0)) for name in self.never]

    @property
    def watched_below(self) -> int:
        """Return below which count what is left over is watched.

        It is half as much again as is told: some may take their consent back later, and what is
        few then must not have been given away before.
        """
        return self.least + self.least // 2


def protect(
    told: Sequence[Told], counted: Sequence[Counted], ground: Ground, watch: Watch | None = None
) -> Mapping[Name, Printed | None]:
    """Return what may be printed for each new cell; None: nothing may.

    Raises NotProtected where no proof is found in time, or none is wanted any more; then nothing
    may be published at all.
    """
    watch = watch or Watch()
    try:
        return _protected(told, counted, ground, watch)
    except NotProtected as refused:
        sure = [one for one in ground.within if not one.among]
        if refused.code != "register" or len(sure) == len(ground.within):
            raise
    # What was told contradicts who had come by then: whoever reads it cannot rely on that either.
    return _protected(told, counted, replace(ground, within=sure), watch)


def _protected(
    told: Sequence[Told], counted: Sequence[Counted], ground: Ground, watch: Watch
) -> Mapping[Name, Printed | None]:
    parts = asunder([*told, *ground.plain], counted, ground.within)
    works = [_Work(old, new, ground, watch) for old, new in parts]
    before, whole = 0, sum(work.questions for work in works)
    for work in works:
        work.beside = before, whole
        work.fit()
        for top in (False, True):
            work.prove(top=top)
        before += work.questions
    return {one.name: step.now for work in works for one, step in work.steps}


@dataclass(slots=True)
class _Step:
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
        return (0.0, ANY) if self.now is None else (float(self.now.lo), float(self.now.hi))

    def widen(self, value: float) -> None:
        """Go on to what holds a value."""
        while self.now is not None and not self.now.lo - _NEAR <= value <= self.now.hi + _NEAR:
            self.now = next(self.rest, None)


class _Work:
    """One run: the system, the questions to it, and what is told less finely on the way."""

    def __init__(
        self, told: Sequence[Told], counted: Sequence[Counted], ground: Ground, watch: Watch
    ) -> None:
        self._ground, self._watch, self._effort = ground, watch, Effort(ground.effort)
        self._told = told
        printed = [one for one in counted if not one.watched]
        self.steps: list[tuple[Counted, _Step]] = [
            (one, _Step(ladder(one.count, ground.least), reach(one.count, ground.least)))
            for one in printed
        ]
        watched = [one for one in counted if one.watched]
        names = [one.name for one in told] + [one.name for one in (*printed, *watched)]
        self._system = system_of(names, ground.dimensions, ground.within)
        self._columns = [self._system.cells[name] for name in names]
        sums = [Sum(one, _NONE) for one in self._columns]
        self._solver = Solver(self._system, sums, 0, self._effort)
        self._slack: _Slack | None = None
        first = len(told)
        self._tops = {
            n: one.printed.hi
            for n, one in enumerate(told)
            if isinstance(one.printed, Mark) and one.name not in ground.given_up
        }
        self._tops |= {
            first + n: ground.least - 1 for n, (_one, step) in enumerate(self.steps) if step.masked
        }
        first += len(printed)
        self._tops |= {
            first + n: ground.least - 1
            for n, one in enumerate(watched)
            if one.count < ground.watched_below
        }
        for n in range(len(names) - len(watched)):
            self._solver.bound(n, *self._bounds(n))
        # How many questions were answered before these, and how many there are in all.
        self.beside = (0, self.questions)

    def _bounds(self, number: int) -> tuple[float, float]:
        """Return what is said of a cell: told before, new, or nothing."""
        if number < len(self._told):
            printed = self._told[number].printed
            return float(printed.lo), float(printed.hi)
        number -= len(self._told)
        return self.steps[number][1].bounds() if number < len(self.steps) else (0.0, ANY)

    def fit(self) -> None:
        """Tell less until there could be people of whom everything that was ever told is true."""
        if self._solver.answer() is None and self._give(None, 0.0) is None:
            raise NotProtected("register")

    @property
    def questions(self) -> int:
        """Return how many: of each mark whether it may be nobody, and whether its most."""
        return 2 * len(self._tops)

    def prove(self, *, top: bool) -> None:
        """Show for each mark that it could stand for nobody, or for the most that it says."""
        left = dict.fromkeys(self._tops)
        order, poor = [*left], 0
        while left and poor < _POOR:
            self._watch.demand()
            order = [number for number in reversed(order) if number in left]
            self._push(order, top=top)
            self._strike(left, self._solver.answer(), top=top)
            poor = poor + 1 if len(order) - len(left) < _MANY else 0
        # What is dear would have the solver look for the best answer, where any will do.
        self._solver.prefer(np.zeros(self._system.width))
        before, whole = self.beside
        # Those with nobody behind them are shown first, then those with the most.
        before += len(self._tops) if top else 0
        for number in self._tops:
            self._watch.tell(before + len(self._tops) - len(left), whole)
            if number not in left:
                continue
            value = float(self._tops[number]) if top else 0.0
            self._solver.bound(number, value, value)
            found = self._solver.answer()
            if found is None:
                found = self._give(number, value)
            self._solver.bound(number, *self._bounds(number))
            left.pop(number)
            if found is not None:
                self._strike(left, found, top=top)

    def _push(self, order: Sequence[int], *, top: bool) -> None:
        """Have all that is left as low, or as high, as can be at once; one answer shows many.

        Of several that sum up to something one has to be somebody: the cheapest, so that the
        others are shown, and it itself when the order has turned round.
        """
        costs = np.zeros(self._system.width)
        for place, number in enumerate(order):
            price = 1.0 + _STEEP * place / len(order)
            if not top:
                costs[self._columns[number]] += price
            elif self._bounds(number)[1] < ANY:
                costs[self._columns[number]] -= price
        self._solver.prefer(costs)

    def _strike(self, left: dict[int, None], found: Floats | None, *, top: bool) -> None:
        """Leave out all that one answer shows at once."""
        if found is None:
            raise NotProtected("fit")
        for number in [*left]:
            value = found[self._columns[number]].sum()
            if value >= self._tops[number] - _NEAR if top else value <= _NEAR:
                del left[number]

    def _give(self, number: int | None, value: float) -> Floats | None:
        """Tell new cells less finely, as little as will do, so that a sum can have a value.

        What earlier figures alone rule out is not told, or was no secret when they were made.
        """
        slack, first = self._giving(), len(self._told)
        mine = number is not None and 0 <= number - first < len(self.steps)
        if number is not None:
            slack.fix(number, value, mine=mine)
        slack.solver.begin_at(self._solver)
        found = slack.solver.answer()
        if number is None and found is not None:
            found = slack.fewer(found)
        if number is not None and not mine:
            slack.solver.bound(number, *self._bounds(number))
        if found is None:
            self._leave(number)
        for n, (_one, step) in enumerate(self.steps, first):
            before = step.now
            if found is not None:
                step.widen(float(found[self._columns[n]].sum()))
            if step.now is not before or n == number:
                self._solver.bound(n, *step.bounds())
                slack.hold(n, step)
        return found

    def _giving(self) -> _Slack:
        """Return the system in which new cells may give way; few figures ever need it."""
        if self._slack is None:
            tools = self._columns, len(self._told), self.steps
            self._slack = _Slack(self._system, *tools, self._effort)
            for n in range(len(self._told)):
                self._slack.solver.bound(n, *self._bounds(n))
        return self._slack

    def _leave(self, number: int | None) -> None:
        """Leave a new mark out that earlier figures contradict; one told before must hold."""
        if number is None or number < len(self._told):
            raise NotProtected("register")
        number -= len(self._told)
        if number < len(self.steps):
            self.steps[number][1].now = None


class _Slack:
    """The same system where new cells may give way, each at its price.

    A number may be told as a range, down to the least number and no further, and what is told as
    a range below that of everybody no higher: whoever needs more of it, needs it left out.
    """

    def __init__(
        self,
        system: System,
        columns: Sequence[Columns],
        first: int,
        steps: Sequence[tuple[Counted, _Step]],
        effort: Effort,
    ) -> None:
        """Take a system, the cells in it, the first new one, and the effort."""
        self._first, self._width = first, system.width
        sums = [Sum(one, _NONE) for one in columns]
        costs = np.zeros(system.width + _WAYS * len(steps))
        for n, (one, step) in enumerate(steps, first):
            low, high, gone = self._ways(n)
            sums[n] = Sum(np.append(columns[n], [low, gone]), np.array([high]))
            price = _MASKED if step.masked else _MARGIN if one.margin else 1.0
            # What may be no wider upwards than it is gives way there only by being left out.
            higher = price if step.reach[1] == ANY else price * _GONE
            costs[[low, high, gone]] = price, higher, price * _GONE
        self.solver = Solver(system, sums, _WAYS * len(steps), effort)
        self._costs = costs
        self.solver.prefer(costs)
        for n, (_one, step) in enumerate(steps, first):
            self.hold(n, step)

    def _ways(self, number: int) -> tuple[int, int, int]:
        """Return the columns by which a new cell can be lower, higher, or left out."""
        start = self._width + _WAYS * (number - self._first)
        return start, start + 1, start + 2

    def hold(self, number: int, step: _Step) -> None:
        """Hold a new cell to what is said of it now, and let it give way from there."""
        lower = 0.0 if step.now is None else max(0.0, step.now.lo - step.reach[0])
        for column, room in zip(self._ways(number), (lower, ANY, ANY), strict=True):
            self.solver.limit(column, room)
        self.solver.bound(number, *step.bounds())

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
        self.solver.bound(number, value, value)
