"""What is too late for others, of cases at home with somebody else since a laptop was lost."""

from __future__ import annotations

import pytest
from adopted import (
    agrees_again,
    apart_of,
    beside,
    brought_out,
    counts,
    is_lost,
    made_by,
    takes_back,
)
from apart import Apart, keep_to_do, opened_at, summed_up, takes_away, tasks_of, titled, to_do_at

from casework.consent.grant import Purpose
from ledger.merge import Life

KEY = b"something to do."


@pytest.fixture
def lost(three):
    """Return three laptops; what was brought out at the second one all of them hold."""
    three.code, three.case = brought_out(three)
    return three


def test_what_is_made_since_then_stays_where_others_took_in_that_the_case_left(lost) -> None:
    """Somebody gave it as a number: by such a summary it was gone from where its words were."""
    first, other, third = lost.first, lost.other, lost.third
    first.post.membership.revoke(other.unlocked().store_id)
    keep_to_do(first.store, first.template.supervisor, lost.case, KEY)
    with other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)
    for stick in (other.writes(), first.writes()):
        third.takes(stick)

    with third.post() as post:
        first.takes(summed_up(post))

    assert tasks_of(first.store) == [KEY]
    assert first.store.examine(pages=False).faults == ()


@pytest.fixture
def four(template, tmp_path):
    """Return these and a fourth one."""
    made = Apart.four(template, tmp_path)
    yield made
    made.first.close()


def sealed_at(laptop):
    """Return all that a laptop ever sealed."""
    with laptop.post() as post:
        post.seal_all()
        return [batch for *_at, batch in post.exchange.sealed_since({})]


def lives(store, key):
    return store.connection.execute("select life from entity where id = ?", (key,)).fetchall()


def comes_late_to_the_third(lost):
    """Let the case leave and come back for the third alone; what the first says is too late there.

    The third sums all of it up for the first, which hears by that of what the lost laptop did.
    """
    first, other, third = lost.first, lost.other, lost.third
    said = first.writes()
    with other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)
    third.takes(other.writes())
    lost.clock.pass_days(1)
    with other.office() as office:
        first.agrees(lost.code, office=office)
    third.takes(other.writes())
    third.takes(said)
    is_lost(lost)
    with third.post() as post:
        first.takes(summed_up(post))
    third.takes(first.writes())


def test_what_was_made_too_late_for_others_stays_where_the_case_is_at_home_since(lost) -> None:
    """Their summary had it as a number: by that it was gone from where alone its words were."""
    first, third = lost.first, lost.third
    keep_to_do(first.store, first.template.supervisor, lost.case, KEY)

    comes_late_to_the_third(lost)

    assert tasks_of(first.store) == [KEY]
    assert first.store.examine(pages=False).faults == ()
    with third.store() as store:
        assert tasks_of(store) == [KEY]
        assert store.examine(pages=False).faults == ()


def test_what_was_changed_too_late_for_others_stays_where_the_case_is_at_home_since(lost) -> None:
    first, third = lost.first, lost.third
    opened_at(first.store, lost.case, "2026-01-02")

    comes_late_to_the_third(lost)

    with third.store() as store:
        assert beside(store, lost.case) == beside(first.store, lost.case)
        assert store.examine(pages=False).faults == ()
    assert len(beside(first.store, lost.case)) == 2
    assert third.finds("2026-01-02")
    assert first.store.examine(pages=False).faults == ()


def test_a_part_that_both_brought_out_stands_once_where_the_case_is_at_home_since(lost) -> None:
    """The lost laptop's making of it, as it counts at last, stood beside ours at ours alone."""
    first, other, third = lost.first, lost.other, lost.third
    keep_to_do(first.store, first.template.supervisor, lost.case, KEY)
    other.takes(first.writes())
    with other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)
    third.takes(other.writes())
    lost.clock.pass_days(1)
    with other.office() as office:
        first.agrees(lost.code, office=office)
    late = sealed_at(other)
    is_lost(lost)
    first.takes(third.writes())
    agrees_again(lost, lost.code)
    third.takes(first.writes())

    first.post.take(late)
    counts(lost)

    with third.store() as store:
        assert apart_of(store, KEY) == apart_of(first.store, KEY) == []
        assert made_by(store, KEY) == made_by(first.store, KEY)
        assert store.examine(pages=False).faults == ()
    assert first.store.examine(pages=False).faults == ()
    assert tasks_of(first.store) == [KEY]


def test_a_part_that_was_gone_as_it_came_is_said_once_somebody_changed_it(lost) -> None:
    """Made and taken away came at once, and nobody said either; then one alone was asked about it.

    Others had let go of it, as it knew nothing of that its case was back.
    """
    first, other, third = lost.first, lost.other, lost.third
    to_do_at(other, lost.case, KEY)
    third.takes(other.writes())
    with other.store() as store:
        takes_away(store, KEY)
    late = sealed_at(other)
    is_lost(lost)
    titled(third, KEY, "changed")
    takes_back(lost.here, lost.code)
    third.takes(first.writes())
    agrees_again(lost, lost.code)
    third.takes(first.writes())
    first.post.take(late)
    counts(lost)

    first.takes(third.writes())
    third.takes(first.writes())

    with third.store() as store:
        assert lives(store, KEY) == lives(first.store, KEY) == [(Life.DISPUTED.value,)]
        assert tasks_of(store) == tasks_of(first.store) == [KEY]
        assert store.examine(pages=False).faults == ()
    assert first.store.examine(pages=False).faults == ()


def test_what_was_made_at_home_is_said_again_where_others_let_go_of_all_by_a_word_of_before(
    four,
) -> None:
    """What the lost laptop had taken home it had brought out again: that alone came here.

    Home said its own case once more for that, and no part of it.
    """
    code, case = brought_out(four)
    first, other, third, fourth = four.first, four.other, four.third, four.fourth
    fourth.takes(other.writes())
    with other.office() as office:
        office.grants.withdraw(code, Purpose.STORE_ELSEWHERE)
    for laptop in (third, fourth):
        laptop.takes(other.writes())
    four.clock.pass_days(1)
    with other.office() as office:
        first.agrees(code, office=office)
    third.takes(other.writes())
    is_lost(four)
    takes_back(four.here, code)
    agrees_again(four, code)
    keep_to_do(first.store, first.template.supervisor, case, KEY)
    fourth.takes(first.writes())
    assert code not in fourth.codes()

    with third.post() as post:
        first.takes(summed_up(post))
    fourth.takes(first.writes())

    assert tasks_of(first.store) == [KEY]
    assert first.store.examine(pages=False).faults == ()
    with fourth.store() as store:
        assert tasks_of(store) == [KEY]
        assert made_by(store, KEY) == made_by(first.store, KEY)
        assert store.examine(pages=False).faults == ()
