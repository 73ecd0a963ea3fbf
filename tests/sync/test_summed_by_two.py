"""Two summed up one lane: the second has words of it that were replaced for the first already."""

from __future__ import annotations

import pytest
from apart import Apart, keeps, opened, records, summed_up, takes_away, titled, to_do_at

KEY = b"a part of it all"
CASE = "select id from casefile where code = ?"
TITLE = "select title from task where id = ?"
TWICE = "select field from cell_conflict where entity = ?"
LIFE = "select life from entity where id = ?"


@pytest.fixture
def three(template, tmp_path):
    """Return who hears of it all, who writes, and who writes over that; a task is known to all."""
    made = Apart.four(template, tmp_path)
    code = records(made.third, made.first, "known")
    with made.third.store() as store:
        ((made.case,),) = store.connection.execute(CASE, (code,))
    to_do_at(made.third, made.case, KEY)
    for _turn in range(2):
        stick = made.third.writes()
        for one in (made.first, made.other):
            one.takes(stick)
            made.third.takes(one.writes())
    yield made
    made.first.close()


def summed_by_two(team):
    """Let the first one hear of what was written over it, then of all that its author knows of."""
    with team.third.post() as post:
        assert team.first.takes(summed_up(post)).summed
    # It comes in several parts.
    opened(team.other, team.case, "2026-01-05")
    with team.other.post() as post:
        assert team.first.takes(summed_up(post)).summed
    execute = team.first.store.connection.execute
    return [execute(query, (KEY,)).fetchall() for query in (TITLE, TWICE, LIFE)]


def test_what_was_replaced_where_it_was_summed_up_first_does_not_stand_beside_it(three):
    """It did: that it was replaced was forgotten with the first part of the second summary."""
    titled(three.other, KEY, "first")
    three.third.takes(three.other.writes())
    titled(three.third, KEY, "since")

    assert summed_by_two(three) == [[("since",)], [], [(0,)]]


def test_what_somebody_decided_to_keep_is_not_to_be_decided_again(three):
    titled(three.third, KEY, "since")
    with three.other.store() as store:
        takes_away(store, KEY)
    three.third.takes(three.other.writes())
    keeps(three.third)

    assert summed_by_two(three) == [[("since",)], [], [(0,)]]
