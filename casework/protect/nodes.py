"""The tables behind published cells: as fine as the cells tell them apart, and no finer.

People that are told apart by the same dimensions make a block; what two blocks have in common is
a table of its own that both must sum up to. So much is known to whoever has all that was published.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casework.protect.shape import Dimension, Key

Dims = tuple[str, ...]
Classes = tuple[frozenset[str], ...]
Columns = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Node:
    """One table: its dimensions, the classes of finest codes in each, and its first column."""

    dims: Dims
    classes: tuple[Classes, ...]
    first: int

    @property
    def size(self) -> int:
        """Return how many columns the table has."""
        return prod(len(one) for one in self.classes)

    def columns(self, chosen: Mapping[str, frozenset[str]]) -> Columns:
        """Return the columns within the codes chosen; a dimension without one is taken whole."""
        axes = [
            [n for n, one in enumerate(classes) if dim not in chosen or one <= chosen[dim]]
            for dim, classes in zip(self.dims, self.classes, strict=True)
        ]
        shape = tuple(len(one) for one in self.classes)
        if not shape:
            return np.array([self.first])
        grid = np.ix_(*axes)
        return np.asarray(np.ravel_multi_index(grid, shape)).reshape(-1) + self.first


def tables(
    keys: Iterable[Key], dimensions: Mapping[str, Dimension], first: int, above: Dims = ()
) -> tuple[list[Node], dict[Dims, Node]]:
    """Return the tables behind some cells, and which holds the cells of which dimensions.

    One may be put above those of fewer dimensions: it sums up to all of them at once.
    """
    used: dict[Dims, set[Key]] = defaultdict(set)
    for key in keys:
        used[tuple(dim for dim, _code in key)].add(key)
    blocks = [one for one in sorted(used) if not any(set(one) < set(other) for other in used)]
    shared = _shared(blocks) - set(blocks)
    homes = {dims: _home(dims, [*shared, *blocks]) for dims in used}
    told: dict[Dims, set[Key]] = {dims: set() for dims in [*blocks, *shared]}
    for dims, home in homes.items():
        told[home] |= used[dims]
    if above:
        below = {key for dims in blocks if set(dims) < set(above) for key in used[dims]}
        told[above] = told.get(above, set()) | below
    nodes: dict[Dims, Node] = {}
    for dims in sorted(told, key=lambda one: (-len(one), one)):
        finer = [node for other, node in nodes.items() if set(dims) < set(other)]
        classes = tuple(
            _classes(dimensions[dim], _told_apart(dim, told[dims], finer, dimensions))
            for dim in dims
        )
        nodes[dims] = Node(dims, classes, first)
        first += nodes[dims].size
    return list(nodes.values()), {dims: nodes[home] for dims, home in homes.items()}


def _told_apart(
    dim: str, keys: Iterable[Key], above: Iterable[Node], dimensions: Mapping[str, Dimension]
) -> set[frozenset[str]]:
    """Return the sets of finest codes that cells, or a table above, tell from the others."""
    codes = {code for key in keys for name, code in key if name == dim}
    finer = {one for node in above for one in node.classes[node.dims.index(dim)]}
    return {dimensions[dim].codes[code] for code in codes} | finer


def parted(
    keys: Iterable[Key], dimensions: Mapping[str, Dimension]
) -> Iterator[tuple[Dims, Mapping[str, frozenset[str]]]]:
    """Yield what cells tell apart, and what is left beside them: dimensions, and codes of each.

    Whoever has a sum and all cells of it but one has that one too.
    """
    used: dict[Dims, set[Key]] = defaultdict(set)
    for key in keys:
        used[tuple(dim for dim, _code in key)].add(key)
    for dims, some in sorted(used.items()):
        classes = [
            _classes(dimensions[dim], _told_apart(dim, some, (), dimensions)) for dim in dims
        ]
        for chosen in product(*classes):
            yield dims, dict(zip(dims, chosen, strict=True))


def links(nodes: Sequence[Node]) -> list[tuple[Node, Node]]:
    """Return each table with those next above it, which must sum up to the same."""
    found = []
    for low in nodes:
        above = [one for one in nodes if set(low.dims) < set(one.dims)]
        found += [
            (low, high)
            for high in above
            if not any(set(low.dims) < set(one.dims) < set(high.dims) for one in above)
        ]
    return found


def _shared(blocks: Iterable[Dims]) -> set[Dims]:
    """Return what any of some blocks have in common: two of them, or two of what those have."""
    found = {_both(a, b) for a, b in combinations(blocks, 2)}
    while more := {_both(a, b) for a, b in combinations(found, 2)} - found:
        found |= more
    return found


def _both(a: Dims, b: Dims) -> Dims:
    return tuple(dim for dim in a if dim in b)


def _home(dims: Dims, nodes: Iterable[Dims]) -> Dims:
    """Return the smallest table that has all dimensions of a cell."""
    return min((one for one in nodes if set(dims) <= set(one)), key=lambda one: (len(one), one))


def _classes(dimension: Dimension, sets: Iterable[frozenset[str]]) -> Classes:
    """Return the finest codes, put together where no code in use tells them apart."""
    ordered = sorted(sets, key=sorted)
    alike: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for atom in dimension.atoms:
        alike[tuple(atom in one for one in ordered)].append(atom)
    return tuple(
        frozenset(atoms)
        for signature, atoms in alike.items()
        if any(signature) or not dimension.named
    )
