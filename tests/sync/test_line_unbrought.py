"""What came by a stick alone, and nobody brings to a server any more: others get it summed up."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from apart import opened, records
from at_server import at_server, exchange, snapshots
from back_again import days
from laptops import Laptop

from casework.consent.grant import Purpose
from casework.keeping.erasure import Basis
from casework.team.worker import Role
from db.homes.held import held

DAY = "2026-01-02"


def shown(laptop, case):
    """Return on which days a case was opened, by what a laptop shows."""
    with laptop.store() if isinstance(laptop, Laptop) else nullcontext(laptop.store) as store:
        return days(store, case)


@pytest.fixture
def team(template, tmp_path, server):
    """Return three laptops that meet at a server alone; one of them just gave a stick away."""
    team = at_server(template, tmp_path / "team", server)
    exchange(team.first, team.other, team.third, team.first, team.other, team.third)
    opened(team.other, team.case, DAY)
    team.stick = team.other.writes()
    return team


def test_what_counts_reaches_those_who_were_not_given_it(team, server) -> None:
    """It counted for all, and nobody but one had it: there was no gap that anybody saw."""
    team.first.takes(team.stick)
    team.first.post.membership.revoke(team.other.unlocked().store_id)

    exchange(team.first, team.third)

    assert shown(team.third, team.case) == [DAY]
    # Once it is there nobody brings it again.
    made = snapshots(server)
    assert made
    exchange(team.first, team.third, team.first, team.third)
    assert snapshots(server) == made


def test_what_somebody_took_in_before_she_heard_reaches_whoever_says_that_it_counts(
    team, server, tmp_path
) -> None:
    """One showed it and no other did, until five hundred batches had gone by."""
    fourth = Laptop(team.first, tmp_path / "fourth", "Worker 9", Role.SUPERVISOR)
    fourth.takes(team.first.writes())
    exchange(team.first, fourth, team.third)
    team.first.post.membership.revoke(team.other.unlocked().store_id)
    assert team.third.takes(team.stick).late == 0

    exchange(team.first, fourth, team.third, team.first)
    assert shown(team.first, team.case) == [DAY]

    exchange(team.first, fourth)
    assert shown(fourth, team.case) == [DAY]
    made = snapshots(server)
    exchange(team.first, team.third, fourth)
    assert snapshots(server) == made


def test_nothing_is_summed_up_for_what_a_server_has_as_it_was_sealed(team, server) -> None:
    exchange(team.other, team.first, team.third)
    team.first.post.membership.revoke(team.other.unlocked().store_id)

    exchange(team.first, team.third, team.first)

    assert shown(team.third, team.case) == [DAY]
    assert snapshots(server) == 0


def case_at(laptop, code):
    """Return the id of a case by its code, as somebody who works at a laptop."""
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        ((case,),) = store.connection.execute("select id from casefile where code = ?", (code,))
    return case


def erased(laptop, code) -> None:
    """Erase a case at a laptop for good."""
    case = case_at(laptop, code)
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        with store.begin(store.worker(laptop.user)) as work:
            work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
            work.save()


def test_what_was_on_a_stick_alone_and_is_erased_since_holds_nobody_up(team) -> None:
    """Its number never came to the server: all that followed it in that lane waited for it."""
    exchange(team.other, team.first)
    code = records(team.other, team.first, "R")
    team.third.takes(team.other.writes())
    erased(team.other, code)
    opened(team.other, team.case, "2026-01-03")

    exchange(team.other, team.first, team.third, team.other, team.first)

    assert shown(team.first, team.case) == ["2026-01-03"]
    assert team.first.post.exchange.parked() == []


def test_others_hear_of_what_was_on_a_stick_alone_though_nothing_follows_it(team) -> None:
    """Her last number went with what somebody else erased: nobody saw that one was lacking."""
    exchange(team.other, team.first, team.third)
    code = records(team.other, team.first, "R")
    exchange(team.other, team.third)
    beside = case_at(team.third, code)
    opened(team.third, beside, "2026-01-03")
    opened(team.third, team.case, "2026-01-03")
    team.third.writes()
    erased(team.other, code)
    team.third.takes(team.other.writes())

    exchange(team.third, team.first, team.other)

    assert shown(team.first, team.case) == shown(team.other, team.case) == ["2026-01-03"]
    for laptop in (team.other, team.third):
        with laptop.post() as post:
            assert (held(post.connection.cursor()), post.exchange.parked()) == ({}, [])


def test_what_goes_home_and_was_on_a_stick_alone_beside_what_is_erased_comes_there(team) -> None:
    """It went with the bytes of what was erased: home had no word of it, and no gap to see."""
    exchange(team.other, team.first, team.third)
    code = records(team.other, team.first, "R")
    exchange(team.other, team.third)
    beside = case_at(team.third, code)
    opened(team.third, beside, "2026-01-03")
    opened(team.third, team.case, "2026-01-03")
    team.third.writes()
    with team.other.office() as office:
        office.grants.withdraw(team.code, Purpose.STORE_ELSEWHERE)
    team.third.takes(team.other.writes())
    erased(team.third, code)

    exchange(team.third, team.other, team.first, team.third, team.other)

    assert shown(team.other, team.case) == ["2026-01-03"]
    with team.other.post() as post:
        assert (held(post.connection.cursor()), post.exchange.parked()) == ({}, [])


def test_what_waits_for_a_decision_stops_nobody_from_summing_up(team) -> None:
    team.first.takes(team.stick)
    team.first.post.membership.revoke(team.other.unlocked().store_id)
    opened(team.other, team.case, "2026-01-03")
    assert team.first.takes(team.other.writes()).late == 1

    exchange(team.first, team.third)

    assert shown(team.third, team.case) == [DAY]
