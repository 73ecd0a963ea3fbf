"""People of two months and of their quarter, told in turn: all worlds counted out, none betrays."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.protect.ground import Ground
from casework.protect.printed import Mark
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Dimension, Name, Told, Within

GROUPS = ("first", "second", "quarter")
AREA = {"area": Dimension("area", ("a", "b"), {one: frozenset([one]) for one in "ab"})}
KEYS = ((("area", "a"),), (("area", "b"),), ())
# How many were there in the first month alone, in the second alone, and in both; in each area.
PEOPLE = st.lists(st.integers(0, 4), min_size=6, max_size=6)


def truth(people):
    """Return how many each group has in each area and in both."""
    alone = [people[:3], people[3:]]
    areas = [(one + both, two + both, one + two + both) for one, two, both in alone]
    return dict(zip(KEYS, [*areas, tuple(map(sum, zip(*areas, strict=True)))], strict=True))


def cells(people, groups):
    return [
        Counted(Name(group, key), truth(people)[key][GROUPS.index(group)], margin=not key)
        for group, key in product(groups, KEYS)
    ]


def worlds(told):
    """Return all there could be in both areas: three counts of each, as rows of six."""
    most = range(15)
    areas = []
    for key in KEYS[:2]:
        held = [told.get(Name(group, key)) for group in GROUPS]
        spans = [range(one.lo, min(one.hi, 14) + 1) if one else most for one in held]
        found = [w for w in product(*spans) if max(w[:2]) <= w[2] <= w[0] + w[1]]
        areas.append(np.array(found).reshape(-1, 3))
    a, b = (one.reshape(shape) for one, shape in zip(areas, [(-1, 1, 3), (1, -1, 3)], strict=True))
    fits = np.ones((len(areas[0]), len(areas[1])), dtype=bool)
    for n, group in enumerate(GROUPS):
        one = told.get(Name(group, ()))
        if one is not None:
            fits &= (one.lo <= (a + b)[..., n]) & ((a + b)[..., n] <= one.hi)
    at = np.argwhere(fits)
    return np.hstack([areas[0][at[:, 0]], areas[1][at[:, 1]]])


@settings(max_examples=40, deadline=None)
# What was told of them as a range can hold no longer, and has to give way upwards.
@example(before=[0, 0, 3, 3, 0, 4], after=[0, 0, 0, 0, 0, 3], least=3)
# Of what is left out of a month its total and the rest of it tell.
@example(before=[0, 0, 2, 4, 0, 4], after=[0, 0, 3, 0, 0, 0], least=3)
@given(before=PEOPLE, after=PEOPLE, least=st.sampled_from([3, 4]))
def test_by_counting_out_every_world_of_tied_people_each_mark_may_be_nobody_and_its_most(
    before, after, least
):
    """The first month is told before the others, and of people who have changed since."""
    ground = Ground(AREA, (Within("quarter", ("first", "second")),), least)
    early = protect((), cells(before, GROUPS[:1]), ground)
    told = [Told(name, one) for name, one in early.items() if one is not None]
    late = protect(told, cells(after, GROUPS[1:]), ground)
    every = {name: one for name, one in (early | late).items() if one is not None}
    there = worlds(every)
    for name, one in every.items():
        if isinstance(one, Mark):
            n = GROUPS.index(name.people)
            areas = {KEYS[0]: [n], KEYS[1]: [n + 3], (): [n, n + 3]}[name.key]
            assert {0, least - 1} <= set(there[:, areas].sum(axis=1).tolist())
    assert len(there)
