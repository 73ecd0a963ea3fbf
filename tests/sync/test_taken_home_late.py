"""A case was taken home by a laptop that is let out before its new home hears of that."""

from __future__ import annotations

import pytest
from apart import Apart, opened_at, summed_up
from looked_through import looked_through

from casework.consent.grant import Purpose

DAY = "2026-02-02"


@pytest.fixture
def with_a_case(template, tmp_path):
    """Return three laptops; the second one has a case at home that the others have too."""
    made = Apart.with_a_case(template, tmp_path)
    yield made
    made.first.close()


def shown(store, case):
    return store.connection.execute("select opened_on from casefile where id = ?", (case,))


@pytest.mark.parametrize("knows", [True, False], ids=["she knew", "she never heard"])
def test_what_its_new_home_wrote_stands_though_others_sum_up_that_it_left(
    with_a_case, knows
) -> None:
    """A colleague's summary undid it: to her the case had left, and to nobody it had stayed."""
    first, other, third = with_a_case.first, with_a_case.other, with_a_case.third
    code, case = with_a_case.code, with_a_case.case
    opened_at(first.store, case, DAY)
    stick = first.writes()
    third.takes(stick)
    if knows:
        other.takes(stick)
    with other.office() as office:
        office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    third.takes(other.writes())
    assert code not in third.codes()
    first.post.membership.revoke(other.unlocked().store_id)
    third.takes(first.writes())

    with third.post() as post:
        came = first.takes(summed_up(post))

    assert came.summed
    assert shown(first.store, case).fetchall() == [(DAY,)]
    assert looked_through(first.store) == 0
    assert first.store.examine().faults == ()
    assert code not in third.codes()
