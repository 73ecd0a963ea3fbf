"""The unknown people behind published tables, as columns, sums and bounds.

In parts: each set of dimensions that some table crosses is a table of unknown counts, and any two
of them sum up to the same wherever both can be summed up alike. Whole: one table of all dimensions
at once, which knows more and is only for small worlds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from attacker_reads import Key, Published

Classes = list[frozenset[str]]


@dataclass
class Part:
    """One table of unknown counts."""

    dims: tuple[str, ...]
    classes: list[Classes]
    first: int

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(one) for one in self.classes)

    def columns(self, chosen: dict[str, frozenset[str]]) -> list[int]:
        """Return the columns within the atoms chosen."""
        axes = [
            [n for n, one in enumerate(held) if one <= chosen.get(dim, one)]
            for dim, held in zip(self.dims, self.classes, strict=True)
        ]
        found = []
        for at in product(*axes):
            number = 0
            for place, length in zip(at, self.shape, strict=True):
                number = number * length + place
            found.append(self.first + number)
        return found


@dataclass
class World:
    """Unknown counts from nought up, and rows of sums of them between bounds."""

    width: int = 0
    parts: dict[str, list[Part]] = field(default_factory=dict)
    rows: list[tuple[list[int], list[int], float, float]] = field(default_factory=list)
    asked: dict[tuple[str, Key], int] = field(default_factory=dict)

    def matrix(self) -> csr_matrix:
        """Return the rows as a sparse matrix."""
        at, where, value = [], [], []
        for n, (plus, minus, _lo, _hi) in enumerate(self.rows):
            at += [n] * (len(plus) + len(minus))
            where += plus + minus
            value += [1.0] * len(plus) + [-1.0] * len(minus)
        return csr_matrix((value, (at, where)), shape=(len(self.rows), self.width))

    def columns(self, people: str, chosen: dict[str, frozenset[str]]) -> list[int]:
        """Return the columns of some people within the atoms chosen, in the smallest part."""
        dims = set(chosen)
        fitting = [
            one
            for one in self.parts[people]
            if dims <= set(one.dims)
            and all(
                not (held & chosen[dim]) or held <= chosen[dim]
                for dim in dims
                for held in one.classes[one.dims.index(dim)]
            )
        ]
        return min(fitting, key=lambda one: int(np.prod(one.shape))).columns(chosen)


def world(told: Published, *, whole: bool = False) -> World:
    """Return all that is known of the people behind what was published."""
    made = World()
    keys = _keys(told)
    for people in sorted(keys):
        made.parts[people] = _parts(told, sorted(keys[people]), made, whole=whole)
        for a, b, shared in _tied(made.parts[people]):
            made.rows += _alike(a, b, shared)
    for cell in told.cells:
        if cell.masked:
            made.asked[cell.people, cell.key] = len(made.rows)
        columns = made.columns(cell.people, chosen(told, cell.key))
        made.rows.append((columns, [], cell.lo, cell.hi))
    for people, key in told.targets:
        made.asked[people, key] = len(made.rows)
        made.rows.append((made.columns(people, chosen(told, key)), [], 0, np.inf))
    made.rows += _between(made, told, keys)
    return made


def _between(
    made: World, told: Published, keys: dict[str, set[Key]]
) -> Iterable[tuple[list[int], list[int], float, float]]:
    """Yield what ties those who are counted in one to those who are counted in others."""
    for one, parts in told.unions:
        for key in sorted(keys[one]):
            yield from _union(made, one, parts, chosen(told, key))
    for small, big in told.within:
        for key in sorted(keys[small]):
            held = chosen(told, key)
            yield made.columns(big, held), made.columns(small, held), 0, np.inf
    yield from _among(made, told, keys)
    for left, one, part in told.remainders:
        for key in sorted(keys[left]):
            every = [made.columns(people, chosen(told, key)) for people in (one, part, left)]
            yield every[0], every[1] + every[2], 0, 0


def _among(
    made: World, told: Published, keys: dict[str, set[Key]]
) -> Iterable[tuple[list[int], list[int], float, float]]:
    """Yield that some people are all among those of some codes of others."""
    for small, big, codes in told.among:
        some: dict[str, frozenset[str]] = {}
        for dim, code in codes:
            some[dim] = some.get(dim, frozenset()) | told.codes[dim][code]
        for key in sorted(keys[small]):
            held = chosen(told, key)
            yield made.columns(big, held | some), made.columns(small, held), 0, np.inf


def _keys(told: Published) -> dict[str, set[Key]]:
    """Return the cells of each people; those in a union are told apart alike."""
    keys: dict[str, set[Key]] = {}
    for people, key in [*((one.people, one.key) for one in told.cells), *told.targets]:
        keys.setdefault(people, set()).add(key)
    groups = [(one, *parts) for one, parts in told.unions] + [*told.within, *told.remainders]
    for small, big, codes in told.among:
        mine = keys.setdefault(small, set())
        finer = {tuple(sorted([*key, code])) for key in mine for code in codes}
        keys[big] = keys.get(big, set()) | finer
    waiting = True
    while waiting:
        waiting = False
        for group in groups:
            every = set().union(*(keys.get(one, set()) for one in group))
            waiting = waiting or any(keys.get(one, set()) != every for one in group)
            keys |= {one: set(every) for one in group}
    return keys


def _union(
    made: World, one: str, parts: Sequence[str], held: dict[str, frozenset[str]]
) -> Iterable[tuple[list[int], list[int], float, float]]:
    """Yield that a whole holds each of its parts, and nobody who is in none."""
    most = made.columns(one, held)
    some = [made.columns(part, held) for part in parts]
    for few in some:
        yield most, few, 0, np.inf
    yield [column for few in some for column in few], most, 0, np.inf


def chosen(told: Published, key: Key) -> dict[str, frozenset[str]]:
    """Return the atoms of each code of a cell."""
    return {dim: told.codes[dim][code] for dim, code in key}


def _parts(told: Published, keys: Sequence[Key], made: World, *, whole: bool) -> list[Part]:
    used = {tuple(dim for dim, _code in key) for key in keys}
    if whole:
        used = {tuple(sorted({dim for one in used for dim in one}))}
    largest = sorted(one for one in used if not any(set(one) < set(other) for other in used))
    parts = []
    for dims in largest:
        mine = [key for key in keys if _home(key, largest) == dims]
        classes = []
        for dim in dims:
            sets = {told.codes[dim][code] for key in mine for name, code in key if name == dim}
            classes.append(_classes(told.atoms[dim], sets))
        part = Part(dims, classes, made.width)
        made.width += int(np.prod(part.shape))
        parts.append(part)
    return parts


def _home(key: Key, parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the part of fewest dimensions in which a cell can be summed up."""
    held = {dim for dim, _code in key}
    return min((one for one in parts if held <= set(one)), key=lambda one: (len(one), one))


