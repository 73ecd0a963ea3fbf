"""Whole years of an invented office that publishes: every release comes out, and betrays nobody."""

from __future__ import annotations

import os

import pytest
from attacker_asks import Attacker
from attacker_reads import understood

from casework.figures.released import register
from desktop.bootstrap import open_workbook
from desktop.practising_year import make_year

SIZES = [int(one) for one in os.environ.get("SOAK_YEARS", "50,500,5000").split(",")]


@pytest.mark.soak
@pytest.mark.parametrize("count", SIZES)
def test_a_year_that_an_office_publishes_betrays_nobody(tmp_path, count) -> None:
    users, told = make_year(tmp_path / "home", count, 1)
    assert [one.due for one in told if one.refused] == []
    workbook = open_workbook(tmp_path / "home", users[0].name, users[0].passphrase)
    try:
        published = register(workbook.office.figures.register())
    finally:
        workbook.close()
    attacker = Attacker(understood(published))
    assert attacker.consistent()
    assert not [one for one in attacker.hidden() if one.masked and one.narrowed]
