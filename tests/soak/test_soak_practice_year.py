"""Whole years of an invented office that publishes: every release comes out, and betrays nobody."""

from __future__ import annotations

import os

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from year_truth import count_of, known_on

from casework.figures.desk import LEAST
from casework.figures.released import register
from casework.practice_year import year_cases
from desktop.bootstrap import open_workbook
from desktop.practising import chance_of
from desktop.practising_year import make_year

SIZES = [int(one) for one in os.environ.get("SOAK_YEARS", "50,500,5000").split(",")]
SEED = 1


@pytest.mark.soak
@pytest.mark.parametrize("count", SIZES)
def test_a_year_that_an_office_publishes_betrays_nobody(tmp_path, count) -> None:
    users, told = make_year(tmp_path / "home", count, SEED)
    assert [one.due for one in told if one.refused] == []
    workbook = open_workbook(tmp_path / "home", users[0].name, users[0].passphrase)
    try:
        published = register(workbook.office.figures.register())
    finally:
        workbook.close()
    attacker = Attacker(understood(published))
    assert attacker.consistent()
    hidden = attacker.hidden()
    assert not [one for one in hidden if one.masked and one.narrowed]
    # Of what is left over it may be known that somebody is there, where they were many once.
    certain = [one.key for one in hidden if one.exists and not one.masked]
    codes = {dim: one["codes"] for dim, one in published["dimensions"].items()}
    cases = year_cases(chance_of(SEED), count, told[0].due.day.year)
    known = [known_on(cases, one.due.day) for one in reversed(told)]
    few = [key for key in certain if not any(count_of(p, key, codes) >= LEAST for p in known)]
    assert few == []
