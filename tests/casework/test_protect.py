"""Figures that betray nobody: an attacker who knows all that was published finds nothing."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_people import counted, dimensions, left_over, people, tables
from published import register

from casework.protect.errors import NotProtected
from casework.protect.ground import Ground
from casework.protect.printed import Mark, Number, Span, ladder
from casework.protect.proof import Proof
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Dimension, Name, Told, Within

LEAST = 10
GROUND = Ground(dimensions(), (), LEAST)


def annual(count, seed):
    found = people(count, seed)
    return counted(found, tables(11), ())


def attacked(releases, known, least=LEAST):
    low = [one.name.key for one in known if one.watched and one.count < least]
    told = understood(register(releases, GROUND.dimensions, low, least))
    attacker = Attacker(told)
    assert attacker.consistent()
    return attacker.narrowed()


def unchecked(cells):
    return {one.name: next(ladder(one.count, LEAST)) for one in cells if not one.watched}


@given(count=st.integers(0, 10**6), least=st.sampled_from([5, 10]))
def test_each_step_of_the_ladder_holds_the_count_and_the_step_before(count, least):
    steps = list(ladder(count, least))
    assert all(one.lo <= count <= one.hi for one in steps)
    assert all(wide.lo <= fine.lo and fine.hi <= wide.hi for fine, wide in pairwise(steps))
    assert isinstance(steps[0], Mark if count < least else Number if count >= 10 else Span)
    assert all(isinstance(one, Span) and one.lo >= least for one in steps[1:])
    assert all((one.lo < 10) == (one.hi < 10) == (count < 10) for one in steps)


@given(count=st.integers(10, 10**6))
def test_whoever_sees_a_printed_step_learns_nothing_from_how_it_came_to_be(count):
    for step in list(ladder(count, LEAST))[1:]:
        alike = [one for one in (step.lo, count, step.hi) if step in set(ladder(one, LEAST))]
        assert len(alike) == 3


@pytest.mark.parametrize(("count", "seed"), [(40, 1), (200, 2), (1000, 3)])
def test_nothing_hidden_in_a_report_of_a_year_is_known_better_than_its_mark(count, seed):
    cells = annual(count, seed)
    out = protect((), cells, GROUND)
    assert not attacked([out], cells)
    for one in cells:
        printed = None if one.watched else out[one.name]
        assert printed is None or printed.lo <= one.count <= printed.hi


def test_without_the_check_the_same_attacker_finds_people():
    cells = annual(200, 2)
    assert any(one.exists for one in attacked([unchecked(cells)], cells))


def half_a_year(size, seed, *, watched):
    """Yield all that was published after each month, and the cells that were counted then.

    Some take it back, later ones come, and of some an age is put right.
    """
    whole = people(size, seed)
    chance = np.random.default_rng(seed)
    gone = np.where(chance.random(size) < 0.1, whole["month"] + chance.integers(0, 8, size), 99)
    told, releases = [], []
    for month in range(6):
        wrong = chance.random(size) < 0.01
        whole["age"] = np.where(wrong, chance.integers(0, 4, size), whole["age"])
        here = (whole["month"] <= month) & (gone > month)
        seen = {dim: codes[here] for dim, codes in whole.items()}
        cells = counted(seen, tables(month), [one.name.key for one in told])
        asked = [one for one in cells if watched or not one.watched]
        releases.append(protect(told, asked, GROUND))
        told += [Told(name, one) for name, one in releases[-1].items() if one is not None]
        yield releases, {one.name.key: one.count for one in cells if one.watched}


def found_of_few(size, seed, *, watched=True):
    """Return of how many few that are left over more is known than while they were many."""
    known, found, few = {}, 0, 0
    for releases, true in half_a_year(size, seed, watched=watched):
        attacker = Attacker(understood(register(releases, GROUND.dimensions, true, LEAST)))
        assert attacker.consistent()
        for one in attacker.hidden():
            if one.masked:
                assert not one.narrowed
            elif true[one.key] < LEAST:
                few += 1
                found += one.lo > known.get(one.key, 0)
            else:
                known[one.key] = one.lo
    # Of many it is known that somebody is there: whoever finds nothing asks wrongly.
    assert few > 50
    assert any(known.values())
    return found


def test_half_a_year_of_releases_with_withdrawals_and_corrections_betrays_nobody():
    assert found_of_few(150, 4) == 0
    assert found_of_few(150, 4, watched=False) > 10


def test_what_was_told_is_never_asked_to_change():
    cells = annual(200, 2)
    told = [Told(name, one) for name, one in protect((), cells, GROUND).items() if one is not None]
    again = [one for one in cells if one.watched]
    assert protect(told, again, GROUND) == {}


def test_the_same_people_give_the_same_figures():
    cells = annual(200, 2)
    assert protect((), cells, GROUND) == protect((), cells, GROUND)


def test_where_what_was_told_contradicts_itself_nothing_is_published():
    first = Name("person", (("month", "M00"),))
    wrong = [
        Told(first, Number(20, LEAST)),
        Told(Name("person", (("month", "Q0"),)), Number(10, LEAST)),
    ]
    with pytest.raises(NotProtected) as refused:
        protect(wrong, annual(200, 2), GROUND)
    assert refused.value.code == "register"


def test_where_the_solver_does_not_come_to_an_end_nothing_is_published():
    with pytest.raises(NotProtected) as refused:
        protect((), annual(1000, 3), Ground(dimensions(), (), LEAST, effort=0))
    assert refused.value.code == "solver"


def test_people_of_two_months_are_not_counted_twice_in_their_quarter():
    """Two and twenty-two were seen, twenty-three in both: the few must not be worked out."""
    area = Dimension("area", ("a", "b"), {one: frozenset([one]) for one in "ab"})
    ground = Ground({"area": area}, (Within("q", ("m1", "m2")),), LEAST)
    key = (("area", "a"),)
    cells = [
        Counted(Name("m1", key), 2),
        Counted(Name("m2", key), 22),
        Counted(Name("q", key), 23),
    ]
    out = protect((), cells, ground)
    assert out[Name("m1", key)] == Mark(LEAST)
    lows = {one: out[Name(one, key)] for one in ("m2", "q")}
    assert all(isinstance(one, Number | Span) for one in lows.values())
    assert lows["q"].lo <= lows["m2"].hi
    assert lows["q"].hi >= lows["m2"].lo + LEAST - 1


@settings(max_examples=100, deadline=None)
@given(
    truth=st.lists(st.integers(0, 9), min_size=6, max_size=6),
    least=st.sampled_from([3, 4]),
)
def test_by_counting_out_every_world_each_mark_may_stand_for_nobody_and_for_its_most(truth, least):
    dims = {
        "a": Dimension("a", ("1", "2"), {one: frozenset([one]) for one in "12"}),
        "b": Dimension("b", ("x", "y", "z"), {one: frozenset([one]) for one in "xyz"}),
    }
    atoms = list(product("12", "xyz"))
    keys = [(("a", a), ("b", b)) for a, b in atoms]
    keys += [(("a", a),) for a in "12"] + [(("b", b),) for b in "xyz"] + [()]

    every = [dict(key) for key in keys]
    fits = [[one.get("a", a) == a and one.get("b", b) == b for a, b in atoms] for one in every]
    held = np.array(fits, dtype=np.int16)
    truths = zip(keys, (held @ truth).tolist(), strict=True)
    cells = [Counted(Name("p", key), n, margin=len(key) < 2) for key, n in truths]
    out = protect((), cells, Ground(dims, (), least))
    told = [out[Name("p", key)] for key in keys]
    spans = [range(one.lo, min(one.hi, 14) + 1) if one else range(15) for one in told[:6]]
    worlds = np.stack(np.meshgrid(*spans, indexing="ij"), -1).astype(np.int16).reshape(-1, 6)
    for sums, one in zip(held, told, strict=True):
        if one is not None:
            said = worlds @ sums
            worlds = worlds[(one.lo <= said) & (said <= one.hi)]
    for sums, one in zip(held, told, strict=True):
        if isinstance(one, Mark):
            assert {0, least - 1} <= set((worlds @ sums).tolist())


class TestBroken:
    """What must be caught when a part of the protection is taken away."""

    def test_zeros_shown(self):
        cells = annual(200, 2)
        out = protect((), cells, GROUND)
        shown = {
            one.name: (Span(0, 0) if one.count == 0 else out[one.name])
            for one in cells
            if not one.watched
        }
        assert attacked([shown], cells)

    def test_what_is_left_over_is_not_watched(self):
        found = people(1000, 3) | {"flag_1": np.array([0] * 997 + [1] * 3)}
        cells = counted(found, tables(11), ())
        blind = [one for one in cells if not one.watched]
        assert attacked([protect((), blind, GROUND)], cells)
        assert not attacked([protect((), cells, GROUND)], cells)

    def test_earlier_releases_are_not_looked_at(self):
        whole = people(400, 4)
        early = {dim: codes[whole["month"] <= 2] for dim, codes in whole.items()}
        first = protect((), counted(early, tables(0), ()), GROUND)
        second = protect((), counted(early, tables(1), ()), GROUND)
        cells = counted(early, tables(2), [*tables(0), *tables(1)])
        assert attacked([first, second, protect((), cells, GROUND)], cells)
        told = [Told(n, p) for one in (first, second) for n, p in one.items() if p is not None]
        assert not attacked([first, second, protect(told, cells, GROUND)], cells)

    def test_steps_that_do_not_lie_inside_each_other(self):
        """37 to the nearest five is 35 to 39 or 33 to 37; to the nearest ten 35 to 44."""
        steps = [Span(33, 37), Span(35, 44)]
        assert not all(b.lo <= a.lo and a.hi <= b.hi for a, b in pairwise(steps))
        fine, wide = list(ladder(37, LEAST))[:2]
        assert wide.lo <= fine.lo
        assert fine.hi <= wide.hi


def test_the_audit_is_what_protects(monkeypatch):
    cells = annual(200, 2)
    monkeypatch.setattr(Proof, "prove", lambda _self, *, top: top)
    assert attacked([protect((), cells, GROUND)], cells)


def test_keys_left_over_are_those_with_a_yes():
    keys = [(("flag_1", "yes"), ("month", "M00")), (("area", "R0"), ("month", "M00"))]
    assert left_over(keys) == [(("flag_1", "no"), ("month", "M00"))]
