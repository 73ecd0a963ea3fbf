"""What sums are kept of: the finest codes of a person as one line, and the cells she is one of.

A line says nothing that no table tells apart. Her cells follow from it alone, so that whoever
keeps sums takes her out of those of the old line and puts her into those of the new one. Of yes
and no only the yes is kept: those without are the difference.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import date
from functools import cache, lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from casework.figures.axes import codes_along, dimensions
from casework.figures.happened import FAMILIES, Done, peoples
from casework.figures.happened import codes_in as happened_codes
from casework.figures.people import (
    AGE,
    AREA,
    DELAY,
    FLAGS,
    GENDER,
    MONTH,
    PEOPLE,
    SEX,
    YES,
    Person,
    answers,
    codes_of,
    flags,
)
from casework.figures.periods import MONTHS, months_of, periods_of
from casework.figures.plan import plans
from casework.figures.unrecorded import HELPED, HELPED_AGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A period, of whom and by what, and the codes.
Cell = tuple[str, str, str]
Way = tuple[str, ...]
_PLAIN: Final = (MONTH, AREA, AGE, GENDER, SEX, DELAY)
_FIELD: Final = "|"
_WORD: Final = " "
_LIST: Final = ";"
_SUMS: Final = 2
_KNOWN_LINES: Final = 4096


def line_of(person: Person, done: Done | None) -> str:
    """Return the finest codes of a person, and what happened to her in which month."""
    codes = codes_of(person)
    said = _WORD.join(sorted(dim for dim, code in codes.items() if "." in dim and code == YES))
    happened = sorted(one for one in peoples(done) if _is_month(one)) if done else ()
    return _FIELD.join([*(codes[dim] for dim in _PLAIN), said, _LIST.join(happened)])


def cells_of(line: str) -> frozenset[Cell]:
    """Return every cell that sums are kept of and that a person is one of."""
    *plain, said, happened = line.split(_FIELD)
    month, area = plain[_PLAIN.index(MONTH)], plain[_PLAIN.index(AREA)]
    found = {
        (month, name, _WORD.join([plain[place] for place in places]))
        for name, places in _ways_with(said)
    }
    for one in happened.split(_LIST) if happened else ():
        kinds, _, on = one.rpartition(_WORD)
        found |= {(period, kinds, area) for period in _around(on)}
    return frozenset(found)


def name_of_way(way: Iterable[str]) -> str:
    """Return the name under which sums of people by some dimensions are kept."""
    return _WORD.join([PEOPLE, *sorted(way)])


def plain_of(way: Iterable[str]) -> Way:
    """Return the dimensions of a way that are no yes or no, in the order of codes in cells."""
    held = set(way)
    return tuple(dim for dim in _PLAIN if dim in held)


@cache
def ways() -> frozenset[Way]:
    """Return every set of dimensions that some plan crosses, with all that is a part of one."""
    known = dimensions(()).keys() - {MONTH, HELPED, HELPED_AGE}
    found: set[Way] = set()
    for plan in plans().values():
        for table in plan.tables:
            axes = [{dim for dim, _code in codes_along(by)} for by in table.by]
            about = [dim for dim, _code in table.about]
            whole = [sorted({*about, *dims}) for dims in product(*axes)]
            for dims in whole:
                if known.issuperset(dims):
                    found.update(
                        part for size in range(len(dims) + 1) for part in combinations(dims, size)
                    )
    return frozenset(found)


@cache
def mark() -> str:
    """Return what sums are kept by: other lists or plans make them anew."""
    atoms = {name: one.atoms for name, one in dimensions(()).items()}
    happened = {family: happened_codes(family) for family in FAMILIES}
    told = [_SUMS, sorted(ways()), atoms, answers(AREA), happened]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@cache
def _by_flags() -> Mapping[Way, Sequence[tuple[str, tuple[int, ...]]]]:
    """Return by their yes or no all ways: the name of each, and where its other codes stand."""
    found: defaultdict[Way, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
    for way in sorted(ways()):
        places = tuple(map(_PLAIN.index, plain_of(way)))
        found[tuple(dim for dim in way if dim not in _PLAIN)].append((name_of_way(way), places))
    return found


@lru_cache(maxsize=_KNOWN_LINES)
def _ways_with(said: str) -> Sequence[tuple[str, tuple[int, ...]]]:
    """Return the ways of which a person who said these is part."""
    held, known = said.split(_WORD) if said else [], _by_flags()
    most = max(map(len, known))
    return [
        one
        for size in range(most + 1)
        for some in combinations(held, size)
        for one in known.get(some, ())
    ]


@cache
def all_flags() -> frozenset[str]:
    """Return every dimension that is a yes or a no."""
    return frozenset(f"{group}.{code}" for group in FLAGS for code in flags(group))


def _is_month(people: str) -> bool:
    period = people.rpartition(_WORD)[2]
    return period in months_of(int(period[:4]))


@cache
def _around(month: str) -> tuple[str, ...]:
    year, _, number = month.partition("-")
    return periods_of(date(int(year), int(number) % (MONTHS + 1), 1))
