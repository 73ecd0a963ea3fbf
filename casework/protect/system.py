"""All that is known of some people from what was published, as one system of sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from casework.protect.nodes import links, tables
from casework.protect.shape import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casework.protect.nodes import Columns, Dims, Node
    from casework.protect.shape import Dimension, Key, Within

ANY: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Tie:
    """Two sums of columns whose difference lies between nought and `most`."""

    plus: Columns
    minus: Columns
    most: float


@dataclass(slots=True)
class System:
    """Columns that are counts of people, what ties them, and the columns behind each cell."""

    width: int = 0
    ties: list[Tie] = field(default_factory=list)
    cells: dict[Name, Columns] = field(default_factory=dict)


def system_of(
    names: Iterable[Name], dimensions: Mapping[str, Dimension], within: Sequence[Within]
) -> System:
    """Return the system behind some cells, whoever their people are."""
    built = System()
    keys: dict[str, set[Key]] = defaultdict(set)
    for name in names:
        keys[name.people].add(name.key)
    known = [one for one in within if keys.keys() & {one.whole, *one.parts}]
    for _turn in known:
        # What is told of one is told of all that are tied to it, through any number of ties.
        for one in known:
            group = (one.whole, *one.parts)
            every = set().union(*(keys[people] for people in group))
            for people in group:
                keys[people] |= every
    for people in sorted(keys):
        _people(built, people, sorted(keys[people]), dimensions)
    for one in known:
        built.ties += _within(built, one, sorted(keys[one.whole]))
    return built


def _people(
    built: System, people: str, keys: Sequence[Key], dimensions: Mapping[str, Dimension]
) -> None:
    nodes, homes = tables(keys, dimensions, built.width)
    built.width = max((one.first + one.size for one in nodes), default=built.width)
    for key in keys:
        built.cells[Name(people, key)] = _columns(key, homes, dimensions)
    for low, high in links(nodes):
        for chosen in _shared(low, high):
            built.ties.append(Tie(low.columns(chosen), high.columns(chosen), 0.0))


def _shared(low: Node, high: Node) -> Iterator[Mapping[str, frozenset[str]]]:
    """Yield the codes for which a table and one above it sum up to the same."""
    axes = [high.classes[high.dims.index(dim)] for dim in low.dims]
    for at in np.ndindex(*(len(one) for one in axes)):
        yield {dim: axes[n][at[n]] for n, dim in enumerate(low.dims)}


def _columns(key: Key, homes: Mapping[Dims, Node], dimensions: Mapping[str, Dimension]) -> Columns:
    node = homes[tuple(dim for dim, _code in key)]
    return node.columns({dim: dimensions[dim].codes[code] for dim, code in key})


def _within(built: System, one: Within, keys: Sequence[Key]) -> Iterator[Tie]:
    """Yield, cell by cell: in the whole no fewer than in each part, and no more than in all."""
    for key in keys:
        whole = built.cells[Name(one.whole, key)]
        parts = [built.cells[Name(part, key)] for part in one.parts]
        for part in parts:
            yield Tie(whole, part, ANY)
        yield Tie(np.concatenate(parts), whole, ANY)
