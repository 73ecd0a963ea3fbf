"""What the lost laptop and whoever has its cases now both took home, and brought out again."""

from __future__ import annotations

import pytest
from apart import tasks_of, to_do
from back_again import codes, comes_too_late

from casework.consent.grant import Purpose
from casework.team.supervision import Why

TASK = b"it is to be done"


@pytest.fixture
def twice(saved):
    """Let both do that; the third has heard of the first half of what the lost one did."""
    with saved.other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    home = saved.other.writes()
    saved.third.takes(home)
    with saved.other.office() as office:
        saved.first.agrees(saved.code, office=office)
    saved.stick = saved.other.writes()
    saved.is_lost()
    saved.here.glass.open(saved.code, Why.DANGER)
    saved.here.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    saved.first.agrees(saved.code)
    to_do(saved.first, saved.code, TASK)
    assert saved.third.takes(saved.first.writes()).refused == {}
    saved.first.takes(home)
    return saved


def test_a_part_that_is_gone_with_its_case_had_left_before_and_is_sound(twice) -> None:
    """What told that it had left stood there for something that nothing was known of."""
    with twice.third.store() as store:
        assert codes(store) == set()
        assert store.examine().faults == ()


def test_whoever_has_it_brings_it_out_for_those_who_let_go_of_it_in_between(twice) -> None:
    """Whoever heard of the one half alone went without what was written of it since."""
    comes_too_late(twice, twice.stick)

    twice.third.takes(twice.first.writes())

    with twice.third.store() as there:
        stores = [twice.first.store, there]
        assert [store.examine().faults for store in stores] == [(), ()]
        assert [codes(store) for store in stores] == [{twice.code}] * 2
        assert [tasks_of(store) for store in stores] == [[TASK]] * 2
