"""Invented people for tables: where they live, how old they are, what was said of them.

A mixture of a few kinds of people, so that tables have empty corners, full ones, and many small
counts between them; drawn by a seed, so that they come out the same again.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from casework.protect.shape import Counted, Dimension, Name

MONTHS = tuple(f"M{n:02d}" for n in range(12))
PLACES = tuple(f"D{n:02d}" for n in range(12))
REGIONS = {f"R{n}": PLACES[3 * n : 3 * n + 3] for n in range(4)}
QUARTERS = {f"Q{n}": MONTHS[3 * n : 3 * n + 3] for n in range(4)}
AGES = ("child", "young", "adult", "older")
SEXES = ("f", "m", "other")
FLAGS = ("flag_1", "flag_2", "flag_3")


def dimensions():
    """Return the dimensions of invented people."""
    plain = {"area": (PLACES, REGIONS), "age": (AGES, {}), "sex": (SEXES, {})}
    plain |= {flag: (("yes", "no"), {}) for flag in FLAGS}
    made = {name: dimension(name, *told) for name, told in plain.items()}
    periods = QUARTERS | {"Y": MONTHS}
    return made | {"month": dimension("month", MONTHS, periods, named=True)}


def dimension(name, atoms, codes, *, named=False):
    """Return a dimension with its finest codes, and those that hold several."""
    sets = {one: frozenset([one]) for one in atoms}
    sets |= {code: frozenset(held) for code, held in codes.items()}
    return Dimension(name, atoms, sets, named=named)


def people(count, seed):
    """Return as many invented people: for each dimension the finest code of each."""
    chance = np.random.default_rng(seed)
    kind = chance.choice(5, count, p=[0.4, 0.25, 0.2, 0.1, 0.05])
    weight = 1 / np.arange(1, len(PLACES) + 1)
    spread = np.array([chance.permutation(weight) for _ in range(5)])
    found = {"month": chance.integers(0, 12, count)}
    found["area"] = _drawn(chance, spread[kind])
    for name, codes in (("age", AGES), ("sex", SEXES)):
        found[name] = _drawn(chance, chance.dirichlet(np.ones(len(codes)) * 0.8, 5)[kind])
    for flag in FLAGS:
        found[flag] = (chance.random(count) > chance.dirichlet(np.ones(5))[kind]).astype(int)
    return found


def _drawn(chance, weights):
    steps = (weights / weights.sum(axis=1, keepdims=True)).cumsum(axis=1)
    return (chance.random((len(weights), 1)) > steps[:, :-1]).sum(axis=1)


def tables(month, *, quarterly=True):
    """Return the keys of the cells that are due when a month is over, and which are margins."""
    found = {}
    axes = [("area", REGIONS), ("age", AGES), ("sex", SEXES), *((flag, ("yes",)) for flag in FLAGS)]
    for axis in axes:
        add_table(found, [axis], MONTHS[month])
    pairs = [(("area", REGIONS), other) for other in axes[1:]]
    if quarterly and month % 3 == 2:
        for pair in pairs:
            add_table(found, pair, f"Q{month // 3}")
    if month == 11:
        for _area, other in pairs:
            add_table(found, (("area", (*PLACES, *REGIONS)), other), "Y")
    return found


def add_table(found, axes, period):
    """Add the cells of a table with its margins: of each, whether it sums up others."""
    for left_out in product((False, True), repeat=len(axes)):
        kept = [axis for axis, out in zip(axes, left_out, strict=True) if not out]
        for codes in product(*(codes for _dim, codes in kept)):
            named = [(dim, code) for (dim, _codes), code in zip(kept, codes, strict=True)]
            key = tuple(sorted([*named, ("month", period)]))
            found[key] = found.get(key, False) or any(left_out)


def left_over(keys):
    """Return the cells that nobody prints, and that are what is left of those with a yes."""
    return sorted(
        {
            tuple((name, "no" if name == dim else held) for name, held in key)
            for key in keys
            for dim, code in key
            if code == "yes"
        }
    )


def counted(found, cells, known, who="person"):
    """Return cells with their true counts, and what is left over of them and of earlier ones."""
    told = dimensions()
    made = [
        Counted(Name(who, key), count_of(found, key, told), margin=margin)
        for key, margin in sorted(cells.items())
    ]
    return made + [
        Counted(Name(who, key), count_of(found, key, told), watched=True)
        for key in left_over([*cells, *known])
    ]


def count_of(found, key, told):
    """Return how many people have all codes of a key."""
    alike = np.ones(len(found["month"]), dtype=bool)
    for dim, code in key:
        atoms = told[dim].atoms
        alike &= np.isin(found[dim], [atoms.index(one) for one in told[dim].codes[code]])
    return int(alike.sum())
