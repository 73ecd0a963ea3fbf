"""Which other plan tells more: the finest of which seven cells in ten would be numbers.

A longer period, or fewer tables, has more people in each cell. What is advised was proved, so
that whoever takes the advice sees what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.figures.people import MONTH
from casework.figures.plan import cells, dimensions, plans
from casework.protect.errors import NotProtected
from casework.protect.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.figures.plan import Plan
    from casework.figures.proving import Unproved
    from casework.figures.shown import Shown

# Of a hundred cells so many have to be numbers, or another plan is spoken of.
ENOUGH: Final = 70


@dataclass(frozen=True, slots=True)
class Advice:
    """A plan and a period of which enough would be shown, and how many cells of how many."""

    plan: str
    period: str
    numbers: int
    cells: int

    @property
    def percent(self) -> int:
        """Return how many cells of a hundred would be numbers, rather too few than too many."""
        return self.numbers * 100 // self.cells


@dataclass(frozen=True, slots=True, repr=False)
class Advising:
    """Figures that might be published instead, the finest first, none of them proved yet."""

    others: tuple[Unproved, ...]

    def prove(self, watch: Watch | None = None) -> Advice | None:
        """Return the finest plan that shows enough; None where none does. It takes its time.

        Raises NotProtected only where somebody stopped it.
        """
        watch = watch or Watch()
        for one in self.others:
            shown = _proved(one, watch)
            if shown is not None and is_enough(shown.numbers, shown.cells):
                return Advice(shown.plan, shown.period, shown.numbers, shown.cells)
        return None


def is_enough(numbers: int, of: int) -> bool:
    """Tell whether so many numbers of so many cells are worth publishing as they are."""
    return numbers * 100 >= ENOUGH * of


def _proved(one: Unproved, watch: Watch) -> Shown | None:
    """Return what may be printed, unless that cannot be enough or has no proof."""
    if not is_enough(one.numbers_at_most, one.cells):
        return None
    try:
        return one.prove(watch).shown
    except NotProtected:
        watch.demand()
        return None


def coarser(plan_id: str, period: str) -> Iterator[tuple[str, str]]:
    """Yield plans coarser than one, the finest first, each with its period that holds this one."""
    year = int(period[:4])
    periods = dimensions([year])[MONTH].codes
    mine = _fineness(plans()[plan_id])
    for plan in sorted(plans().values(), key=_fineness):
        if _fineness(plan) > mine:
            for code, months in periods.items():
                if len(months) == plan.months and periods[period] <= months:
                    yield plan.id, code


def _fineness(plan: Plan) -> tuple[int, int]:
    """Return how coarse a plan is: longer periods are coarser, and of those fewer cells."""
    return plan.months, -sum(len(mine) for mine in cells(plan, "").values())
