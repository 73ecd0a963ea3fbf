"""A year of an invented office that publishes: what happens in it, and that nobody is betrayed."""

from __future__ import annotations

from random import Random

import pytest
from attacker_asks import Attacker
from attacker_reads import understood

from casework.figures.plan import demand_over, plans
from casework.figures.released import register
from casework.practice.year import dues, year_cases
from desktop.bootstrap import open_workbook
from desktop.practice.year import make_year

SEED = 36


def test_a_year_is_the_same_again_and_much_happens_in_it():
    one, other = (year_cases(Random(7), 500, 2025) for _ in range(2))
    assert one == other
    assert [one.came for one in one] == sorted(one.came for one in one)
    agreed = [case for case in one if case.agreed]
    assert 440 < len(agreed) < 490
    assert 0.04 < sum(case.withdrawn is not None for case in agreed) / len(agreed) < 0.12
    assert any(case.agreed > case.came for case in agreed)
    assert any(case.corrected for case in one)


@pytest.mark.parametrize(("count", "many"), [(49, 1), (50, 5), (199, 5), (200, 17), (5000, 17)])
def test_what_is_due_is_over_and_comes_in_its_order(count, many):
    found = dues(2025, count)
    assert len(found) == many
    assert [one.day for one in found] == sorted(one.day for one in found)
    for one in found:
        demand_over(plans()[one.plan], one.period, one.day)
    assert found[-1].plan in {"year", "small_year", "least_year"}


def test_a_small_year_goes_by_in_the_office_and_betrays_nobody(tmp_path):
    """With this seed somebody takes her yes back, somebody agrees late, a birth is put right."""
    users, (told,) = make_year(tmp_path / "home", 20, SEED)
    assert (told.due.plan, told.refused) == ("least_year", "")
    attacker = Attacker(understood(published(tmp_path / "home", users[0])))
    assert attacker.consistent()
    assert not [one for one in attacker.narrowed() if one.masked]


def published(home, user):
    """Return all that was published in a workbook, as it is written down."""
    workbook = open_workbook(home, user.name, user.passphrase)
    try:
        return register(workbook.office.figures.register())
    finally:
        workbook.close()
