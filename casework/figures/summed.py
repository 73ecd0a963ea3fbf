"""The true counts of cells, out of the sums that the store keeps up.

These are true counts; they go nowhere but into the protection.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING

from casework.figures.people import AREA, MONTH, NO, PEOPLE
from casework.figures.sums import all_flags, name_of_way, plain_of, ways
from casework.figures.ties import without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casework.figures.sums import Way
    from casework.ports.figures import Figures
    from casework.protect.shape import Dimension, Key, Name

# Of whom and by what, in which period; and how many have each code.
Sums = dict[tuple[str, str], Counter[str]]


def are_kept(name: Name) -> bool:
    """Return whether the cell of a name follows from sums that are kept."""
    if name.people != PEOPLE:
        return " " in name.people and without(name) is None
    return MONTH in dict(name.key) and _way_of(name.key) in ways()


def read_counts(
    figures: Figures, names: Collection[Name], codes: Mapping[str, Dimension], today: date
) -> Mapping[Name, int]:
    """Return the true count of each cell, of those who agree on a day."""
    needed = {pair for name in names for pair in _pairs(name, codes)}
    held: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for period, kind, code, count in figures.sums(sorted(needed), today):
        held[period, kind][code] = count
    sums: Sums = {}
    return {name: _count(name, codes, held, sums) for name in names}


def _pairs(name: Name, codes: Mapping[str, Dimension]) -> Iterator[tuple[str, str]]:
    """Yield the period and the name of all sums from which a cell follows."""
    if name.people != PEOPLE:
        kinds, _, period = name.people.rpartition(" ")
        yield period, kinds
        return
    months = codes[MONTH].codes[dict(name.key)[MONTH]]
    for kind, _sign in _parts(name.key):
        yield from ((month, kind) for month in months)


def _parts(key: Key) -> Sequence[tuple[str, int]]:
    """Return the sums of which those with the codes of a cell are the sum or the difference."""
    no = tuple(dim for dim, code in key if code == NO and dim in all_flags())
    return _parted(_way_of(key), no)


@cache
def _parted(way: Way, no: Way) -> Sequence[tuple[str, int]]:
    rest = [dim for dim in way if dim not in no]
    return [
        (name_of_way([*rest, *turned]), (-1) ** size)
        for size in range(len(no) + 1)
        for turned in combinations(no, size)
    ]


def _way_of(key: Key) -> Way:
    return tuple(sorted(dim for dim, _code in key if dim != MONTH))


def _count(
    name: Name,
    codes: Mapping[str, Dimension],
    held: Mapping[tuple[str, str], Mapping[str, int]],
    sums: Sums,
) -> int:
    told = dict(name.key)
    if name.people != PEOPLE:
        kinds, _, period = name.people.rpartition(" ")
        among = held.get((period, kinds), {})
        within = codes[AREA].codes[told[AREA]] if AREA in told else among
        return sum(among.get(area, 0) for area in within)
    axes = [sorted(codes[dim].codes[told[dim]]) for dim in plain_of(_way_of(name.key))]
    months = codes[MONTH].codes[told[MONTH]]
    total = 0
    for kind, sign in _parts(name.key):
        if (told[MONTH], kind) not in sums:
            sums[told[MONTH], kind] = _together(held, months, kind)
        total += sign * _sum(sums[told[MONTH], kind], axes)
    return total


def _together(
    held: Mapping[tuple[str, str], Mapping[str, int]], months: Iterable[str], kind: str
) -> Counter[str]:
    found: Counter[str] = Counter()
    for month in months:
        found.update(held.get((month, kind), {}))
    return found


def _sum(among: Mapping[str, int], axes: Sequence[Sequence[str]]) -> int:
    return sum(among.get(" ".join(atoms), 0) for atoms in product(*axes))
