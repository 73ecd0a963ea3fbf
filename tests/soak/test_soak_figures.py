"""Figures of whole years, attacked with all that was ever published: nobody is found.

The attacker is the one of tests/attacker, which knows nothing of the program. It is shown that it
finds many where the same people are published as is usual elsewhere.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from attacker_asks import Attacker
from attacker_gone import Gone
from attacker_joint import Joint
from attacker_reads import understood
from invented_office import (
    KINDS,
    as_told,
    cells_of,
    dimensions,
    due,
    office,
    present,
    published,
    year_pack,
)
from printed_digest import digest, elsewhere
from published import register

from casework.protect.printed import Mark, Number, Span, ladder

NOBODY = {"narrowed": [], "exact": 0, "near": 0, "exists": 0}
_FEW = 700


def told_of(releases, cells, least):
    """Return what an attacker reads, and what is left over and few by the true counts."""
    few = [one.name.key for one in cells if one.watched and one.count < least]
    return understood(register(releases, dimensions(), few, least))


def found(told):
    """Return what is known of hidden cells: how many are narrowed, exact, near, certain."""
    hidden = hidden_of(told)
    assert hidden
    return known_of(hidden)


def hidden_of(told):
    """Return what an attacker knows of each hidden cell, once all of it can be true at once."""
    attacker = Attacker(told)
    assert attacker.consistent()
    return attacker.hidden()


def known_of(hidden):
    """Return of how many hidden cells something is known."""
    return {
        "narrowed": [one for one in hidden if one.narrowed],
        "exact": sum(one.exact for one in hidden),
        "near": sum(one.near for one in hidden),
        "exists": sum(one.exists for one in hidden),
    }


@pytest.mark.soak
@pytest.mark.parametrize("least", [5, 10])
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [40, 100, 500, 2000, 10000])
def test_of_a_year_nothing_hidden_is_known_better_than_its_mark(count, seed, least):
    cells = cells_of(present(office(count, seed)), year_pack(), [])
    out = published(cells, [], least)
    assert found(told_of([out], cells, least)) == NOBODY
    for one in cells:
        printed = None if one.watched else out[one.name]
        assert printed is None or printed.lo <= one.count <= printed.hi


@pytest.mark.soak
@pytest.mark.parametrize(
    ("count", "withdrawn", "least"),
    [(500, 0.04, 10), (500, 0.12, 5), (5000, 0.08, 10)],
)
def test_of_twelve_releases_nothing_is_known_and_nobody_is_seen_to_go(count, withdrawn, least):
    everybody = office(count, 1, withdrawn=withdrawn, late=0.03, corrected=0.03)
    told, releases, hidden = [], [], []
    for month in range(12):
        for keys in due(month):
            cells = cells_of(present(everybody, month), keys, told)
            releases.append(published(cells, told, least))
            told += as_told(releases[-1])
        # What was left over of earlier figures was asked of when they were new. The first months of
        # many people may be told whole.
        hidden = hidden_of(told_of(releases, [], least))
        assert known_of(hidden) == NOBODY, month
    assert hidden
    alone = [understood(register([one], dimensions(), (), least)) for one in releases]
    for first, then in combinations(alone, 2):
        if len(first.cells) + len(then.cells) < _FEW:
            assert Gone(first, then).proved() == {}


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("count", [60, 200])
def test_whole_people_in_four_dimensions_at_once_rule_nothing_out(count, seed):
    cells = cells_of(present(office(count, seed)), year_pack(), [])
    yearly = [one for one in cells if ("month", "Y") in one.name.key]
    told = told_of([published(yearly, [], 10)], yearly, 10)
    joint = Joint(told, ("month", "area", "age", "gender", "kind"), seconds=60.0)
    verdict = joint.verdict()
    assert joint.joint >= len(KINDS) ** 2 * 30
    assert verdict.found == []
    assert len(verdict.open) <= verdict.possible


def _as_elsewhere(seed):
    cells = cells_of(present(office(500, seed)), year_pack(), [])
    return [one for one in cells if not one.watched]


@pytest.mark.soak
def test_the_same_people_as_others_publish_them_are_found_by_the_hundred():
    """Of 507 hidden cells 203 are known to a person; of other seeds 190 of 538, and 154 of 563."""
    usual = {one.name: _usual(one) for one in _as_elsewhere(1)}
    # Nobody is printed as nobody: what is hidden is somebody.
    told = register([usual], dimensions(), (), 5) | {"marks": {"<5": [1, 4]}}
    hidden = Attacker(understood(told)).sharpened()
    assert sum(one.exact for one in hidden) >= 200
    assert all(one.exists for one in hidden)


@pytest.mark.soak
def test_the_same_people_in_rounded_numbers_that_nobody_proved_are_found_by_the_dozen():
    """Of 20 it is known within one how many they are; of another seed of 7."""
    rounded = {one.name: _rounded(one) for one in _as_elsewhere(2)}
    hidden = Attacker(told_of([rounded], [], 5)).sharpened()
    assert sum(one.near for one in hidden) >= 10


def _rounded(cell):
    """Return what is printed where fewer than five are hidden, and the rest is rounded to five."""
    shown = Number((cell.count + 2) // 5 * 5, 5)
    return Mark(5) if cell.count < 5 else shown


def _usual(cell):
    """Return what is printed elsewhere: one to four hidden, everything else as it is."""
    shown = Span(cell.count, cell.count)
    return next(ladder(cell.count, 5)) if 0 < cell.count < 5 else shown


@pytest.mark.soak
def test_figures_are_the_same_with_every_order_of_hashes():
    assert {elsewhere(seed) for seed in range(5)} == {digest()}
