"""Two laptops in one room find each other, and hold the same afterwards."""

from __future__ import annotations

import pytest
from apart import Apart
from make import VISIT
from rooms import both_meet

from casework.worker import Role


@pytest.fixture
def two(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    yield made
    made.first.close()


def test_two_laptops_meet_and_hold_the_same_afterwards(two):
    here = two.first.case()
    two.first.agrees(here)
    with two.other.office() as office:
        there = office.answers.record(None, "intake", VISIT, "en").case_code
        two.first.agrees(there, office=office)
    came = both_meet(two.first, two.other)
    assert all(one.changes and not one.refused for one in came)
    held = {code for (code,) in two.first.store.connection.execute("select code from casefile")}
    assert held == two.other.codes() >= {here, there}
    again = both_meet(two.first, two.other)
    assert [one.changes for one in again] == [0, 0]
