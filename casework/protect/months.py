"""Two things by the month: who is of both in a quarter, and who is of each in its months.

A quarter tells who is of an area and an age, its months who is of the area and who of the age.
Where both are many in one month, some are both. So what is printed is proved once more, each two
things by themselves, with the months in their table: in all periods that lie in or around each
other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from casework.protect.threes import Three, dims_of, is_told_by, meet, period_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from casework.protect.ground import Ground
    from casework.protect.nodes import Dims
    from casework.protect.shape import Counted, Key, Told


def by_month(told: Sequence[Told], counted: Sequence[Counted], ground: Ground) -> Iterator[Three]:
    """Yield what is told of each two things where a period around tells of each alone."""
    known = [*told, *ground.plain]
    used: defaultdict[str, set[Dims]] = defaultdict(set)
    for name in (*(one.name for one in known), *(one.name for one in counted)):
        used[name.people].add(dims_of(name))
    for people in sorted({one.name.people for one in counted if not one.watched}):
        for dims in sorted(used[people]):
            named = sum(ground.dimensions[dim].named for dim in dims)
            if named and len(dims) == named + 2:
                old = [one for one in known if is_told_by(one.name, people, dims)]
                new = [one for one in counted if is_told_by(one.name, people, dims)]
                yield from _around(Three(dims, old, new, len(dims)), ground)


def _around(every: Three, ground: Ground) -> Iterator[Three]:
    """Yield what all periods tell together that reach what is new, where there are both kinds."""
    names = [*(one.name for one in every.told), *(one.name for one in every.counted)]
    both = {period_of(one, ground) for one in names if every.crosses(one)}
    new = {period_of(one, ground) for one in every.at_stake}
    near = _reached(new, {period_of(one, ground) for one in names}, ground)
    if near & both and near - both:
        told = [one for one in every.told if period_of(one.name, ground) in near]
        counted = [one for one in every.counted if period_of(one.name, ground) in near]
        yield replace(every, told=told, counted=counted)


def _reached(some: set[Key], periods: Collection[Key], ground: Ground) -> set[Key]:
    """Return all periods that share a month with some, or with one that does."""
    found = {one for one in periods if any(meet(one, other, ground) for other in some)}
    return found if found <= some else _reached(found | some, periods, ground)
