"""What stood in the backup alone; the lost laptop brought it out and told that it took it away.

Its case went home and out again afterwards, so that nothing there says it but that it left.
"""

from __future__ import annotations

import pytest
from apart import takes_away, tasks_of, titled, to_do_at
from at_home import AtHome
from back_again import all_hear, comes_too_late, sound

from casework.consent.grant import Purpose
from casework.team.supervision import Why

TASK = b"it is taken away"


@pytest.fixture
def alone(saved):
    """Let something to do in that case stand in the backup alone."""
    made = AtHome(saved)
    to_do_at(saved.other, made.id, TASK)
    saved.backs_up()
    return made


def goes_home(alone):
    with alone.saved.other.office() as office:
        office.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    alone.is_given()


def is_taken_away(alone):
    with alone.saved.other.store() as store:
        takes_away(store, TASK)
    alone.is_given()


def goes_home_elsewhere(alone):
    """Let whoever has the cases of the lost one take it home, and bring it out again."""
    alone.saved.here.glass.open(alone.code, Why.DANGER)
    alone.saved.here.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    alone.saved.first.agrees(alone.code)
    assert alone.saved.third.takes(alone.saved.first.writes()).refused == {}


def test_it_is_gone_where_that_comes_back(alone, saved) -> None:
    alone.is_brought_out()
    is_taken_away(alone)
    goes_home(alone)
    alone.is_brought_out()
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, tasks_of) == [[]] * 3
    alone.must_show(back, "2026-01-01")


def test_it_is_gone_where_two_took_its_case_home_and_out(alone, saved) -> None:
    """The lost one is heard of late, and so is what it told."""
    alone.is_brought_out()
    is_taken_away(alone)
    with saved.other.office() as office:
        office.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
        saved.first.agrees(alone.code, office=office)
    stick = saved.other.writes()
    back = saved.comes_back()
    goes_home_elsewhere(alone)
    comes_too_late(saved, stick)

    all_hear(saved, back)

    assert sound(saved, back, tasks_of) == [[]] * 3
    alone.must_show(back, "2026-01-01")


def test_what_was_written_of_it_there_since_is_there_for_all(alone, saved) -> None:
    """Nobody else ever had it, and what is taken away loses to what is written."""
    alone.is_brought_out()
    is_taken_away(alone)
    goes_home(alone)
    alone.is_brought_out()
    back = saved.comes_back()
    titled(back, TASK, "call them")

    all_hear(saved, back)

    assert sound(saved, back, tasks_of) == [[TASK]] * 3
