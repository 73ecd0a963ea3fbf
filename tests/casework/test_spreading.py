"""People behind all tables at once: found where there can be some, and never where there cannot."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from invented_office import cells_of, dimensions, office, present, year_pack
from invented_people import dimension

from casework.protect.ground import Ground
from casework.protect.printed import Mark
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name
from casework.protect.solver import LARGE, Effort, Solver
from casework.protect.spreading import Spread
from casework.protect.system import ANY, system_of

DIMS = ("area", "kind", "month")


class Tables:
    """Areas and kinds by the year, and each by the month: so many areas, kinds and months."""

    def __init__(self, *many):
        self.codes = {
            dim: tuple(f"{dim}{n:02d}" for n in range(size))
            for dim, size in zip(DIMS, many, strict=True)
        }
        areas, kinds, months = (product([dim], codes) for dim, codes in self.codes.items())
        areas, kinds, months, year = [*areas], [*kinds], [*months], [("month", "year")]
        both = [*product(areas, kinds, year), *product(areas, months), *product(kinds, months)]
        self.names = [Name("person", key) for key in (*both, *product(months))]
        # Beside tables of ages, areas and kinds have no months in the table that they share.
        old = ("age", "old")
        self.aged = [Name("person", (old, one, *year)) for one in (*areas, *kinds)]
        self.ground = Ground(self._dimensions(), (), 10)
        known = self.ground.dimensions
        self.below = system_of([*self.names, *self.aged], known, ())
        self.above = system_of(self.names, known, (), DIMS)

    def _dimensions(self):
        made = {dim: dimension(dim, codes, {}) for dim, codes in self.codes.items()}
        months = self.codes["month"]
        made["month"] = dimension("month", months, {"year": months}, named=True)
        return made | {"age": dimension("age", ("young", "old"), {})}

    def sums_of(self, people):
        """Return how many are behind each cell, of people by area, kind and month."""
        found = []
        for name in self.names:
            here = [slice(None)] * len(DIMS)
            for dim, code in name.key:
                if code in self.codes[dim]:
                    here[DIMS.index(dim)] = self.codes[dim].index(code)
            found.append(float(people[tuple(here)].sum()))
        return found

    def solver(self, system, bounds):
        """Return a solver before which each cell lies within its bounds."""
        sums = [system.cells[name] for name in self.names]
        solver = Solver(system, sums, 0, Effort(1_000_000))
        for number, (lo, hi) in enumerate(bounds):
            solver.bound(number, lo, hi)
        return solver

    def answer(self, system, bounds, costs=None):
        """Return an answer in which each cell lies within its bounds."""
        solver = self.solver(system, bounds)
        if costs is not None:
            solver.prefer(costs)
        return solver.answer()

    def spread(self):
        return Spread(self.names, DIMS, self.below, self.ground)


SMALL = Tables(3, 3, 4)


def shared(tables):
    """Return people of whom 38 of one area and 38 of one kind are among 67 of the first month."""
    people = np.zeros([len(codes) for codes in tables.codes.values()])
    people[:3, :3, 0] = [[9, 20, 9], [20, 0, 0], [9, 0, 0]]
    people[1:, 1:, 1:] = 40
    return people


def test_nobody_is_found_where_two_groups_of_a_month_share_some():
    true = SMALL.sums_of(shared(SMALL))
    by_month = zip(SMALL.names, true, strict=True)
    free = [(one, one) if len(name.key) < 3 else (0, ANY) for name, one in by_month]
    found = SMALL.answer(SMALL.below, [(0, 0), *free[1:]])
    assert found is not None
    assert not SMALL.spread().fits(found)


def test_what_all_tables_have_in_common_is_the_same_in_each():
    """No two tables have months alone in common, but of areas as of kinds there are as many."""
    one = SMALL.names.index(Name("person", (("area", "area00"), ("month", "month00"))))
    other = SMALL.names.index(Name("person", (("kind", "kind00"), ("month", "month00"))))
    nobody = [(0, 0) if name.key[-1] == ("month", "month00") else (0, ANY) for name in SMALL.names]
    for number in (one, other):
        bounds = [*nobody[:number], (30, 30), *nobody[number + 1 :]]
        assert SMALL.answer(SMALL.below, bounds) is None


@pytest.mark.parametrize("seed", range(4))
def test_who_is_found_can_be_there(seed):
    """As the solver says of random offices, on the way from what is true to what is extreme."""
    chance, seen = np.random.default_rng(seed), {True: 0, False: 0}
    for _office in range(40):
        true = SMALL.sums_of(chance.poisson(chance.choice([0.2, 1.0, 4.0]), (3, 3, 4)))
        there = SMALL.answer(SMALL.below, [(one, one) for one in true])
        room = [9.0 * (len(name.key) == 3) for name in SMALL.names]
        bounds = [(max(0.0, one - more), one + more) for one, more in zip(true, room, strict=True)]
        end = SMALL.answer(SMALL.below, bounds, chance.normal(size=SMALL.below.width))
        found = there + chance.choice([0.1, 0.3, 1.0]) * (end - there)
        fits = SMALL.spread().fits(found)
        seen[fits] += 1
        told = [SMALL.below.cells[name].of(found) for name in SMALL.names]
        near = [(one - 1e-5, one + 1e-5) for one in told]
        assert not fits or SMALL.answer(SMALL.above, near) is not None
    assert min(seen.values()) > 0


@pytest.mark.parametrize("seed", range(4))
def test_whoever_is_there_is_found(seed):
    true = SMALL.sums_of(np.random.default_rng(seed).poisson(5.0, (3, 3, 4)))
    assert SMALL.spread().fits(SMALL.answer(SMALL.below, [(one, one) for one in true]))


def test_nor_is_an_answer_believed_behind_which_nobody_can_stand():
    """In a table so large that answers to those below it are heard."""
    large = Tables(20, 5, 12)
    assert large.spread().size >= LARGE
    true = large.sums_of(shared(large))
    cells = [Counted(name, int(one)) for name, one in zip(large.names, true, strict=True)]
    cells += [Counted(name, 0) for name in large.aged]
    printed = protect((), cells, large.ground)
    told = [printed[name] for name in large.names]
    bounds = [(0.0, ANY) if one is None else (one.lo, one.hi) for one in told]
    marks = [n for n, one in enumerate(told[:200]) if isinstance(one, Mark)]
    assert marks
    solver = large.solver(large.above, bounds)
    for number in marks:
        for value in bounds[number]:
            solver.bound(number, value, value)
            assert solver.answer() is not None
        solver.bound(number, *bounds[number])


def test_of_a_large_office_no_solver_is_asked_about_kinds_and_areas_by_month():
    """Its year has both by the month: with a solver alone that takes many times as many steps."""
    cells = cells_of(present(office(4_000, 1)), year_pack(), [])
    few = Ground(dimensions(), (), 10, effort=9_000)
    assert None not in protect((), cells, few).values()
