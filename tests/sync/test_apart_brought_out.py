"""What stood here alone, and the lost laptop brought out after its backup, is one thing there."""

from __future__ import annotations

from itertools import permutations

import pytest
from apart import opened, takes_away, tasks_of, to_do_at
from at_home import AtHome, life_of
from back_again import Returned, all_hear, codes, comes_too_late, days, saves, sound
from laptops import written

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from db.rows.tables import CaseRow


def given_by(post):
    """Return the batches that a laptop gave to others."""
    written(post)
    return [batch for *_at, batch in post.exchange.sealed_since({})]


@pytest.fixture
def alone(saved):
    return AtHome(saved)


def test_what_it_was_there_stands_beside_nothing(alone, saved) -> None:
    """All were asked to decide between that and what was brought out."""
    saved.backs_up()
    opened(saved.other, alone.id, "2026-01-02")
    alone.is_brought_out()
    back = saved.comes_back()

    all_hear(saved, back)

    alone.must_show(back, "2026-01-02")


def test_what_somebody_changes_afterwards_is_asked_of_nobody(alone, saved) -> None:
    saved.backs_up()
    alone.is_brought_out()
    opened(saved.third, alone.id, "2026-01-03")
    saved.first.takes(saved.third.writes())
    back = saved.comes_back()

    all_hear(saved, back)

    alone.must_show(back, "2026-01-03")


def test_what_was_written_there_since_replaces_what_it_was(alone, saved) -> None:
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()
    opened(back, alone.id, "2026-01-02")
    to_do_at(back, alone.id, b"it is made then.")

    all_hear(saved, back)

    alone.must_show(back, "2026-01-02")
    assert sound(saved, back, tasks_of) == [[b"it is made then."]] * 3


def test_what_was_written_there_since_stands_beside_what_it_never_saw(alone, saved) -> None:
    saved.backs_up()
    opened(saved.other, alone.id, "2026-01-02")
    alone.is_brought_out()
    back = saved.comes_back()
    opened(back, alone.id, "2026-01-03")

    all_hear(saved, back)

    alone.must_show(back, "2026-01-02", "2026-01-03")


def test_what_was_written_there_since_stands_beside_what_others_said(alone, saved) -> None:
    saved.backs_up()
    alone.is_brought_out()
    opened(saved.third, alone.id, "2026-01-02")
    saved.first.takes(saved.third.writes())
    back = saved.comes_back()
    opened(back, alone.id, "2026-01-03")

    all_hear(saved, back)

    alone.must_show(back, "2026-01-02", "2026-01-03")


def test_it_is_at_home_with_whoever_the_cases_of_the_lost_one_came_to(alone, saved) -> None:
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()
    all_hear(saved, back)

    saved.here.glass.open(alone.code, Why.DANGER)
    saved.here.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    assert back.takes(saved.first.writes()).refused == {}
    assert saved.third.takes(saved.first.writes()).refused == {}

    assert sound(saved, back, codes) == [{saved.code, alone.code}, {saved.code}, {saved.code}]


def test_what_the_lost_one_took_away_of_it_and_told_nobody_is_there_for_all(alone, saved) -> None:
    to_do_at(saved.other, alone.id, b"it is taken away")
    saved.backs_up()
    with saved.other.store() as store:
        takes_away(store, b"it is taken away")
    alone.is_brought_out()
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, tasks_of) == [[b"it is taken away"]] * 3


def test_what_was_taken_away_there_before_is_at_nobody(alone, saved) -> None:
    to_do_at(saved.other, alone.id, b"it is taken away")
    with saved.other.store() as store:
        takes_away(store, b"it is taken away")
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()

    all_hear(saved, back)

    assert sound(saved, back, tasks_of) == [[]] * 3


def test_what_was_taken_away_there_since_is_asked_of_all(alone, saved) -> None:
    to_do_at(saved.other, alone.id, b"it is taken away")
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()
    with back.store() as store:
        takes_away(store, b"it is taken away")

    all_hear(saved, back)

    assert sound(saved, back, lambda store: life_of(store, b"it is taken away")) == [2] * 3


def test_what_had_been_out_and_came_home_is_brought_out_once_more(alone, saved) -> None:
    alone.is_brought_out()
    with saved.other.office() as office:
        office.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    alone.is_given()
    opened(saved.other, alone.id, "2026-01-02")
    saved.backs_up()
    opened(saved.other, alone.id, "2026-01-03")
    alone.is_brought_out()
    back = saved.comes_back()

    all_hear(saved, back)

    alone.must_show(back, "2026-01-03")


def test_what_was_told_apart_is_so_still(alone, saved) -> None:
    alone.is_brought_out()
    opened(saved.other, alone.id, "2026-01-02")
    opened(saved.third, alone.id, "2026-01-03")
    saved.other.takes(saved.third.writes())
    alone.is_given()
    with saved.other.office() as office:
        office.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    alone.is_given()
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()

    all_hear(saved, back)

    alone.must_show(back, "2026-01-02", "2026-01-03")


