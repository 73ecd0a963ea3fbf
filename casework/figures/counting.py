"""How many people have the codes of each cell, counted once for all cells of like dimensions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from casework.figures.people import codes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.figures.people import Person
    from casework.protect.shape import Dimension, Key


def counts(
    people: Iterable[Person], keys: Iterable[Key], dimensions: Mapping[str, Dimension]
) -> Mapping[Key, int]:
    """Return the true count of each cell; these numbers go nowhere but into the protection."""
    places = {
        name: {atom: n for n, atom in enumerate(one.atoms)} for name, one in dimensions.items()
    }
    rows = [codes_of(person) for person in people]
    inside = [row for row in rows if all(row[name] in held for name, held in places.items())]
    columns = {
        name: np.array([held[row[name]] for row in inside], dtype=np.int64)
        for name, held in places.items()
    }
    alike: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in keys:
        alike[tuple(dim for dim, _code in key)].append(key)
    found: dict[Key, int] = {}
    for dims, mine in alike.items():
        found |= _table([columns[dim] for dim in dims], [dimensions[dim] for dim in dims], mine)
    return found


def _table(
    columns: Sequence[np.ndarray[tuple[int], np.dtype[np.int64]]],
    dimensions: Sequence[Dimension],
    keys: Sequence[Key],
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
