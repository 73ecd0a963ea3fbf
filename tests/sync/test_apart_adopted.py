"""A laptop is lost at which cases were at home: somebody else has them there from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from adopted import (
    FIND,
    agrees_again,
    beside,
    brought_out,
    comes_too_late,
    days,
    has_at_home,
    is_lost,
    kind,
    takes_back,
)
from apart import opened, summed_up
from laptops import Laptop
from make import VISIT

from casework.consent.grant import Purpose
from casework.team.worker import Role
from db.rows.tables import CaseRow


@pytest.fixture
def lost(three):
    """Return three laptops; what was brought out at the second one all of them hold."""
    three.code, three.case = brought_out(three)
    return three


def test_a_withdrawal_that_was_not_carried_out_before_is_carried_out(lost) -> None:
    """It stayed at all others for good: nobody was at home to bring it there."""
    first, third = lost.first, lost.third
    with third.office() as office:
        takes_back(office, lost.code)
    said = third.writes()

    is_lost(lost)
    first.takes(said)
    third.takes(first.writes())

    assert kind(first.store, lost.case) == ["caseload"]
    assert third.codes() == set()
    assert first.store.examine().faults == ()


def test_a_withdrawal_that_was_known_already_is_carried_out_with_the_removal(lost) -> None:
    first, third = lost.first, lost.third
    with third.office() as office:
        takes_back(office, lost.code)
    first.takes(third.writes())
    assert kind(first.store, lost.case) == ["shared"]

    is_lost(lost)

    assert kind(first.store, lost.case) == ["caseload"]
    assert third.codes() == set()


def test_a_withdrawal_that_is_said_afterwards_is_carried_out(lost) -> None:
    first, third = lost.first, lost.third
    is_lost(lost)
    assert kind(first.store, lost.case) == ["shared"]
    assert third.codes() == {lost.code}
    with third.office() as office:
        takes_back(office, lost.code)

    first.takes(third.writes())
    third.takes(first.writes())

    assert kind(first.store, lost.case) == ["caseload"]
    assert third.codes() == set()


def test_what_is_agreed_anew_goes_out_again_and_what_came_too_late_is_said_again(lost) -> None:
    first, third = lost.first, lost.third
    is_lost(lost)
    takes_back(lost.here, lost.code)
    stick = first.writes()
    opened(third, lost.case, "2026-01-02")
    agrees_again(lost, lost.code)
    third.takes(stick)
    assert third.codes() == set()
    third.takes(first.writes())
    assert third.codes() == {lost.code}

    first.takes(third.writes())
    third.takes(first.writes())

    with third.store() as store:
        assert (apart := beside(store, lost.case)) == beside(first.store, lost.case)
    assert len(apart) == 2
    assert third.finds("2026-01-02")
    assert kind(first.store, lost.case) == ["shared"]


def test_what_came_too_late_for_what_the_lost_laptop_had_brought_back_is_said_again(lost) -> None:
    """Whoever has it at home now had let go of all that this knew of, and of this with that."""
    first, other, third = lost.first, lost.other, lost.third
    opened(third, lost.case, "2026-01-02")
    with other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)
    sticks = [other.writes()]
    lost.clock.pass_days(1)
    with other.office() as office:
        first.agrees(lost.code, office=office)
    sticks.append(other.writes())
    said = third.writes()
    for stick in sticks:
        first.takes(stick)
        third.takes(stick)
    is_lost(lost)

    first.takes(said)
    third.takes(first.writes())

    with third.store() as store:
        assert (apart := beside(store, lost.case)) == beside(first.store, lost.case)
    assert len(apart) == 2
    assert third.finds("2026-01-02")
    assert first.store.examine().faults == ()


def leaves_and_is_back(lost) -> None:
    """Let the case leave and come back; the first laptop hears of both at once."""
    with lost.other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)
    lost.third.takes(lost.other.writes())
    lost.clock.pass_days(1)
    with lost.other.office() as office:
        lost.first.agrees(lost.code, office=office)
    stick = lost.other.writes()
    lost.first.takes(stick)
    lost.third.takes(stick)


def test_what_came_too_late_is_said_again_also_where_it_never_was_away(lost) -> None:
    """Whoever has it now heard at once that it left and was back, and took nothing for too late."""
    first, third = lost.first, lost.third
    opened(third, lost.case, "2026-01-02")
    said = third.writes()
    leaves_and_is_back(lost)
    is_lost(lost)

    first.takes(said)
    third.takes(first.writes())

    with third.store() as store:
        assert beside(store, lost.case) == beside(first.store, lost.case)
    assert len(beside(first.store, lost.case)) == 2
    assert third.finds("2026-01-02")


def test_what_had_come_too_late_for_others_is_said_again_with_the_removal(lost) -> None:
    """The lost laptop never heard of it, and nobody else said it: one alone went on showing it."""
    first, third = lost.first, lost.third
    with first.store.at_hand() as ground:
        ground.session.get_one(CaseRow, lost.case).opened_on = "2026-01-02"
    said = first.writes()
    leaves_and_is_back(lost)
    third.takes(said)
    assert not third.finds("2026-01-02")

    is_lost(lost)

    with third.store() as store:
        assert beside(store, lost.case) == beside(first.store, lost.case)
    assert len(beside(first.store, lost.case)) == 2
    assert third.finds("2026-01-02")


def test_a_case_that_the_lost_laptop_took_home_stays_with_whoever_has_it_now(lost) -> None:
    """Whoever let its word count lost the case like everybody else, and nobody had it any more."""
    first, third = lost.first, lost.third
    opened(third, lost.case, "2026-01-02")
    first.takes(third.writes())
    is_lost(lost)
    with lost.other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)

    comes_too_late(lost, lost.other.writes())

    assert days(first.store, lost.case) == ["2026-01-02"]
    assert kind(first.store, lost.case) == ["caseload"]
    # What she agreed to before is over: it does not go out again by itself.
    first.post.seal_all()
    assert kind(first.store, lost.case) == ["caseload"]
    assert third.codes() == set()
    assert not third.finds("2026-01-02")
    # What she agrees to now counts.
    agrees_again(lost, lost.code)
    third.takes(first.writes())
    assert third.codes() == {lost.code}
    assert third.finds("2026-01-02")
    assert first.store.examine().faults == ()


def test_a_case_that_she_agreed_to_anew_is_given_again_where_the_lost_laptop_took_it_home(
    lost,
) -> None:
    first, third = lost.first, lost.third
    is_lost(lost)
    agrees_again(lost, lost.code)
    third.takes(first.writes())
    with lost.other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)

    comes_too_late(lost, lost.other.writes())
    opened(third, lost.case, "2026-01-02")
    first.takes(third.writes())

    assert kind(first.store, lost.case) == ["shared"]
    assert third.codes() == {lost.code}
    assert days(first.store, lost.case) == ["2026-01-02"]
    with third.store() as store:
        assert days(store, lost.case) == ["2026-01-02"]


def test_what_the_lost_laptop_brought_out_too_late_is_at_home_with_whoever_has_it_now(
    lost,
) -> None:
    first, third = lost.first, lost.third
    is_lost(lost)
    with lost.other.office() as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        first.agrees(code, office=office)

    comes_too_late(lost, lost.other.writes())

    ((case,),) = first.store.connection.execute(FIND, (code,)).fetchall()
    assert has_at_home(first.store, case)
    assert third.codes() == {lost.code, code}
    takes_back(lost.here, code)
    third.takes(first.writes())
    assert third.codes() == {lost.code}
    assert kind(first.store, case) == ["caseload"]


def test_whoever_has_it_now_is_lost_too_and_the_next_one_has_it(lost) -> None:
    first, third = lost.first, lost.third
    fourth = Laptop(first, third.home.parent / "fourth", "Worker 9", Role.SUPERVISOR)
    third.takes(first.writes())
    fourth.takes(summed_up(first.post))
    is_lost(lost)
    fourth.takes(first.writes())
    assert has_at_home(first.store, lost.case)
    with third.post() as post:
        post.membership.revoke(first.template.unlocked().store_id)
    stick = third.writes()
    assert fourth.takes(stick).refused == {}
    with third.store() as store:
        assert has_at_home(store, lost.case)
    with fourth.store() as store:
        assert not has_at_home(store, lost.case)
    with fourth.office() as office:
        takes_back(office, lost.code)

    third.takes(fourth.writes())
    fourth.takes(third.writes())

    assert third.codes() == {lost.code}
    assert fourth.codes() == set()


def test_whoever_joins_later_knows_who_has_it(lost) -> None:
    first, third = lost.first, lost.third
    is_lost(lost)
    fourth = Laptop(first, third.home.parent / "fourth", "Worker 9", Role.SUPERVISOR)
    fourth.takes(summed_up(first.post))

    assert fourth.codes() == {lost.code}
    with fourth.store() as store:
        assert not has_at_home(store, lost.case)
        rows = store.connection.execute("select * from adoption order by lane").fetchall()
    assert rows == first.store.connection.execute("select * from adoption order by lane").fetchall()
    with fourth.office() as office:
        takes_back(office, lost.code)
    fourth.writes()
    assert fourth.codes() == {lost.code}


def test_what_the_lost_laptop_took_home_and_brought_back_is_sound_where_it_goes_home_anew(
    lost,
) -> None:
    """Of what had taken it home first nothing there said any more that it was replaced."""
    first, other, third = lost.first, lost.other, lost.third
    with other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)
    lost.clock.pass_days(1)
    with other.office() as office:
        first.agrees(lost.code, office=office)
    stick = other.writes()
    third.takes(stick)
    first.post.membership.revoke(other.unlocked().store_id)
    takes_back(lost.here, lost.code)

    comes_too_late(lost, stick)

    assert third.codes() == set()
    assert first.store.examine().faults == ()
    with third.store() as store:
        assert store.examine().faults == ()


def test_what_she_agreed_to_before_the_lost_laptop_ended_another_yes_brings_nothing_out(
    lost,
) -> None:
    """Its clock was half a century off; nothing could be sealed here any more afterwards."""
    first, other = lost.first, lost.other
    is_lost(lost)
    agrees_again(lost, lost.code)
    now = lost.clock.moment
    lost.clock.moment = now + timedelta(days=50 * 365)
    with other.office() as office:
        first.agrees(lost.code, office=office)
    first.takes(other.writes())
    lost.clock.moment = now

    comes_too_late(lost, other.writes())

    first.writes()
    assert kind(first.store, lost.case) == ["caseload"]
    assert first.store.examine(pages=False).faults == ()
