"""What was told by two who did not know of each other, where not all of it can be true.

Two laptops that publish apart may count from other records. Then no population fits all of it, and
whoever reads it may believe either; so what is new is proved against each.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from casework.protect.errors import NotProtected
from casework.protect.solver import Effort, Solver
from casework.protect.system import ANY, system_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.protect.ground import Ground
    from casework.protect.shape import Told


def lines(told: Sequence[Told], ground: Ground) -> Sequence[Sequence[Told]]:
    """Return in which ways what was told can be true, each release whole in one of them at least.

    Beside a release stands all of the others that can be true with it. Raises NotProtected where
    one cannot be true by itself, and where nobody can have published without knowing of another.
    """
    found = []
    left = sorted({one.release for one in told})
    while left:
        first = left[0]
        kept = _fitting(sorted(told, key=lambda one: one.release != first), ground)
        broken = {one.release for one in told if one not in kept}
        if first in broken:
            raise NotProtected("register")
        left = [one for one in left if one in broken]
        found.append([one for one in told if one in kept])
    if len(found) == 1 and len({one.name for one in told}) == len(told):
        raise NotProtected("register")
    return found


def _fitting(told: Sequence[Told], ground: Ground) -> frozenset[Told]:
    """Return, of what was told, in turn all that can be true with what came before it."""
    plain = [*ground.plain]
    names = [one.name for one in (*plain, *told)]
    system = system_of(names, ground.dimensions, ground.within)
    solver = Solver(system, [system.cells[name] for name in names], 0, Effort(ground.effort))
    for number, one in enumerate(plain):
        solver.bound(number, *_ends(one))
    kept: set[Told] = set()
    numbered = enumerate(told, len(plain))
    for _release, some in groupby(numbered, key=lambda pair: pair[1].release):
        mine = [*some]
        for number, one in mine:
            solver.bound(number, *_ends(one))
        if solver.answer() is not None:
            kept.update(one for _number, one in mine)
            continue
        for number, _one in mine:
            solver.bound(number, 0.0, ANY)
        for number, one in mine:
            solver.bound(number, *_ends(one))
            if solver.answer() is None:
                solver.bound(number, 0.0, ANY)
            else:
                kept.add(one)
    return frozenset(kept)


def _ends(one: Told) -> tuple[float, float]:
    return float(one.printed.lo), float(one.printed.hi)
