"""What was published before, in the codes of today: what is copied, and what is only known.

Where a list of areas has changed, old codes are told in the finest codes of today; where a group
has no code today it gets one of its own, that is printed nowhere. So old and new tables, and those
of others, enter one proof.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from casework.figures.axes import dimensions, year_of
from casework.figures.first_year import is_around
from casework.figures.people import AREA, MONTH, PEOPLE
from casework.figures.released import OUTSIDE, planned
from casework.figures.unsaid import unsaid
from casework.protect.errors import NotProtected
from casework.protect.shape import Dimension, Name, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casework.figures.released import Published

_APART: Final = "~"
_SIGNS: Final = 8


@dataclass(frozen=True, slots=True)
class Before:
    """Cells that are copied, only known or left out, all codes, and marks that are given up.

    What stands `around` is told of other years: who had come, and who was helped since.
    """

    own: tuple[Told, ...]
    others: tuple[Told, ...]
    codes: Mapping[str, Dimension]
    given_up: frozenset[Name]
    left_out: tuple[Name, ...]
    around: tuple[Told, ...] = ()

    @property
    def told(self) -> tuple[Told, ...]:
        """Return all cells."""
        return (*self.own, *self.others)


def before(releases: Sequence[Published], year: int) -> Before:
    """Return what was published of a year; raises NotProtected where codes cannot be told today."""
    own: list[Told] = []
    others: list[Told] = []
    codes = _Codes(dimensions({year, *_years_around(releases, year)}))
    around = tuple(_around(releases, year, codes))
    for number, release in enumerate(releases):
        for one in release.cells:
            if year_of(one.name) != year:
                continue
            name = codes.today(release, one.name)
            outside = release.wanted.plan == OUTSIDE
            found = replace(one, name=name, release=number, outside=outside)
            (own if name == one.name else others).append(found)
    lost = frozenset(name for release in releases for name in release.given_up)
    left = unsaid(map(planned, releases), [one.name for one in own])
    mine = tuple(one for one in left if year_of(one) == year)
    return Before(tuple(own), tuple(others), codes.all(), lost, mine, around)


def _years_around(releases: Iterable[Published], year: int) -> set[int]:
    """Return the years of which it was told who had come."""
    return {
        year_of(one.name)
        for release in releases
        if release.wanted.plan != OUTSIDE
        for one in release.cells
        if one.name.people == PEOPLE and is_around(one.name, year)
    }


def _around(releases: Iterable[Published], year: int, codes: _Codes) -> Iterator[Told]:
    """Yield what was told of other years; what no code of today can tell is left as it is."""
    for number, release in enumerate(releases):
        for one in release.cells if release.wanted.plan != OUTSIDE else ():
            if year_of(one.name) != year and is_around(one.name, year):
                with suppress(NotProtected):
                    name = codes.today(release, one.name)
                    yield replace(one, name=name, release=number)


def whole_set(held: Iterable[str], codes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the finest codes of today behind some codes; raises NotProtected for unknown ones."""
    try:
        return frozenset().union(*(codes[one] for one in held))
    except KeyError:
        raise NotProtected("areas_changed") from None


class _Codes:
    """The codes of today, and those that were added for what was published before."""

    def __init__(self, known: Mapping[str, Dimension]) -> None:
        self._known = known
        self._added: dict[str, dict[str, frozenset[str]]] = {}

    def all(self) -> Mapping[str, Dimension]:
        """Return all dimensions with the codes that were added."""
        return {
            name: replace(one, codes={**one.codes, **self._added.get(name, {})})
            for name, one in self._known.items()
        }

    def today(self, release: Published, name: Name) -> Name:
        """Return a cell of a release by the codes of today; its own name where it is the same."""
        key = tuple((dim, self._code(release, dim, code)) for dim, code in name.key)
        return name if key == name.key else Name(name.people, key)

    def _code(self, release: Published, dim: str, code: str) -> str:
        known = self._known[dim].codes if dim in self._known else {}
        if dim == MONTH and release.wanted.plan == OUTSIDE:
            # What others printed is never copied, even of a cell that is printed here too.
            return self._add(dim, f"{code}{_APART}", whole_set([code], known))
        then = {AREA: release.areas, **release.codes}.get(dim, {})
        if code not in then:
            whole_set([code], known)
            return code
        held = whole_set(then[code], known)
        if known.get(code) == held:
            return code
        return self._add(dim, f"{code}{_APART}{release.wanted.id[:_SIGNS]}", held)

    def _add(self, dim: str, code: str, held: frozenset[str]) -> str:
        self._added.setdefault(dim, {})[code] = held
        return code
