"""Invented people of a whole office, the tables of a year, and what happens to the people later.

Nine kinds of people who live in some regions rather than others, districts with a long tail, and
clusters of people who are much alike: of five hundred, a third of the cells by district and age are
empty, and half of them are one to four. Later some take their consent back, some are
entered late, and of some an age or an area is put right. Nothing of the plan of the program is in
here: what is protected has to be so whatever tables are published.
"""

from __future__ import annotations

import numpy as np
from invented_people import add_table, dimension

from casework.protect.ground import Ground
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name, Told

MONTHS = tuple(f"M{n:02d}" for n in range(12))
PLACES = tuple(f"D{n:02d}" for n in range(30))
REGIONS = {f"R{n}": PLACES[5 * n : 5 * n + 5] for n in range(6)}
AGES = tuple(f"A{n}" for n in range(7))
GENDERS = tuple(f"G{n}" for n in range(4))
KINDS = tuple(f"K{n}" for n in range(7))
FLAGS = tuple(f"flag_{n}" for n in range(5))
SERVICES = tuple(f"service_{n}" for n in range(6))
YES = ("yes",)
_NEVER = 99


def dimensions():
    """Return the dimensions of the office."""
    plain = {"area": (PLACES, REGIONS), "age": (AGES, {}), "gender": (GENDERS, {})}
    plain |= {"kind": (KINDS, {})}
    plain |= {one: (("yes", "no"), {}) for one in (*FLAGS, *SERVICES)}
    made = {name: dimension(name, *told) for name, told in plain.items()}
    periods = {f"Q{n}": MONTHS[3 * n : 3 * n + 3] for n in range(4)} | {"Y": MONTHS}
    return made | {"month": dimension("month", MONTHS, periods, named=True)}


def office(count, seed, *, withdrawn=0.0, late=0.0, corrected=0.0):
    """Return invented people, the same for the same seed: for each dimension the code of each.

    Beside the codes stands since when each is known, until when she agrees, and what was known of
    her before it was put right.
    """
    chance = np.random.default_rng(seed)
    kind = chance.choice(9, count, p=chance.dirichlet(np.full(9, 1.5)))
    found = {"month": chance.integers(0, 12, count), "area": _drawn(chance, _places(chance)[kind])}
    for name, codes in (("age", AGES), ("gender", GENDERS), ("kind", KINDS)):
        found[name] = _drawn(chance, chance.dirichlet(np.full(len(codes), 0.4), 9)[kind])
    for name in (*FLAGS, *SERVICES):
        found[name] = (chance.random(count) > chance.beta(0.5, 1.5, 9)[kind]).astype(int)
    alike = np.where(chance.random(count) < 0.06, chance.integers(0, 3, count), -1)
    for n in range(3):
        where, when = chance.integers(0, len(PLACES)), chance.integers(0, 12)
        found["area"] = np.where(alike == n, where, found["area"])
        found["month"] = np.where(alike == n, when, found["month"])
    month = found["month"]
    since = month + np.where(chance.random(count) < late, chance.integers(1, 7, count), 0)
    gone = np.where(chance.random(count) < withdrawn, month + chance.integers(0, 9, count), _NEVER)
    right = np.where(chance.random(count) < corrected, month + chance.integers(0, 9, count), -1)
    before = {name: chance.permutation(found[name]) for name in ("area", "age")}
    which = chance.integers(0, 2, count)
    return found, {"since": since, "gone": gone, "right": right, "before": before, "which": which}


def present(everybody, month=_NEVER - 1):
    """Return the people who can be counted when a month is over, as they are known then."""
    found, later = everybody
    here = (later["since"] <= month) & (later["gone"] > month)
    wrong = later["right"] > month
    known = dict(found)
    for n, (name, codes) in enumerate(later["before"].items()):
        known[name] = np.where(wrong & (later["which"] == n), codes, found[name])
    return {name: codes[here] for name, codes in known.items()}


def _places(chance):
    """Return where each kind of people lives: a large district is large for all of them."""
    sizes = chance.permutation(1 / np.arange(1, len(PLACES) + 1) ** 0.9)
    regions = np.repeat(
        chance.dirichlet(np.full(len(REGIONS), 0.5), 9), len(PLACES) // len(REGIONS), 1
    )
    return sizes * regions


def _drawn(chance, weights):
    steps = (weights / weights.sum(axis=1, keepdims=True)).cumsum(axis=1)
    return (chance.random((len(weights), 1)) > steps[:, :-1]).sum(axis=1)


def year_pack():
    """Return the keys of eight linked tables of a year with their margins."""
    found = {}
    everywhere = (*PLACES, *REGIONS)
    pairs = [("area", everywhere), ("age", AGES)], [("area", everywhere), ("gender", GENDERS)]
    kinds = [("area", everywhere), ("kind", KINDS)]
    for axes in (*pairs, kinds, [("age", AGES), ("gender", GENDERS)]):
        add_table(found, axes, "Y")
    for flag in FLAGS:
        add_table(found, [(flag, YES), ("kind", KINDS)], "Y")
    for service in SERVICES:
        add_table(found, [(service, YES), ("area", REGIONS)], "Y")
    for month in MONTHS:
        add_table(found, [("area", everywhere)], month)
        add_table(found, [("kind", KINDS)], month)
    return found


def due(month):
    """Return the keys of what is published when a month is over: of it, its quarter, the year."""
    axes = [("area", REGIONS), ("age", AGES), ("gender", GENDERS), ("kind", KINDS)]
    axes += [(one, YES) for one in (*FLAGS, *SERVICES)]
    monthly = {}
    for axis in axes:
        add_table(monthly, [axis], MONTHS[month])
    found = [monthly]
    if month % 3 == 2:
        found.append(_crossed(REGIONS, f"Q{month // 3}"))
    return found + ([_crossed((*PLACES, *REGIONS), "Y")] if month == 11 else [])


def _crossed(areas, period):
    found = {}
    for other in (("age", AGES), ("gender", GENDERS), ("kind", KINDS)):
        add_table(found, [("area", areas), other], period)
    add_table(found, [("age", AGES), ("gender", GENDERS)], period)
    for flag in FLAGS:
        add_table(found, [(flag, YES), ("kind", KINDS)], period)
    for service in SERVICES:
        add_table(found, [(service, YES), ("area", REGIONS)], period)
    return found


def left_over(keys):
    """Return the cells that nobody prints, and that are what is left of those with a yes."""
    turned = {
        tuple((name, "no" if code == "yes" else code) for name, code in key)
        for key in keys
        if any(code == "yes" for _name, code in key)
    }
    return sorted(turned)


def cells_of(people, keys, told):
    """Return the new cells among some keys with their true counts, and what is left over."""
    known = {one.name.key for one in told}
    new = {key: margin for key, margin in keys.items() if key not in known}
    atoms = {
        (name, code): np.isin(people[name], [one.atoms.index(atom) for atom in held])
        for name, one in dimensions().items()
        for code, held in one.codes.items()
    }

    def count(key):
        return int(np.logical_and.reduce([atoms[pair] for pair in key]).sum())

    return [
        *(Counted(Name("person", key), count(key), margin) for key, margin in sorted(new.items())),
        *(
            Counted(Name("person", key), count(key), watched=True)
            for key in left_over([*new, *known])
        ),
    ]


def published(cells, told, least):
    """Return what is printed of new cells, beside what was told before."""
    return protect(told, cells, Ground(dimensions(), (), least))


def as_told(printed):
    """Return what was printed as what is told of from now on."""
    return [Told(name, one) for name, one in printed.items() if one is not None]
