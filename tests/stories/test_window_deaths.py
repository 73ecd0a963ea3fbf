"""The power goes while somebody types: every answer older than a second is there afterwards."""

from __future__ import annotations

import os
import random
import sys

import pytest
from window_deaths import Asker, Planner, Typist

from desktop.bootstrap import open_workbook
from desktop.practice.practising import make

FEW, MANY = 2, int(os.environ.get("SOAK_WINDOWS", "200"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")


@pytest.fixture
def case(tmp_path):
    """Return a folder, who works there, and a case of hers."""
    home = tmp_path / "home"
    user = next(one for one in make(home, 1, 1) if one.name == "Caseworker 1")
    workbook = open_workbook(home, user.name, user.passphrase)
    case = workbook.office.cases.all()[0].code
    workbook.close()
    return home, user.name, user.passphrase, case


@pytest.fixture
def typist(case):
    return Typist(*case)


def deaths(typist, times):
    chance = random.Random()
    answered, lost = 0, []
    for _time in range(times):
        old, gone = typist.live_and_die(chance)
        answered += len(old)
        lost += gone
    return answered, lost


def test_no_answer_older_than_a_second_is_lost_when_the_power_goes(typist):
    _answered, lost = deaths(typist, FEW)
    assert lost == []


@pytest.mark.parametrize("who", [Planner, Asker], ids=["a task", "a talk"])
def test_no_word_of_it_older_than_a_second_is_lost_when_the_power_goes(case, who):
    answered, lost, somebody = 0, [], who(*case)
    # On a busy machine the power may go before a second was over.
    while not answered:
        more, gone = deaths(somebody, FEW)
        answered, lost = answered + more, lost + gone
    assert lost == []


@pytest.mark.soak
def test_no_answer_is_lost_in_two_hundred_deaths_of_the_window(typist):
    answered, lost = deaths(typist, MANY)
    assert lost == []
    assert answered > MANY