def _classes(atoms: Iterable[str], sets: Iterable[frozenset[str]]) -> Classes:
    ordered = sorted(sets, key=sorted)
    alike: dict[tuple[bool, ...], set[str]] = {}
    for atom in atoms:
        alike.setdefault(tuple(atom in one for one in ordered), set()).add(atom)
    return [frozenset(one) for one in alike.values()]


def _tied(parts: Sequence[Part]) -> Iterable[tuple[Part, Part, tuple[str, ...]]]:
    """Yield which parts have to sum up alike, and over which dimensions.

    Those that tell the same codes apart go in a chain: what holds from one to the next holds
    between any two. The first of each chain is tied to the first of every other.
    """
    for shared in sorted({_shared(a, b) for a, b in combinations(parts, 2)}):
        chains: dict[tuple[frozenset[frozenset[str]], ...], list[Part]] = {}
        for one in parts:
            if set(shared) <= set(one.dims):
                told = tuple(frozenset(one.classes[one.dims.index(dim)]) for dim in shared)
                chains.setdefault(told, []).append(one)
        for chain in chains.values():
            yield from ((a, b, shared) for a, b in pairwise(chain))
        firsts = [chain[0] for chain in chains.values()]
        yield from ((a, b, shared) for a, b in combinations(firsts, 2))


def _shared(a: Part, b: Part) -> tuple[str, ...]:
    return tuple(dim for dim in a.dims if dim in b.dims)


def _alike(
    a: Part, b: Part, shared: Sequence[str]
) -> Iterable[tuple[list[int], list[int], float, float]]:
    """Yield that two parts sum up to the same over what both can tell apart."""
    axes = [_joined(a.classes[a.dims.index(dim)], b.classes[b.dims.index(dim)]) for dim in shared]
    for at in product(*axes):
        held = dict(zip(shared, at, strict=True))
        yield a.columns(held), b.columns(held), 0, 0


def _joined(one: Classes, other: Classes) -> Classes:
    """Return the finest classes of which both are finer, or the same."""
    groups = [set(held) for held in one]
    for held in other:
        touching = [group for group in groups if group & held]
        groups = [group for group in groups if not group & held]
        groups.append(set(held).union(*touching))
    return [frozenset(group) for group in groups]
