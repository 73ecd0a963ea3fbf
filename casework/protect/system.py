"""All that is known of some people from what was published, as one system of sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from casework.protect.nodes import links, parted, tables
from casework.protect.shape import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casework.protect.nodes import Columns, Dims, Node
    from casework.protect.shape import Dimension, Key, Within

Floats = NDArray[np.float64]
ANY: Final = float("inf")
NO_COLUMNS: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Tie:
    """Two sums of columns whose difference lies between nought and `most`."""

    plus: Columns
    minus: Columns
    most: float


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of some columns, less that of others."""

    plus: Columns
    minus: Columns

    @property
    def alone(self) -> bool:
        """Tell whether it is one column and nothing else."""
        return len(self.plus) == 1 and not len(self.minus)

    def of(self, found: Floats) -> float:
        """Return what it is where each column has some value."""
        less = found[self.minus].sum() if len(self.minus) else 0.0
        return float(found[self.plus].sum() - less)


class Sums:
    """Many sums over the same columns, worked out at once."""

    def __init__(self, sums: Sequence[Sum]) -> None:
        """Take all of them."""
        sides = [[one.plus for one in sums], [one.minus for one in sums]]
        self._columns = [np.concatenate([NO_COLUMNS, *side]) for side in sides]
        self._of = [
            np.repeat(np.arange(len(side)), [len(columns) for columns in side]) for side in sides
        ]
        self._many = len(sums)

    def of(self, found: Floats) -> Floats:
        """Return what each is where each column has some value."""
        plus, minus = (
            np.bincount(number, found[columns], minlength=self._many)
            for number, columns in zip(self._of, self._columns, strict=True)
        )
        return np.asarray(plus - minus)


@dataclass(slots=True)
class System:
    """Columns that are counts of people, what ties them, and the columns behind each cell."""

    width: int = 0
    ties: list[Tie] = field(default_factory=list)
    # Those by which people hold others of whom no more is known: a whole, and a part among it.
    loose: list[Tie] = field(default_factory=list)
    cells: dict[Name, Sum] = field(default_factory=dict)
    # Where the columns of some people begin, and how many they are.
    columns: dict[str, Columns] = field(default_factory=dict)
    # Of all people the table that holds the cells of which dimensions.
    homes: dict[str, dict[Dims, Node]] = field(default_factory=dict)


def system_of(
    names: Iterable[Name],
    dimensions: Mapping[str, Dimension],
    within: Sequence[Within],
    above: Dims = (),
) -> System:
    """Return the system behind some cells, whoever their people are."""
    built = System()
    keys: dict[str, set[Key]] = defaultdict(set)
    for name in names:
        keys[name.people].add(name.key)
    known = [one for one in within if keys.keys() & {one.whole, *one.parts}]
    _share(keys, known)
    # Who is left of a whole is the difference, and has no columns.
    left = {one.parts[1]: keys.pop(one.parts[1]) for one in known if one.among and one.apart}
    for people in sorted(keys):
        _people(built, people, sorted(keys[people]), dimensions, above)
    for one in known:
        if not one.among:
            built.ties += _within(built, one, keys, dimensions)
            continue
        built.loose += _within(built, one, keys, dimensions)
        for key in sorted(left[one.parts[1]]) if one.apart else ():
            built.cells[Name(one.parts[1], key)] = _difference(built, one, key, dimensions)
    return built


def _share(keys: dict[str, set[Key]], within: Sequence[Within]) -> None:
    """Have a whole told apart as finely as its parts, through any number of ties.

    A part is tied where it is told itself, and beside that: nothing is lost by it, for what is
    finer in the whole can be shared out among coarser parts in any way.
    """
    for one in within:
        for people in one.parts if one.among else (one.whole, *one.parts):
            keys[people].add(())
        if one.among and one.apart:
            keys[one.parts[0]] |= keys[one.parts[1]]
    waiting = True
    while waiting:
        waiting = False
        for one in within:
            held = set().union(*(keys[part] for part in one.parts))
            if one.among:
                held = {tuple(sorted([*key, code])) for key in held for code in one.among}
            more = held - keys[one.whole]
            keys[one.whole] |= more
            waiting = waiting or bool(more)


def _people(
    built: System,
    people: str,
    keys: Sequence[Key],
    dimensions: Mapping[str, Dimension],
    above: Dims,
) -> None:
    first = built.width
    nodes, homes = tables(keys, dimensions, first, above)
    built.homes[people] = homes
    built.width = max((one.first + one.size for one in nodes), default=first)
    built.columns[people] = np.arange(first, built.width)
    for key in keys:
        built.cells[Name(people, key)] = Sum(_columns(key, homes, dimensions), NO_COLUMNS)
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


def _within(
    built: System,
    one: Within,
    keys: Mapping[str, set[Key]],
    dimensions: Mapping[str, Dimension],
) -> Iterator[Tie]:
    """Yield, of all told apart: in the whole no fewer than in each part, no more than in all."""
    homes, among = built.homes, _among(one, dimensions)
    # What is left beside a part among others is their difference, and never less than nobody.
    beside = one.apart and bool(one.among)
    for part in one.parts[:1] if beside else () if one.apart else one.parts:
        for dims, chosen in parted(keys[part], dimensions):
            held = tuple(sorted({*dims, *among}))
            whole = homes[one.whole][held].columns({**chosen, **among})
            yield Tie(whole, homes[part][dims].columns(chosen), ANY)
    all_of = one.every and not beside
    common = set.intersection(*(keys[part] for part in one.parts)) if all_of else ()
    for dims, chosen in parted(common, dimensions):
        parts = np.concatenate([homes[part][dims].columns(chosen) for part in one.parts])
        whole = homes[one.whole][tuple(sorted({*dims, *among}))].columns({**chosen, **among})
        yield Tie(parts, whole, 0.0 if one.apart else ANY)


def _difference(built: System, one: Within, key: Key, dimensions: Mapping[str, Dimension]) -> Sum:
    """Return who of a whole, among whom a part is some, is not of that part."""
    chosen = {dim: dimensions[dim].codes[code] for dim, code in key}
    among = _among(one, dimensions)
    dims = tuple(sorted({*chosen, *among}))
    whole = built.homes[one.whole][dims].columns({**chosen, **among})
    return Sum(whole, built.homes[one.parts[0]][tuple(chosen)].columns(chosen))


def _among(one: Within, dimensions: Mapping[str, Dimension]) -> dict[str, frozenset[str]]:
    """Return in each dimension the finest codes of those of a whole of whom a part is some."""
    found: dict[str, frozenset[str]] = {}
    for dim, code in one.among:
        found[dim] = found.get(dim, frozenset()) | dimensions[dim].codes[code]
    return found
