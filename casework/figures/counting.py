"""How many have the codes of each cell, counted once for all cells of like dimensions.

These are true counts; they go nowhere but into the protection.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from casework.figures.axes import dimensions, recorded
from casework.figures.happened import peoples
from casework.figures.people import AREA, PEOPLE, codes_of, known
from casework.figures.summed import are_kept, read_counts
from casework.figures.ties import without
from casework.figures.unrecorded import UNRECORDED, codes_of_help
from casework.protect.shape import Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.figures.happened import Done
    from casework.figures.people import Person
    from casework.ports.figures import Figures
    from casework.protect.shape import Dimension, Key

Columns = np.ndarray[tuple[int], np.dtype[np.int64]]


def tally(
    figures: Figures,
    names: Iterable[Name],
    year: int,
    today: date,
    told: Mapping[str, Dimension] | None = None,
) -> Mapping[Name, int]:
    """Return the true count of each cell of a year, of those who agree on a day.

    What the store keeps sums of is read; only other cells are counted.
    """
    wanted, codes = _with_parts(names), _as_recorded(told, year)
    kept = {one for one in wanted if are_kept(one)}
    return _differences(
        wanted,
        {
            **read_counts(figures, kept, codes, today),
            **counted(figures, wanted - kept, (year, today), codes),
        },
    )


def _as_recorded(told: Mapping[str, Dimension] | None, year: int) -> Mapping[str, Dimension]:
    """Return dimensions by the codes that people have, of some other time or of today."""
    told = told or dimensions([year])
    return {**told, AREA: recorded(told[AREA])}


def _with_parts(names: Iterable[Name]) -> set[Name]:
    wanted = {*names}
    return wanted | {one for name in wanted for one in without(name) or ()}


def _differences(wanted: Iterable[Name], found: Mapping[Name, int]) -> Mapping[Name, int]:
    """Return counts with those of what is left over, each the difference of two."""
    left = {name: found[pair[0]] - found[pair[1]] for name in wanted if (pair := without(name))}
    return {**found, **left}


def counted(
    figures: Figures,
    names: Iterable[Name],
    when: tuple[int, date],
    codes: Mapping[str, Dimension],
) -> Mapping[Name, int]:
    """Return the true count of each cell of a year, from everybody who agrees on a day."""
    year, today = when
    days = date(year, 1, 1), date(year, 12, 31)
    keys: defaultdict[str, list[Key]] = defaultdict(list)
    for name in names:
        keys[name.people].append(name.key)
    found: dict[Name, int] = {}
    if mine := keys.pop(PEOPLE, None):
        people = figures.people(*days, today)
        found |= {Name(PEOPLE, key): n for key, n in counts(people, mine, codes).items()}
    if mine := keys.pop(UNRECORDED, None):
        helped = (codes_of_help(one) for one in figures.helped(*days))
        found |= {Name(UNRECORDED, key): n for key, n in rows_counted(helped, mine, codes).items()}
    if keys:
        found |= _events(figures.done(*days, today), keys, codes)
    return found


def _events(
    done: Iterable[Done], keys: Mapping[str, Iterable[Key]], codes: Mapping[str, Dimension]
) -> Mapping[Name, int]:
    """Count those to whom something happened: by whose people they are, and by area."""
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in done:
        area = known(AREA, one.area)
        for people in peoples(one):
            held[people][area] += 1
    found = {}
    for people, mine in keys.items():
        for key in mine:
            within = codes[AREA].codes[dict(key)[AREA]] if key else codes[AREA].atoms
            found[Name(people, key)] = sum(held[people][area] for area in within)
    return found


def counts(
    people: Iterable[Person], keys: Iterable[Key], dimensions: Mapping[str, Dimension]
) -> Mapping[Key, int]:
    """Return how many people have the codes of each cell."""
    return rows_counted(map(codes_of, people), keys, dimensions)


def rows_counted(
    rows: Iterable[Mapping[str, str]], keys: Iterable[Key], dimensions: Mapping[str, Dimension]
) -> Mapping[Key, int]:
    """Return how many rows have the codes of each cell, each row with its finest codes."""
    alike: defaultdict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in keys:
        alike[tuple(dim for dim, _code in key)].append(key)
    places = {
        name: {atom: n for n, atom in enumerate(dimensions[name].atoms)}
        for name in sorted({name for dims in alike for name in dims})
    }
    inside = [row for row in rows if all(row[name] in held for name, held in places.items())]
    columns = {
        name: np.array([held[row[name]] for row in inside], dtype=np.int64)
        for name, held in places.items()
    }
    found: dict[Key, int] = {}
    for dims, mine in alike.items():
        found |= _table([columns[dim] for dim in dims], [dimensions[dim] for dim in dims], mine)
    return found


def _table(
    columns: Sequence[Columns], dimensions: Sequence[Dimension], keys: Sequence[Key]
) -> Mapping[Key, int]:
    """Count every combination of finest codes at once, and sum up what each cell holds of them."""
    shape = tuple(len(one.atoms) for one in dimensions)
    flat = np.ravel_multi_index(tuple(columns), shape)
    full = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)
    places = [{atom: n for n, atom in enumerate(one.atoms)} for one in dimensions]
    return {
        key: int(
            full[
                np.ix_(
                    *(
                        [places[n][atom] for atom in dimensions[n].codes[code]]
                        for n, (_dim, code) in enumerate(key)
                    )
                )
            ].sum()
        )
        for key in keys
    }