def test_what_was_decided_there_since_between_two_holds(alone, saved) -> None:
    alone.is_brought_out()
    opened(saved.other, alone.id, "2026-01-02")
    opened(saved.third, alone.id, "2026-01-03")
    saved.other.takes(saved.third.writes())
    alone.is_given()
    with saved.other.office() as office:
        office.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    alone.is_given()
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()
    opened(back, alone.id, "2026-01-04")

    all_hear(saved, back)

    alone.must_show(back, "2026-01-04")


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_whatever_comes_first_it_is_the_same(alone, saved, order) -> None:
    saved.backs_up()
    opened(saved.other, alone.id, "2026-01-02")
    alone.is_brought_out()
    opened(saved.third, alone.id, "2026-01-03")
    saved.first.takes(saved.third.writes())
    with saved.first.store.at_hand() as ground:
        ground.session.get_one(CaseRow, alone.id).opened_on = "2026-01-04"
    with saved.other.post() as lost, saved.third.post() as third:
        some = [given_by(one) for one in (lost, third, saved.first.post)]
    back = saved.comes_back()
    to_do_at(back, alone.id, b"it is made then.")

    with back.post() as post:
        for one in order:
            assert post.take(some[one]).refused == {}
    all_hear(saved, back)

    alone.must_show(back, "2026-01-04")
    assert sound(saved, back, tasks_of) == [[b"it is made then."]] * 3


def test_what_was_written_where_it_came_back_first_is_there_where_that_came_back(
    alone, saved, tmp_path
) -> None:
    """Whoever brought it out never saw that."""
    saved.backs_up()
    opened(saved.other, alone.id, "2026-01-02")
    alone.is_brought_out()
    lost = saved.comes_back()
    opened(lost, alone.id, "2026-01-03")
    file = tmp_path / "two.backup"
    sheet = saves(lost, file)
    saved.first.post.membership.revoke(lost.unlocked().store_id)
    back = Returned(lost, file, sheet, tmp_path / "back again")
    back.joins(saved.first)

    all_hear(saved, back)

    alone.must_show(back, "2026-01-02", "2026-01-03")


def comes_home(alone):
    """Take it home where the cases of the lost one came to, and tell so."""
    first, third = alone.saved.first, alone.saved.third
    alone.saved.here.glass.open(alone.code, Why.DANGER)
    alone.saved.here.grants.withdraw(alone.code, Purpose.STORE_ELSEWHERE)
    assert third.takes(first.writes()).refused == {}


def test_what_was_taken_home_elsewhere_before_that_is_heard_of_is_gone(alone, saved) -> None:
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()
    comes_home(alone)

    all_hear(saved, back)

    assert sound(saved, back, codes) == [{saved.code, alone.code}, {saved.code}, {saved.code}]


@pytest.mark.parametrize("is_new", [False, True])
def test_what_was_written_there_since_is_lost_by_no_taking_home_elsewhere(
    alone, saved, is_new
) -> None:
    """Nobody else ever had it."""
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()
    comes_home(alone)
    if is_new:
        to_do_at(back, alone.id, b"it is made then.")
    else:
        opened(back, alone.id, "2026-01-02")

    all_hear(saved, back)
    all_hear(saved, back)

    both = {saved.code, alone.code}
    assert sound(saved, back, codes) == [both, both, {saved.code}]
    shown = sound(saved, back, lambda store: (days(store, alone.id), tasks_of(store)))
    assert shown[1] == ((["2026-01-01"], [b"it is made then."]) if is_new else (["2026-01-02"], []))


def test_what_was_brought_out_once_more_by_others_is_what_holds(alone, saved) -> None:
    saved.backs_up()
    alone.is_brought_out()
    back = saved.comes_back()
    comes_home(alone)
    with saved.first.store.at_hand() as ground:
        ground.session.get_one(CaseRow, alone.id).opened_on = "2026-01-05"
    saved.first.agrees(alone.code)

    all_hear(saved, back)

    alone.must_show(back, "2026-01-05")


def test_what_the_lost_one_took_away_stays_sound_where_its_case_went_out_by_two(saved) -> None:
    """The check took it for something that had strayed."""
    first, other = saved.first, saved.other
    to_do_at(other, saved.case, b"it is taken away")
    first.takes(other.writes())
    with other.office() as office:
        office.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    with other.store() as store:
        takes_away(store, b"it is taken away")
    with other.office() as office:
        first.agrees(saved.code, office=office)
    stick = other.writes()
    saved.is_lost()
    saved.here.glass.open(saved.code, Why.DANGER)
    saved.here.grants.withdraw(saved.code, Purpose.STORE_ELSEWHERE)
    first.agrees(saved.code)
    saved.third.takes(first.writes())

    comes_too_late(saved, stick)
    saved.third.takes(first.writes())

    with saved.third.store() as store:
        assert [one.examine().faults for one in (first.store, store)] == [(), ()]
    assert tasks_of(first.store) == [b"it is taken away"]
