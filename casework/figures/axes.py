"""What figures tell apart by: the codes along each axis of a table, and whose people a cell counts.

A cell is named by its codes as it is printed: an area, an age, `given.housing` for those who were
given housing. Behind it stand people of their own wherever somebody can be counted in two months.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from casework.figures.happened import ANY, FAMILIES, KIND, OUTCOME, codes_in, people_of
from casework.figures.people import (
    AGE,
    AGES,
    AREA,
    BANDS,
    DELAY,
    FLAGS,
    GENDER,
    MONTH,
    NO,
    PEOPLE,
    SEX,
    UNKNOWN,
    YES,
    age_codes,
    answers,
    flags,
)
from casework.figures.periods import months_of, periods_in
from casework.figures.unrecorded import ALL, HELPED, HELPED_AGE, UNRECORDED, help_codes
from casework.figures.unrecorded import LISTS as HELP_LISTS
from casework.protect.shape import Dimension, Name
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.protect.shape import Key

_REGION: Final = "region"
_TIMES: Final = "time"
_OTHERS: Final = frozenset({HELPED, HELPED_AGE})
# The list from which the codes of a dimension come.
LISTS: Final = MappingProxyType(
    {one: one for one in (AREA, GENDER, SEX, DELAY)} | {AGE: BANDS, **HELP_LISTS}
)


def dimensions(years: Iterable[int]) -> Mapping[str, Dimension]:
    """Return all dimensions, with the months and periods of some years."""
    known = sorted(set(years))
    months = tuple(month for year in known for month in months_of(year))
    periods = {code: held for year in known for code, held in periods_in(year).items()}
    return {MONTH: Dimension(MONTH, months, periods, named=True)} | _timeless()


@cache
def _timeless() -> dict[str, Dimension]:
    made = {AREA: _areas(), AGE: _dimension(AGE, age_codes())}
    for name in (GENDER, SEX, DELAY):
        made[name] = _dimension(name, {one: frozenset([one]) for one in (*answers(name), UNKNOWN)})
    for name in _OTHERS:
        made[name] = _dimension(name, help_codes(name))
    for group in FLAGS:
        for code in flags(group):
            name = f"{group}.{code}"
            made[name] = _dimension(name, {one: frozenset([one]) for one in (YES, NO)})
    return made


def _dimension(name: str, codes: Mapping[str, frozenset[str]]) -> Dimension:
    atoms = tuple(code for code, held in codes.items() if held == {code})
    return Dimension(name, atoms, codes)


def _areas() -> Dimension:
    """Return the areas: what was split is all its parts, what was put together all it was."""
    known = code_list(AREA).codes
    wide = {one.id: {*one.holds} for one in known.values() if one.holds}
    for one in known.values():
        if one.part_of:
            wide.setdefault(one.part_of, set()).add(one.id)
    atoms = (*(one for one in answers(AREA) if one not in wide), UNKNOWN)
    codes = {one: _finest(one, wide) for one in (*answers(AREA), UNKNOWN)}
    for region in answers(_REGION):
        mine = [codes[one] for one in answers(AREA) if known[one].parent == region]
        codes |= {f"{_REGION}.{region}": frozenset().union(*mine)} if mine else {}
    return Dimension(AREA, atoms, codes)


def _finest(code: str, wide: Mapping[str, Iterable[str]]) -> frozenset[str]:
    if code not in wide:
        return frozenset([code])
    return frozenset().union(*(_finest(one, wide) for one in wide[code]))


def recorded(areas: Dimension) -> Dimension:
    """Return areas as people have them: of a wide one it may not be known which part."""
    atoms = (*answers(AREA), UNKNOWN)
    codes = {
        code: frozenset(one for one in atoms if areas.codes[one] <= held)
        for code, held in areas.codes.items()
    }
    return Dimension(AREA, atoms, codes)


def _still_told() -> Sequence[str]:
    """Return the areas that are told by themselves: not those that were put together since."""
    known = code_list(AREA).codes
    gone = {part for one in known.values() for part in one.holds}
    return [one for one in answers(AREA) if one not in gone]


def codes_along(axis: str, *, fine: bool = False) -> Sequence[tuple[str, str]]:
    """Return the dimension and code of each cell along an axis, without its total.

    Areas are told by region, and each by itself where they are told finely.
    """
    if axis == AREA:
        regions = [one for one in dimensions(())[AREA].codes if one.startswith(f"{_REGION}.")]
        return [(AREA, one) for one in (*regions, UNKNOWN, *(_still_told() if fine else ()))]
    if axis in FAMILIES or axis in FLAGS:
        codes = codes_in(axis) if axis in FAMILIES else flags(axis)
        return [(f"{axis}.{code}", YES) for code in codes]
    if axis in AGES:
        return [(AGE, f"{axis}.{code}") for code in (*answers(axis), UNKNOWN)]
    if axis in LISTS:
        return [(axis, code) for code in (*answers(LISTS[axis]), UNKNOWN)]
    return [(axis, YES)]


def whole_key(named: Iterable[tuple[str, str]], axes: Iterable[str], period: str) -> Key:
    """Return the name of a cell of a period; a total of what is no person says of what it is."""
    held = list(named)
    if not any(_is_event(dim) for dim, _code in held):
        held += {_total(axis) for axis in axes if axis in FAMILIES or axis in _OTHERS}
    return tuple(sorted([*held, (MONTH, period)]))


def _total(axis: str) -> tuple[str, str]:
    if axis in _OTHERS:
        return HELPED, ALL
    # Whatever came of a request was of some kind: one total for both.
    return f"{OUTCOME if axis == KIND else axis}.{ANY}", YES


def _is_event(dim: str) -> bool:
    return dim in _OTHERS or dim.partition(".")[0] in FAMILIES


def name_of(key: Key) -> Name:
    """Return whose people a printed cell counts, and by which codes."""
    dims = [dim for dim, _code in key]
    if not _OTHERS.isdisjoint(dims):
        return Name(UNRECORDED, key)
    event = {dim for dim in dims if _is_event(dim)}
    if not event:
        return Name(PEOPLE, key)
    people = people_of(tuple(event), dict(key)[MONTH])
    return Name(people, tuple(pair for pair in key if pair[0] not in event | {MONTH}))


def year_of(name: Name) -> int:
    """Return the year of whose months a cell tells."""
    told = dict(name.key).get(MONTH) or name.people.rpartition(" ")[2]
    return int(told[:4])


def unit_of(key: Key) -> str:
    """Return what a printed cell counts: persons, or times that somebody was helped."""
    return _TIMES if name_of(key).people == UNRECORDED else PEOPLE
