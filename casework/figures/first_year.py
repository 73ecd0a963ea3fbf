"""In its first year, whoever an office did something for had come to it by then.

Everybody who knows when an office opened knows that too, so the proof is told; and who came and
was given nothing is watched, as what is left over is. In later years those who came before may be
as many as they like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.figures.counting import tally
from casework.figures.happened import ANY, FAMILIES
from casework.figures.people import MONTH, PEOPLE
from casework.figures.periods import months_of, periods_in
from casework.figures.sums import name_of_way
from casework.protect.shape import Name, Within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from casework.ports.figures import Figures
    from casework.protect.shape import Dimension, Key

# All to whom something of a family happened.
_ALL: Final = frozenset(f"{family}.{ANY}" for family in FAMILIES)
# A named office may have been told of so many, whoever is told now.
TOLD_FROM: Final = 5
_LEFT: Final = f"{PEOPLE}-"


def is_first(figures: Figures, when: tuple[int, date]) -> bool:
    """Return whether nobody came in the year before, of those who agree on a day."""
    year, today = when
    earlier = [(month, name_of_way(())) for month in months_of(year - 1)]
    return not any(count for *_cell, count in figures.sums(earlier, today))


def left_beside(
    figures: Figures, names: Iterable[Name], when: tuple[int, date], codes: Mapping[str, Dimension]
) -> Mapping[Name, int]:
    """Return of all who came until some period those of none of its cells, with how many.

    There are none after the first year, nor beside people of whom nothing is told but marks. Where
    more were helped than had come, what was recorded says otherwise, and nobody can rely on it.
    `when` is the year, and the day on which people have to agree.
    """
    year, today = when
    told = [name for name in names if name.people.rpartition(" ")[0] in _ALL]
    if not told or not is_first(figures, when):
        return {}
    had_come = {name: [_dated(name.key, one) for one in _until(name.people)] for name in told}
    every = {*told, *(one for mine in had_come.values() for one in mine)}
    true = tally(figures, every, year, today, codes)
    many = {name.people for name in told if true[name] >= TOLD_FROM}
    left = {
        Name(f"{_LEFT}{name.people}", name.key): sum(true[one] for one in mine) - true[name]
        for name, mine in had_come.items()
        if name.people in many
    }
    return left if min(left.values(), default=0) >= 0 else {}


def came(left: Iterable[Name], few: Iterable[Name]) -> tuple[Within, ...]:
    """Return among whom of all people those are who leave others, and who are `few`, beside."""
    some, rest = ({name.people for name in names} for names in (left, few))
    mine = {people: people.removeprefix(_LEFT) for people in sorted(some)}
    return tuple(
        Within(PEOPLE, (one, people), apart=True, among=_until(one))
        if people in rest
        else Within(PEOPLE, (one,), every=False, among=_until(one))
        for people, one in mine.items()
    )


def _until(people: str) -> Key:
    """Return the months up to the end of the period of some people, by few codes."""
    period = people.rpartition(" ")[2]
    year = int(period[:4])
    known = periods_in(year)
    left = {month for month in months_of(year) if month <= max(known[period])}
    found = []
    for code in sorted(known, key=lambda one: (-len(known[one]), one)):
        if known[code] <= left:
            found.append((MONTH, code))
            left -= known[code]
    return tuple(sorted(found))


def _dated(key: Key, then: tuple[str, str]) -> Name:
    return Name(PEOPLE, tuple(sorted([*key, then])))
