"""Whoever an office did something for had come to it by then, since it opened.

Everybody who knows when an office opened knows that too, so the proof is told; and who came and
was given nothing is watched, as what is left over is. Those who came in earlier years are read as
they were told; where nothing was told of many, they may be as many as they like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.figures.axes import year_of
from casework.figures.counting import tally
from casework.figures.happened import ANY, FAMILIES
from casework.figures.people import AREA, MONTH, PEOPLE
from casework.figures.periods import months_of, periods_in
from casework.figures.sums import name_of_way
from casework.protect.printed import BASE, EVERYBODY, ladder
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
# So many years back somebody may have come of whom nothing was told.
_BACK: Final = 20


def is_around(name: Name, year: int) -> bool:
    """Return whether a cell of another year tells of who had come, or who was helped since."""
    if name.people == PEOPLE:
        return {dim for dim, _code in name.key} <= {AREA, MONTH}
    return year_of(name) > year and name.people.rpartition(" ")[0] in _ALL


def is_first(figures: Figures, when: tuple[int, date]) -> bool:
    """Return whether few came before a year, of those who agree on a day.

    One case that was opened on a wrong day does not make an office older.
    """
    year, today = when
    months = [month for one in range(year - _BACK, year) for month in months_of(one)]
    earlier = figures.sums([(month, name_of_way(())) for month in months], today)
    return sum(count for *_cell, count in earlier) < EVERYBODY


def left_beside(
    figures: Figures, names: Iterable[Name], when: tuple[int, date], codes: Mapping[str, Dimension]
) -> Mapping[Name, int]:
    """Return of all who came until some period those of none of its cells, with how many.

    There are none where many came before all that was told, nor beside people of whom nothing is
    told but marks, or no more than came for certain. Where more are told to be helped than had
    come, what was recorded says otherwise, and nobody can rely on it. `when` is the year, and the
    day on which people have to agree.
    """
    year, today = when
    told = [name for name in names if name.people.rpartition(" ")[0] in _ALL]
    if not told or not is_first(figures, (_first(year, codes), today)):
        return {}
    had_come = {
        name: [_dated(name.key, one) for one in _until(name.people, codes)] for name in told
    }
    every = {*told, *(one for mine in had_come.values() for one in mine)}
    true = tally(figures, every, year, today, codes)
    came_by = {name: [true[one] for one in mine] for name, mine in had_come.items()}
    wrong = {name.people for name in told if is_untrue(true[name], sum(came_by[name]))}
    later = {name for name in told if _first(year_of(name), codes) < year_of(name)}
    many = {
        name.people
        for name in told
        if true[name] >= TOLD_FROM
        and (name not in later or sum(map(_at_least, came_by[name])) < true[name])
    }
    return {
        Name(f"{_LEFT}{name.people}", name.key): max(0, sum(came_by[name]) - true[name])
        for name in told
        if name.people in many - wrong
    }


def is_untrue(helped: int, had_come: int) -> bool:
    """Tell whether more would be printed as helped than had come; a few more are not seen."""
    return next(ladder(helped, EVERYBODY)).lo > next(ladder(had_come, EVERYBODY)).hi


def _at_least(count: int) -> int:
    """Return how many a reader knows about to have come, of a count that is told."""
    return max(EVERYBODY, count - 2 * BASE) if count >= EVERYBODY else 0


def _first(year: int, codes: Mapping[str, Dimension]) -> int:
    """Return the first of the years that were told one after another up to this one."""
    while f"{year - 1}" in codes[MONTH].codes:
        year -= 1
    return year


def came(
    left: Iterable[Name], few: Iterable[Name], codes: Mapping[str, Dimension]
) -> tuple[Within, ...]:
    """Return among whom of all people those are who leave others, and who are `few`, beside."""
    some, rest = ({name.people for name in names} for names in (left, few))
    mine = {people: people.removeprefix(_LEFT) for people in sorted(some)}
    return tuple(
        Within(PEOPLE, (one, people), apart=True, among=_until(one, codes))
        if people in rest
        else Within(PEOPLE, (one,), every=False, among=_until(one, codes))
        for people, one in mine.items()
    )


def _until(people: str, codes: Mapping[str, Dimension]) -> Key:
    """Return the months up to the end of the period of some people, by few codes."""
    period = people.rpartition(" ")[2]
    year = int(period[:4])
    known = periods_in(year)
    left = {month for month in months_of(year) if month <= max(known[period])}
    found = [(MONTH, f"{one}") for one in range(_first(year, codes), year)]
    for code in sorted(known, key=lambda one: (-len(known[one]), one)):
        if known[code] <= left:
            found.append((MONTH, code))
            left -= known[code]
    return tuple(sorted(found))


def _dated(key: Key, then: tuple[str, str]) -> Name:
    return Name(PEOPLE, tuple(sorted([*key, then])))
