"""The attacker is tried first: one that finds nothing because it is broken would prove nothing."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from attacker_apart import Apart, pieces
from attacker_asks import Attacker
from attacker_gone import Gone
from attacker_joint import Joint
from attacker_reads import understood

MARKS = {"<5": [0, 4], "<10": [0, 9]}


def register(tables, dimensions, **more):
    """Return a register of one release a table list."""
    return {
        "format": "published-tables/1",
        "dimensions": {
            name: {"atoms": list(atoms), "codes": codes, "total": "ALL"}
            for name, (atoms, codes) in dimensions.items()
        },
        "marks": MARKS,
        "releases": [{"id": f"r{n}", "tables": one} for n, one in enumerate(tables)],
        **more,
    }


def table(dims, cells, unit="person"):
    return {"id": "-".join(dims), "unit": unit, "dims": dims, "cells": [list(one) for one in cells]}


def attack(tables, dimensions, **more):
    return Attacker(understood(register(tables, dimensions, **more)))


def found(attacker):
    return {one.key: (one.lo, one.hi) for one in attacker.hidden()}


AREA = {"area": (("a", "b", "c"), {})}
TWO = {"area": (("a", "b"), {}), "age": (("x", "y"), {})}


def test_one_mark_beside_exact_numbers_and_their_total_is_known():
    cells = [(["a"], 20), (["b"], 30), (["c"], "<5"), (["ALL"], 53)]
    attacker = attack([[table(["area"], cells)]], AREA)
    assert found(attacker) == {(("area", "c"),): (3, 3)}
    assert [one.exact for one in attacker.narrowed()] == [True]


def test_four_marks_in_a_rectangle_are_known_by_their_margins():
    inner = [(["a", "x"], "<5"), (["a", "y"], "<5"), (["b", "x"], "<5"), (["b", "y"], "<5")]
    margins = [(["a", "ALL"], 8), (["ALL", "x"], 5), (["b", "ALL"], 2), (["ALL", "y"], 5)]
    attacker = attack([[table(["area", "age"], [*inner, *margins])]], TWO)
    assert found(attacker)[("age", "x"), ("area", "a")] == (4, 4)


def test_marks_that_sum_up_to_nobody_are_nobody():
    cells = [(["a"], "<5"), (["b"], "<5"), (["c"], 12), (["ALL"], 12)]
    assert set(found(attack([[table(["area"], cells)]], AREA)).values()) == {(0, 0)}


def test_tables_that_share_a_margin_are_read_together():
    first = table(["area", "age"], [(["a", "x"], "<5"), (["a", "y"], 10)])
    second = table(["area", "sex"], [(["a", "f"], 6), (["a", "m"], 7)])
    dimensions = TWO | {"sex": (("f", "m"), {})}
    assert found(attack([[first], [second]], dimensions)) == {(("age", "x"), ("area", "a")): (3, 3)}


def test_two_releases_are_subtracted():
    dimensions = {"month": (("m1", "m2"), {"q": ["m1", "m2"]})}
    first = table(["month"], [(["m1"], 20)])
    later = table(["month"], [(["q"], 22), (["m2"], "<5")])
    assert found(attack([[first], [later]], dimensions)) == {(("month", "m2"),): (2, 2)}


def test_rounding_can_pin_a_mark():
    half = {"value": 10, "base": 5, "min": 10}
    cells = [(["a"], "<5"), (["b"], half), (["ALL"], {"value": 15, "base": 5})]
    dimensions = {"area": (("a", "b"), {})}
    attacker = attack([[table(["area"], cells)]], dimensions)
    assert found(attacker) == {(("area", "a"),): (1, 4)}
    assert [one.exists for one in attacker.narrowed()] == [True]


def test_what_no_population_fits_betrays_a_change():
    cells = [(["a"], 20), (["b"], 20), (["c"], 20)]
    later = [(["ALL"], 58)]
    attacker = attack([[table(["area"], cells)], [table(["area"], later)]], AREA)
    assert not attacker.consistent()


@pytest.mark.parametrize(("later", "gone"), [(17, {(("area", "a"),): 3}), (22, {})])
def test_who_is_gone_from_a_part_is_counted_and_who_came_late_is_not(later, gone):
    rest = [(["b"], 30), (["ALL"], {"value": 50, "base": 5})]
    cells = [[(["a"], count), *rest] for count in (20, later)]
    first, then = (understood(register([[table(["area"], one)]], AREA)) for one in cells)
    assert Gone(first, then).proved() == gone | ({(): 3} if gone else {})
    if not gone:
        assert not Gone(first, then, late=False).consistent()


def test_changes_hidden_by_rounding_are_no_proof():
    cells = [[(["a"], {"value": count, "base": 5})] for count in (20, 15)]
    first, then = (understood(register([[table(["area"], one)]], AREA)) for one in cells)
    assert Gone(first, then).proved() == {(("area", "a"),): 1}
    wide = understood(register([[table(["area"], [(["a"], {"lo": 8, "hi": 22})])]], AREA))
    assert Gone(first, wide).proved() == {}


def test_whole_people_in_one_table_of_all_dimensions_know_more_than_pairs_of_tables():
    """Whoever is not alike in a and b, nor in b and c, is alike in a and c."""
    dims = {name: (("0", "1"), {}) for name in "abc"}
    odd = [(["0", "0"], 0), (["0", "1"], 1), (["1", "0"], 1), (["1", "1"], 0)]
    pairs = [table(list(pair), odd) for pair in ("ab", "bc")]
    last = table(["a", "c"], [(["0", "0"], "<5"), (["0", "1"], "<5")])
    told = understood(register([[*pairs, last]], dims))
    assert not Attacker(told).hidden()[0].exact
    found = [((("a", "0"), ("c", "1")), 4), ((("a", "0"), ("c", "0")), 4)]
    assert sorted(Joint(told, ("a", "b", "c")).verdict().found) == sorted(
        [*found, ((("a", "0"), ("c", "0")), 0)]
    )
    joint = Joint(told, ("a", "c"))
    assert joint.verdict().found == []
    assert joint.joint == 4


def test_what_is_left_over_is_asked_as_well():
    dimensions = {"flag": (("yes", "no"), {})}
    cells = [(["yes"], {"value": 25, "base": 5}), (["ALL"], {"value": 25, "base": 5})]
    targets = [[["flag", "no"]]]
    attacker = attack([[table(["flag"], cells)]], dimensions, targets=targets)
    assert found(attacker) == {(("flag", "no"),): (0, 4)}


def test_people_in_one_of_several_months_are_no_more_than_in_all_and_no_fewer_than_in_each():
    tables = [
        table(["area"], [(["a"], "<10")], "m1"),
        table(["area"], [(["a"], 12)], "m2"),
        table(["area"], [(["a"], 14)], "q"),
    ]
    dimensions = {"area": (("a", "b"), {})}
    unions = [{"whole": "q", "parts": ["m1", "m2"]}]
    assert set(found(attack([tables], dimensions, unions=unions)).values()) == {(2, 9)}


def test_whoever_is_among_others_is_no_more_than_they_are():
    few, many = table(["area"], [(["a"], "<10")], "few"), table(["area"], [(["a"], 4)], "many")
    more = {"relations": [{"small": "r0", "big": "r1", "where": {}}]}
    dimensions = {"area": (("a", "b"), {})}
    assert set(found(attack([[few], [many]], dimensions)).values()) == {(0, 9)}
    assert set(found(attack([[few], [many]], dimensions, **more)).values()) == {(0, 4)}


def test_people_who_are_tied_to_nobody_are_attacked_by_themselves_and_known_as_well():
    ends = [(["a"], 20), (["b"], "<10"), (["c"], 30), (["ALL"], 53)]
    months = [table(["area"], [(["a"], n)], unit) for n, unit in ((2, "m1"), (22, "m2"))]
    hidden = [table(["area"], [(["b"], "<10")], unit) for unit in ("m1", "m2")]
    quarter = table(["area"], [(["a"], 23), (["b"], 3)], "q")
    told = understood(
        register(
            [[table(["area"], ends)], [*months, *hidden, quarter]],
            AREA,
            unions=[{"whole": "q", "parts": ["m1", "m2"]}],
            targets=[[["area", "c"]]],
        )
    )
    assert len(pieces(told)) == 2
    whole = {(one.people, one.key): (one.lo, one.hi) for one in Attacker(told).hidden()}
    apart = {(one.people, one.key): one for one in Apart(told).hidden()}
    large = ("person", (("area", "c"),))
    assert whole.keys() == apart.keys()
    assert apart[large].exists
    assert all((one.lo, one.hi) == whole[name] for name, one in apart.items() if name != large)
    wrong = table(["area"], [(["a"], 19), (["b"], 3)], "q")
    ties = [{"whole": "q", "parts": ["m1", "m2"]}]
    said = register([[table(["area"], ends)], [*months, *hidden, wrong]], AREA, unions=ties)
    assert not Apart(understood(said)).consistent()
    assert Apart(told).consistent()


def test_whole_worlds_know_no_less_than_worlds_in_parts():
    first = table(["area", "age"], [(["a", "x"], "<5"), (["a", "y"], 10), (["b", "ALL"], 9)])
    second = table(["age", "sex"], [(["x", "f"], 7), (["y", "m"], 8)])
    told = register([[first, second]], TWO | {"sex": (("f", "m"), {})})
    parts, whole = (Attacker(understood(told), whole=one) for one in (False, True))
    for one, other in zip(parts.hidden(), whole.hidden(), strict=True):
        assert one.lo <= other.lo <= other.hi <= one.hi


def test_whoever_knows_that_people_are_whole_rules_out_halves_and_what_follows():
    """Of three of whom no two are more than one, one is there at most, and not one and a half."""
    codes = {"abc": [*"abc"], "def": [*"def"]}
    codes |= {pair: [*pair] for pair in ("ab", "bc", "ac", "de", "ef", "df")}
    pairs = [([pair], {"lo": 0, "hi": 1}) for pair in codes if len(pair) == 2]
    cells = [(["abc"], "<5"), (["def"], "<5"), (["g"], "<5"), (["ALL"], 5), *pairs]
    dimensions = {"area": ((*"abcdefg",), codes)}
    attacker = attack([[table(["area"], cells)]], dimensions)
    known = [{dict(one.key)["area"]: (one.lo, one.hi) for one in attacker.hidden()}]
    known += [{dict(one.key)["area"]: (one.lo, one.hi) for one in attacker.sharpened()}]
    assert known == [
        {"abc": (0, 1), "def": (0, 1), "g": (2, 4)},
        {"abc": (0, 1), "def": (0, 1), "g": (3, 4)},
    ]


@pytest.mark.parametrize("seed", range(25))
def test_bounds_hold_for_every_population_that_fits_and_are_met_by_some(seed):
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 4, (2, 2))
    inner = {(a, x): int(truth[n, m]) for n, a in enumerate("ab") for m, x in enumerate("xy")}
    hidden = [name for name in inner if chance.random() < 0.6]
    told = {name: ("<5" if name in hidden else count) for name, count in inner.items()}
    margins = {(a, "ALL"): int(truth[n].sum()) for n, a in enumerate("ab")}
    margins |= {("ALL", x): int(truth[:, m].sum()) for m, x in enumerate("xy")}
    cells = [(list(name), printed) for name, printed in (told | margins).items()]
    attacker = attack([[table(["area", "age"], cells)]], TWO)
    fitting = [
        world
        for world in product(range(5), repeat=4)
        if all(
            world[n] == count for n, count in enumerate(inner.values()) if [*inner][n] not in hidden
        )
        and (world[0] + world[1], world[2] + world[3]) == (margins["a", "ALL"], margins["b", "ALL"])
        and (world[0] + world[2], world[1] + world[3]) == (margins["ALL", "x"], margins["ALL", "y"])
    ]
    for key, (lo, hi) in found(attacker).items():
        place = [*inner].index((dict(key)["area"], dict(key)["age"]))
        assert (lo, hi) == (min(w[place] for w in fitting), max(w[place] for w in fitting))


def test_each_mark_is_asked_for_its_own_most():
    cells = [(["a"], "<5"), (["b"], "<10")]
    assert attack([[table(["area"], cells)]], AREA).narrowed() == []


def test_what_is_no_register_is_said():
    with pytest.raises(ValueError, match="not a register"):
        understood({"format": "something"})
