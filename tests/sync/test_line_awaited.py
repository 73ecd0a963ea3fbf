"""What was written late of a case goes from no server before its home has fetched it."""

from __future__ import annotations

import pytest
from apart import tasks_of, to_do_at
from given import Team, at, office_at, post_at
from lines import leads, listening, syncs
from make import VISIT

from casework.keeping.erasure import Basis
from casework.team.supervision import Why

LATE = [b"to do %10d" % number for number in range(3)]


def exchange(*laptops):
    """Let laptops exchange over the server, one after the other; return what the last one did."""
    done = None
    for laptop in laptops:
        with post_at(laptop) as post:
            done = syncs(post)
    return done


def orders(server):
    with server.database.reading() as connection:
        return connection.exec_driver_sql("select count(*) from purge_log").scalar()


def erases(team, code):
    """Let two people agree that a case is erased, and do it at the first laptop."""
    with office_at(team.first) as here:
        here.glass.open(code, Why.SHE_ASKED)
        here.erasures.request(code, Basis.HER_WISH)
        exchange(team.first, team.other, team.first)
        with team.other.office() as desks:
            desks.glass.open(code, Why.SHE_ASKED)
            desks.erasures.agree(code)
        exchange(team.other, team.first)
        here.erasures.carry_out(code)


@pytest.fixture
def server(tmp_path):
    (tmp_path / "server").mkdir()
    with listening(tmp_path / "server") as server:
        yield server


@pytest.fixture
def team(template, tmp_path, server):
    """Return a team that meets at a server; somebody wrote late of a case that went home."""
    team = Team.begun(template, tmp_path / "team")
    leads(team.first.post, server)
    team.carry()
    exchange(*team.all, *team.all)
    with office_at(team.one) as office:
        gone = office.answers.record(None, "intake", VISIT, "en").case_code
        team.first.agrees(gone, office=office)
    team.records(team.one)
    exchange(*team.all, *team.all)
    team.takes_back(team.one)
    exchange(team.one)
    for key in LATE:
        to_do_at(team.other, team.case, key)
    # All hear of it but its home, before something else is erased.
    exchange(team.other, team.other, team.first)
    erases(team, gone)
    exchange(team.first)
    return team


def test_an_order_waits_until_its_home_has_it(team, server):
    assert orders(server) == 0
    exchange(team.one)
    with at(team.one) as store:
        assert set(LATE) <= {*tasks_of(store)}

    # That it was fetched is known by the next words from there.
    with office_at(team.one) as office:
        code = office.answers.record(None, "intake", VISIT, "en").case_code
        team.first.agrees(code, office=office)
    team.clock.pass_days(1)
    exchange(team.one, team.first)
    assert orders(server) == 1


def test_of_a_home_that_was_let_out_nothing_is_waited_for(team, server):
    team.first.post.membership.revoke(team.one.unlocked().store_id)
    team.clock.pass_days(1)
    exchange(team.first, team.first)
    assert orders(server) == 1
