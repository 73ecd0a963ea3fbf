"""People who are among others, told of beside them: all worlds counted out, none betrays."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.protect.ground import Ground
from casework.protect.printed import Mark
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Dimension, Name, Within
from casework.protect.sides import sides, widest
from casework.protect.solver import Effort, Solver
from casework.protect.system import system_of

ALL, PART, LEFT = "all", "helped", "all-helped"
MONTH = {one: frozenset([one]) for one in ("1", "2")}
CODES = {
    "area": Dimension("area", ("a", "b"), {one: frozenset([one]) for one in "ab"}),
    "month": Dimension("month", ("1", "2"), MONTH, named=True),
}
AREAS = ((("area", "a"),), (("area", "b"),), ())
GROUPS = ("1", "2", PART)
AMONG = (("month", "1"), ("month", "2"))
# How many came in each month to each area, and how many of them were helped in the end.
PEOPLE = st.lists(st.integers(0, 4), min_size=6, max_size=6)


def named(group, key):
    if group == PART:
        return Name(PART, key)
    return Name(ALL, (*key, ("month", group)))


def truth(people):
    """Return how many each group has in each area and in both; whoever was helped had come."""
    areas = [(one, two, min(helped, one + two)) for one, two, helped in (people[:3], people[3:])]
    return dict(zip(AREAS, [*areas, tuple(map(sum, zip(*areas, strict=True)))], strict=True))


def proved(people, least):
    """Return what is printed of all, and who of them is left beside and watched."""
    true = truth(people)
    few = {key: sum(n[:2]) - n[2] for key, n in true.items()}
    few = {key: many for key, many in few.items() if many < least + least // 2}
    tie = Within(ALL, (PART, LEFT), apart=True, among=AMONG)
    if not few:
        tie = Within(ALL, (PART,), every=False, among=AMONG)
    counted = [
        Counted(named(group, key), true[key][n], margin=not key)
        for (n, group), key in product(enumerate(GROUPS), AREAS)
    ]
    counted += [Counted(Name(LEFT, key), many, watched=True) for key, many in few.items()]
    return protect((), counted, Ground(CODES, (tie,), least)), few


def worlds(told):
    """Return all there could be in both areas: three counts of each, as rows of six."""
    areas = []
    for key in AREAS[:2]:
        held = [told.get(named(group, key)) for group in GROUPS]
        spans = [range(one.lo, min(one.hi, 14) + 1) if one else range(15) for one in held]
        found = [w for w in product(*spans) if w[2] <= w[0] + w[1]]
        areas.append(np.array(found).reshape(-1, 3))
    a, b = (one.reshape(shape) for one, shape in zip(areas, [(-1, 1, 3), (1, -1, 3)], strict=True))
    fits = np.ones((len(areas[0]), len(areas[1])), dtype=bool)
    for n, group in enumerate(GROUPS):
        one = told.get(named(group, ()))
        if one is not None:
            fits &= (one.lo <= (a + b)[..., n]) & ((a + b)[..., n] <= one.hi)
    at = np.argwhere(fits)
    return np.hstack([areas[0][at[:, 0]], areas[1][at[:, 1]]])


@settings(max_examples=25, deadline=None)
@given(people=PEOPLE, least=st.sampled_from([3, 4]))
def test_by_counting_out_every_world_of_people_among_others_each_mark_may_be_nobody_and_its_most(
    people, least
):
    told, few = proved(people, least)
    there = worlds({name: one for name, one in told.items() if one is not None})
    places = {AREAS[0]: [0], AREAS[1]: [3], (): [0, 3]}
    marks = [
        (sum(there[:, at + n] for at in places[key]), least - 1)
        for (n, group), key in product(enumerate(GROUPS), AREAS)
        if isinstance(told[named(group, key)], Mark)
    ]
    for key in few:
        left = [there[:, at] + there[:, at + 1] - there[:, at + 2] for at in places[key]]
        marks.append((sum(left), least - 1))
    assert len(there)
    for found, most in marks:
        assert {0, most} <= set(found.tolist())


@pytest.mark.parametrize("top", [False, True])
def test_what_one_side_answers_holds_for_all(top):
    """At most twelve came, and some were helped: who pushes one side leaves the others there."""
    tie = Within(ALL, (PART,), every=False, among=AMONG)
    names = [named(group, key) for group, key in product(GROUPS, AREAS)]
    system, effort = system_of(names, CODES, [tie]), Effort(10_000)
    sums = [system.cells[name] for name in names]
    solver = Solver(system, sums, 0, effort)
    total, given = names.index(named("1", ())), names.index(named(PART, ()))
    ends = {total: (5.0, 9.0), given: (0.0, 30.0)}
    for number, (lo, hi) in ends.items():
        solver.bound(number, lo, hi)
    solver.bound(names.index(named("2", ())), 0.0, 3.0)
    at = widest(system, solver, solver.answer())
    found = [*sides(system, sums, [tie], at, effort)]
    assert len(found) == 2
    for side in found:
        for number, (lo, hi) in ends.items():
            side.bound(number, lo, hi)
        costs = np.zeros(system.width)
        for one in sums:
            costs[one.plus] += -1.0 if top else 1.0
        if top and total in side:
            side.bound(names.index(named("2", ())), 0.0, 3.0)
        side.prefer(costs)
        answer = side.answer()
        for one in system.ties:
            more = answer[one.plus].sum() - answer[one.minus].sum()
            assert -1e-6 <= more <= one.most + 1e-6
        for one in system.loose:
            assert answer[one.plus].sum() >= answer[one.minus].sum() - 1e-6
        assert 5 - 1e-6 <= sums[total].of(answer) <= 9 + 1e-6
    solver.bound(given, 13.0, 30.0)
    assert solver.answer() is None
