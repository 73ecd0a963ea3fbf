"""What proof that figures betray nobody costs: a report of a year, a fine one, a twelfth month.

CPU seconds of one thread, counting not included; the goals are those of an old laptop's patience.
"""

from __future__ import annotations

import time
from itertools import product

import numpy as np
from invented_people import dimension

from casework.protect.ground import Ground
from casework.protect.printed import Number
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name, Told

MONTHS = tuple(f"M{n:02d}" for n in range(12))
FLAGS = tuple(f"flag_{n}" for n in range(5))
SERVICES = tuple(f"service_{n}" for n in range(6))
KINDS = tuple(f"C{n}" for n in range(7))
AGES = tuple(f"A{n}" for n in range(7))
SEXES = ("f", "m", "other", "not_known")
PLAIN = (("age", AGES), ("sex", SEXES), ("kind", KINDS))
REGIONS, DISTRICTS, SITES = 6, 30, 300
LEAST = 10


def run():
    """Yield every measurement."""
    for people, sites, goal in ((10_000, DISTRICTS, 3.0), (100_000, SITES, 40.0)):
        pack = Pack(people, sites, seed=1)
        cells = pack.counted(pack.annual())
        spent, out = _spent((), cells, pack)
        name = f"figures of a year: {len(pack.annual()):,} cells of {people:,} people"
        yield {"name": name, "ours": spent, "yardstick": 1.0, "goal": goal, "unit": "s of CPU"}
        printable = [one for one in cells if not one.watched and one.count >= LEAST]
        numbers = sum(isinstance(out[one.name], Number) for one in printable)
        yield {
            "name": f"figures that stay numbers: {people:,} people, part left out",
            "ours": 1 - numbers / len(printable),
            "yardstick": 1.0,
            "goal": 0.05,
            "unit": "of those of ten and more",
        }
    yield _twelfth()


def _twelfth():
    """Return what the last of twelve releases costs, after eleven with withdrawals."""
    pack = Pack(5_000, DISTRICTS, seed=2)
    chance = np.random.default_rng(3)
    gone = np.where(chance.random(5_000) < 0.1, pack.of["month"] + chance.integers(0, 8, 5_000), 99)
    told, spent = [], 0.0
    for month in range(12):
        cells = pack.counted(pack.monthly(month), (pack.of["month"] <= month) & (gone > month))
        spent, out = _spent(told, cells, pack)
        told += [Told(name, printed) for name, printed in out.items() if printed is not None]
    name = f"figures of a twelfth month: {len(told):,} cells told, 5,000 people"
    return {"name": name, "ours": spent, "yardstick": 1.0, "goal": 20.0, "unit": "s of CPU"}


def _spent(told, cells, pack):
    began = time.process_time()
    out = protect(told, cells, Ground(pack.dimensions, (), LEAST))
    return time.process_time() - began, out


class Pack:
    """Invented people, and the tables of a large office about them."""

    def __init__(self, people, sites, seed):
        chance = np.random.default_rng(seed)
        kind = chance.choice(9, people)
        places = tuple(f"S{n:03d}" for n in range(sites))
        wide = (
            {f"D{n:02d}": places[n::DISTRICTS] for n in range(DISTRICTS)}
            if sites > DISTRICTS
            else {}
        )
        wide |= {f"R{n}": places[n::REGIONS] for n in range(REGIONS)}
        self.areas = (*places, *wide)
        self.dimensions = {
            "month": dimension("month", MONTHS, _periods(), named=True),
            "area": dimension("area", places, wide),
            **{name: dimension(name, codes, {}) for name, codes in PLAIN},
            **{one: dimension(one, ("yes", "no"), {}) for one in (*FLAGS, *SERVICES)},
        }
        weight = (np.arange(1, sites + 1)) ** -0.9
        self.of = {
            "month": chance.integers(0, 12, people),
            "area": chance.choice(sites, people, p=weight / weight.sum()),
        }
        for name, codes in PLAIN:
            shares = chance.dirichlet(np.ones(len(codes)) * 2, 9)[kind].cumsum(axis=1)
            self.of[name] = (chance.random((people, 1)) > shares[:, :-1]).sum(axis=1)
        for flag in (*FLAGS, *SERVICES):
            said = chance.dirichlet(np.ones(9))[kind] * 3
            self.of[flag] = (chance.random(people) > said).astype(int)

    def annual(self):
        """Return the cells of a year."""
        regions = [one for one in self.areas if one.startswith("R")]
        axes = [
            (("month", MONTHS), ("area", self.areas)),
            (("month", MONTHS), ("kind", KINDS)),
            *(
                (("area", self.areas), other)
                for other in (("age", AGES), ("sex", SEXES), ("kind", KINDS))
            ),
            (("age", AGES), ("sex", SEXES)),
            *(((flag, ("yes",)), ("kind", KINDS)) for flag in FLAGS),
            *(((service, ("yes",)), ("area", regions)) for service in SERVICES),
        ]
        return _cells(axes, "Y")

    def monthly(self, month):
        """Return the cells that are due when a month is over."""
        regions = [one for one in self.areas if one.startswith("R")]
        cells = _cells([(("area", regions),), *((one,) for one in PLAIN)], MONTHS[month])
        if month % 3 == 2:
            cells |= _cells([(("area", regions), one) for one in PLAIN], f"Q{month // 3}")
        if month == 11:
            cells |= _cells([(("area", self.areas), one) for one in PLAIN], "Y")
        return cells

    def counted(self, cells, here=None):
        """Return cells with their true counts, and what is left over of those with a yes."""
        left = {
            tuple((d, "no" if d == dim else c) for d, c in key)
            for key in cells
            for dim, code in key
            if code == "yes"
        }
        every = [(key, margin, False) for key, margin in sorted(cells.items())]
        every += [(key, False, True) for key in sorted(left)]
        true = self._counts([key for key, *_more in every], here)
        return [Counted(Name("person", key), true[key], *more) for key, *more in every]

    def _counts(self, keys, here):
        alike = {}
        for dim, held in self.dimensions.items():
            places = {atom: n for n, atom in enumerate(held.atoms)}
            for code, atoms in held.codes.items():
                alike[dim, code] = np.isin(self.of[dim], [places[one] for one in atoms])
        everybody = np.ones(len(self.of["month"]), dtype=bool) if here is None else here
        return {
            key: int(np.logical_and.reduce([everybody, *(alike[pair] for pair in key)]).sum())
            for key in keys
        }


def _periods():
    return {f"Q{n}": MONTHS[3 * n : 3 * n + 3] for n in range(4)} | {"Y": MONTHS}


def _cells(tables, period):
    found = {}
    for axes in tables:
        for out in product((False, True), repeat=len(axes)):
            kept = [axis for axis, left in zip(axes, out, strict=True) if not left]
            for codes in product(*(codes for _dim, codes in kept)):
                key = {dim: code for (dim, _all), code in zip(kept, codes, strict=True)}
                key.setdefault("month", period)
                named = tuple(sorted(key.items()))
                found[named] = found.get(named, False) or any(out)
    return found
