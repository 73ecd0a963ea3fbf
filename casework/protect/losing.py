"""Which marks nobody can keep any more, since others have published what betrays them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.protect.errors import NotProtected
from casework.protect.printed import Mark
from casework.protect.solver import Effort, Solver
from casework.protect.system import system_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.protect.ground import Ground
    from casework.protect.shape import Name, Told


def lost(told: Sequence[Told], ground: Ground) -> tuple[Name, ...]:
    """Return the marks that cannot stand for nobody, or not for the most that they say.

    Raises NotProtected where not all of it can be true of one population.
    """
    told = [*told, *ground.plain]
    system = system_of([one.name for one in told], ground.dimensions, ground.within)
    sums = [system.cells[one.name] for one in told]
    solver = Solver(system, sums, 0, Effort(ground.effort))
    for number, one in enumerate(told):
        solver.bound(number, float(one.printed.lo), float(one.printed.hi))
    if solver.answer() is None:
        raise NotProtected("outside")
    found = []
    for number, one in enumerate(told):
        if not isinstance(one.printed, Mark) or one.name in ground.given_up:
            continue
        for end in (one.printed.lo, one.printed.hi):
            solver.bound(number, float(end), float(end))
            if solver.answer() is None:
                found.append(one.name)
                break
        solver.bound(number, float(one.printed.lo), float(one.printed.hi))
    return tuple(found)
