"""What tables say of some things at a time, spread over one table of all of them.

An answer to the tables is one to the table above them where people can stand behind all at once.
That they can is found by iterative proportional fitting (Deming and Stephan 1940): a hundredth of
what a solver takes. Where it comes to no end that says nothing, and the solver is asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from casework.protect.nodes import parted, tables
from casework.protect.system import NO_COLUMNS, Sum, Sums
from casework.protect.threes import dims_of, period_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.protect.ground import Ground
    from casework.protect.nodes import Columns, Dims, Node
    from casework.protect.shape import Key, Name
    from casework.protect.system import Floats, System

# As near as the solver takes for the same.
_NEAR: Final = 1e-7
# So often all is fitted before it is looked at, so often it is looked at, and by how much it has
# to be nearer each time: where nobody can stand behind all, it comes nearer ever more slowly.
_FITS, _LOOKS, _NEARER = 5, 60, 0.8


@dataclass(frozen=True, slots=True)
class _Part:
    """Columns of the table above, and of which of some sums each is one."""

    columns: Columns
    sums: Columns
    held: slice

    def of(self, held: Floats) -> Floats:
        """Return the sums where each column holds so many people."""
        many = self.held.stop - self.held.start
        return np.bincount(self.sums, held[self.columns], many).astype(float)


class Spread:
    """Cells of some people, and the one table that has all dimensions of them."""

    def __init__(self, names: Sequence[Name], dims: Dims, system: System, ground: Ground) -> None:
        """Take the cells, the dimensions of the table, and the system of which answers come."""
        nodes, _homes = tables((one.key for one in names), ground.dimensions, 0, dims)
        (above,) = (one for one in nodes if one.dims == dims)
        homes = system.homes[names[0].people]
        self.size, sums = above.size, list[Sum]()
        self._parts: list[_Part] = []
        for mine, keys in _of_a_period(names, ground):
            classes = [chosen for _dims, chosen in parted(keys, ground.dimensions)]
            self._parts.append(_part(above, classes, len(sums)))
            sums += [Sum(homes[mine].columns(chosen), NO_COLUMNS) for chosen in classes]
        self._sums = Sums(sums)

    def fits(self, found: Floats) -> bool:
        """Tell whether people were found who can stand behind an answer in all tables at once."""
        wanted = self._sums.of(found)
        held, off = np.ones(self.size), float("inf")
        for _look in range(_LOOKS):
            for _fit in range(_FITS):
                self._fit(held, wanted)
            before, off = off, self._off(held, wanted)
            if off <= _NEAR:
                return True
            if off > before * _NEARER:
                return False
        return False

    def _fit(self, held: Floats, wanted: Floats) -> None:
        """Have each table in turn sum up to what is wanted of it."""
        for part in self._parts:
            now, sums = wanted[part.held], part.of(held)
            more = np.divide(now, sums, out=np.zeros(len(now)), where=sums > 0)
            held[part.columns] *= more[part.sums]

    def _off(self, held: Floats, wanted: Floats) -> float:
        """Return by how many people that sum is wrong that is most so."""
        return max(float(np.abs(one.of(held) - wanted[one.held]).max()) for one in self._parts)


def _of_a_period(names: Iterable[Name], ground: Ground) -> Iterable[tuple[Dims, Sequence[Key]]]:
    """Return the cells by dimensions and period: what they tell apart, holds each person once."""
    found: defaultdict[tuple[Dims, Key], list[Key]] = defaultdict(list)
    for name in names:
        found[dims_of(name), period_of(name, ground)].append(name.key)
    return [(dims, keys) for (dims, _period), keys in sorted(found.items())]


def _part(above: Node, classes: Sequence[Mapping[str, frozenset[str]]], first: int) -> _Part:
    columns = [above.columns(chosen) for chosen in classes]
    sums = np.repeat(np.arange(len(classes)), [len(one) for one in columns])
    return _Part(np.concatenate(columns), sums, slice(first, first + len(classes)))
