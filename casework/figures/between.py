"""Who lies between an old code and one of today: in one of the two, and not in the other.

Where a list of areas has changed, or others tell by groups of their own, whoever has both tables
subtracts one from the other. Nobody prints what is left, so it is watched. The same is done where
two areas of today share a part.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from casework.figures.axes import dimensions, year_of
from casework.figures.people import AREA, MONTH, PEOPLE
from casework.protect.shape import Name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from casework.protect.shape import Dimension, Key

# Whose people by which other codes, and the dimension in which two codes are compared.
_Beside = tuple[str, tuple[tuple[str, str], ...], str]
_Set = frozenset[str]


class _Cell(NamedTuple):
    """A code that stands in a table: what it holds, and the months of its period."""

    code: str
    held: _Set
    months: _Set


def between(
    names: Collection[Name], codes: Mapping[str, Dimension]
) -> tuple[frozenset[Name], Mapping[str, Dimension]]:
    """Return the cells between old and other codes, and all codes with those that they need."""
    usual = dimensions({year_of(name) for name in names})
    plain = {dim: one.codes.keys() - _crossing(one) for dim, one in usual.items()}
    made: dict[str, dict[str, _Set]] = {}
    found = {
        _named(beside, _code(codes[beside[2]], held, made), period)
        for beside, cells in _beside(names, codes).items()
        for held, period in _between(cells, plain[beside[2]], usual[MONTH])
    }
    every = {
        dim: replace(one, codes={**one.codes, **made.get(dim, {})}) for dim, one in codes.items()
    }
    return frozenset(found), every


def _beside(names: Iterable[Name], codes: Mapping[str, Dimension]) -> Mapping[_Beside, set[_Cell]]:
    """Return what was told beside each other: of each cell its code and its period."""
    found: defaultdict[_Beside, set[_Cell]] = defaultdict(set)
    for name in names:
        flags, period, key = _apart(name)
        for dim, code in key:
            rest = tuple(pair for pair in key if pair[0] != dim)
            held, months = codes[dim].codes[code], codes[MONTH].codes[period]
            found[flags, rest, dim].add(_Cell(code, held, months))
    return found


def _between(
    cells: Collection[_Cell], plain: Collection[str], times: Dimension
) -> Iterator[tuple[_Set, str]]:
    """Yield what two cells do not share, and what they share, in the period of each."""
    periods = {held: code for code, held in times.codes.items()}
    for old in (one for one in cells if one.code not in plain):
        for other in (one for one in cells if one.months & old.months and one.held & old.held):
            for held in (old.held & other.held, old.held - other.held, other.held - old.held):
                if held not in {old.held, other.held, frozenset()}:
                    yield from ((held, periods[one.months]) for one in (old, other))


def _crossing(dimension: Dimension) -> _Set:
    """Return the areas that share a part with another, and are not within each other.

    An area that was split lies in two regions, where its parts do.
    """
    if dimension.name != AREA:
        return frozenset()
    known = dimension.codes
    return frozenset(
        code
        for code, held in known.items()
        if any(held & mine and held - mine and mine - held for mine in known.values())
    )


def _apart(name: Name) -> tuple[str, str, Key]:
    """Return whose people a cell counts, in which period, and by which other codes."""
    key = tuple(pair for pair in name.key if pair[0] != MONTH)
    if len(key) < len(name.key):
        return name.people, dict(name.key)[MONTH], key
    flags, _, period = name.people.rpartition(" ")
    return flags, period, key


def _named(beside: _Beside, code: str, period: str) -> Name:
    flags, rest, dim = beside
    key = [*rest, (dim, code)]
    if flags == PEOPLE:
        return Name(PEOPLE, tuple(sorted([*key, (MONTH, period)])))
    return Name(f"{flags} {period}", tuple(sorted(key)))


def _code(dimension: Dimension, held: _Set, made: dict[str, dict[str, _Set]]) -> str:
    """Return the code that holds just these; one of its own where there is none."""
    for code, mine in dimension.codes.items():
        if mine == held:
            return code
    code = "&".join(sorted(held))
    made.setdefault(dimension.name, {})[code] = held
    return code
