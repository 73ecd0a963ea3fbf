"""Three tables, each of two of three things: whole people stand behind all of them at once.

Tied two by two, areas, ages and genders leave a mark open of which all three say more. So what is
printed is proved once more, with a table of all three above them: the period by itself, and with
the periods that lie in it or around it, as finely as those tell people apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from casework.protect.ground import Ground
    from casework.protect.nodes import Dims
    from casework.protect.shape import Counted, Key, Name, Told

# Where more codes of a dimension are told, the widest of them alone are proved so.
_MANY: Final = 40


@dataclass(frozen=True, slots=True)
class Three:
    """Some dimensions, with the periods, and all that is told of them in some periods.

    `two` is how many codes a cell has that is of two of them.
    """

    dims: Dims
    told: Sequence[Told]
    counted: Sequence[Counted]
    two: int

    @property
    def crossed(self) -> Sequence[Name]:
        """Return each new cell that is of two of the dimensions."""
        return [one for one in self._new if self.crosses(one)]

    @property
    def at_stake(self) -> Sequence[Name]:
        """Return what is not told without a proof: what is of two, or else what is of one."""
        return self.crossed or [one for one in self._new if len(one.key) == self.two - 1]

    @property
    def _new(self) -> Iterator[Name]:
        yield from (one.name for one in self.counted if not one.watched)

    def crosses(self, name: Name) -> bool:
        """Tell whether a cell is of two of the dimensions."""
        return len(name.key) == self.two


def threes(told: Sequence[Told], counted: Sequence[Counted], ground: Ground) -> Iterator[Three]:
    """Yield what three tables tell of each period that is new, and with the periods around it."""
    used: defaultdict[str, set[Dims]] = defaultdict(set)
    known = [one.name for one in (*told, *ground.plain)]
    for name in (*known, *(one.name for one in counted)):
        used[name.people].add(dims_of(name))
    for people in sorted({one.name.people for one in counted if not one.watched}):
        for dims in _above(used[people], ground):
            old = [one for one in told if is_told_by(one.name, people, dims)]
            new = [one for one in counted if is_told_by(one.name, people, dims)]
            plain = [one for one in ground.plain if is_told_by(one.name, people, dims)]
            every = Three(dims, old, new, len(dims) - 1)
            for period in sorted({period_of(name, ground) for name in every.crossed}):
                yield from _around(every, plain, period, ground)


def _around(every: Three, plain: Sequence[Told], period: Key, ground: Ground) -> Iterator[Three]:
    mine = _in(every, plain, {period}, ground)
    yield mine
    known = {period_of(one.name, ground) for one in every.told if every.crosses(one.name)}
    near = {one for one in known - {period} if meet(one, period, ground)}
    if near:
        codes = {
            pair
            for one in every.told
            if period_of(one.name, ground) in near
            for pair in one.name.key
        }
        yield _among(_in(every, plain, {period, *near}, ground), codes.union(period))


def _in(every: Three, plain: Sequence[Told], periods: Collection[Key], ground: Ground) -> Three:
    """Return what is told of some periods."""
    told = [one for one in (*every.told, *plain) if period_of(one.name, ground) in periods]
    counted = [one for one in every.counted if period_of(one.name, ground) in periods]
    used: defaultdict[str, set[str]] = defaultdict(set)
    for name in (*(one.name for one in told), *(one.name for one in counted)):
        for dim, code in name.key:
            used[dim].add(code)
    return _among(Three(every.dims, told, counted, every.two), {*_widest(used, ground)})


def _widest(used: Mapping[str, Collection[str]], ground: Ground) -> Iterator[tuple[str, str]]:
    for dim, codes in used.items():
        held = {code: ground.dimensions[dim].codes[code] for code in codes}
        few = len(codes) <= _MANY
        yield from (
            (dim, code)
            for code, mine in held.items()
            if few or not any(mine < other for other in held.values())
        )


def _among(three: Three, codes: Collection[tuple[str, str]]) -> Three:
    """Return what is told by some codes alone."""
    told = [one for one in three.told if all(pair in codes for pair in one.name.key)]
    counted = [one for one in three.counted if all(pair in codes for pair in one.name.key)]
    return Three(three.dims, told, counted, three.two)


def _above(used: Iterable[Dims], ground: Ground) -> Iterator[Dims]:
    """Yield all three dimensions, with the periods, of which some cells tell each two."""
    pairs: defaultdict[Dims, set[Dims]] = defaultdict(set)
    for block in used:
        named = tuple(dim for dim in block if ground.dimensions[dim].named)
        pairs[named].update(combinations([dim for dim in block if dim not in named], 2))
    for named, known in sorted(pairs.items()):
        for a, b in sorted(known):
            for third in sorted({c for _b, c in known if (a, c) in known and (b, c) in known}):
                dims = tuple(sorted([a, b, third, *named]))
                if not any(set(dims) <= set(block) for block in used):
                    yield dims


def is_told_by(name: Name, people: str, dims: Dims) -> bool:
    """Tell whether a cell is of some people, by some dimensions and no others."""
    return name.people == people and set(dims_of(name)) <= set(dims)


def period_of(name: Name, ground: Ground) -> Key:
    """Return the period of a cell."""
    return tuple(pair for pair in name.key if ground.dimensions[pair[0]].named)


def meet(one: Key, other: Key, ground: Ground) -> bool:
    """Tell whether two periods share a month."""
    held = {dim: ground.dimensions[dim].codes[code] for dim, code in one}
    mine = {dim: ground.dimensions[dim].codes[code] for dim, code in other}
    return all(held[dim] & mine[dim] for dim in held.keys() & mine.keys())


def dims_of(name: Name) -> Dims:
    """Return the dimensions of a cell."""
    return tuple(dim for dim, _code in name.key)
