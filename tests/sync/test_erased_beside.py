"""What was given beside a word that is erased since is lost to nobody who waits for it."""

from __future__ import annotations

from itertools import chain

import pytest
from apart import opened, summed_up, tasks_of, to_do_at, told_apart
from given import Team, at, post_at

from casework.keeping.erasure import Basis
from db.homes.held import held
from sync.sealed.lateness import late, take_late

KEY = b"a part of it all"
CASE = "select id from casefile where code = ?"
WORDS = "select value from op where entity = ? and kind in (1, 2, 3)"


@pytest.fixture
def team(template, tmp_path):
    """Return four laptops; a stick of one has a word of a case beside one of another."""
    team = Team.begun(template, tmp_path)
    team.records(team.one)
    team.beside, beside = team.code, team.case
    team.records(team.one)
    with team.other.office():
        # From here on she is somebody who works at it.
        pass
    opened(team.other, beside, "2026-01-01")
    opened(team.other, team.case, "2026-01-02")
    to_do_at(team.other, team.case, KEY)
    team.stick = team.other.writes()
    yield team
    team.first.close()


def erases(laptop, code) -> None:
    """Erase a case at a laptop for good."""
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        ((case,),) = store.connection.execute(CASE, (code,)).fetchall()
        with store.begin(store.worker(laptop.user)) as work:
            work.erasures.destroy(case.hex(), code, Basis.HER_WISH.value)
            work.save()


def days_at(team, laptop):
    with at(laptop) as store:
        query = "select opened_on from casefile where id = ?"
        return [day for (day,) in store.connection.execute(query, (team.case,))]


def waiting(team):
    """Return what lanes wait for, and batches, at each laptop."""
    found = []
    for laptop in team.all:
        with post_at(laptop) as post:
            lacking = held(post.connection.cursor())
            found.append((len(lacking), len(post.exchange.parked())))
    return found


@pytest.mark.parametrize("first", ["left", "erased"])
def test_what_waits_to_go_home_goes_though_what_stood_beside_it_is_erased(team, first) -> None:
    """Its bytes went with what was erased; home waited for a number that nobody had."""
    team.takes_back(team.one)
    home = team.one.writes()
    if first == "left":
        team.other.takes(home)
    erases(team.other, team.beside)
    if first == "erased":
        team.other.takes(home)

    for _stick in range(2):
        assert team.one.takes(team.other.writes()).refused == {}
    team.carry()

    assert days_at(team, team.one) == ["2026-01-02"]
    with at(team.one) as store:
        assert tasks_of(store) == [KEY]
    assert waiting(team) == [(0, 0)] * 4


@pytest.mark.parametrize("first", ["stick", "again"])
def test_where_the_stick_comes_home_after_all_it_is_said_once(team, first) -> None:
    """What home wrote over it since stands alone: it is not asked about once more."""
    team.takes_back(team.one)
    team.other.takes(team.one.writes())
    erases(team.other, team.beside)
    again = [team.other.writes() for _stick in range(2)]
    before = [team.stick] if first == "stick" else again
    for stick in before:
        team.one.takes(stick)
    assert days_at(team, team.one) == ["2026-01-02"]
    opened(team.one, team.case, "2026-01-03")

    for stick in (*again, team.stick, *again):
        assert team.one.takes(stick).refused == {}

    assert days_at(team, team.one) == ["2026-01-03"]
    with at(team.one) as store:
        assert told_apart(store, team.case) == set()
    team.carry()
    assert waiting(team) == [(0, 0)] * 4


def test_what_was_written_over_it_since_goes_home_as_it_stands(team) -> None:
    opened(team.other, team.case, "2026-01-03")
    since = team.other.writes()
    team.takes_back(team.one)
    team.other.takes(team.one.writes())
    erases(team.other, team.beside)

    for stick in (since, team.other.writes(), team.other.writes()):
        assert team.one.takes(stick).refused == {}

    assert days_at(team, team.one) == ["2026-01-03"]
    with at(team.one) as store:
        assert told_apart(store, team.case) == set()
    team.carry()
    assert waiting(team) == [(0, 0)] * 4


def test_home_waits_no_longer_for_its_number_that_somebody_else_summed_up(team) -> None:
    """Whoever had the stick named that as what belongs home, and nobody ever brought it there."""
    team.first.takes(team.stick)
    team.takes_back(team.one)
    home = team.one.writes()
    team.first.takes(home)
    with post_at(team.first) as post:
        team.one.takes(summed_up(post))
    assert waiting(team)[2] == (1, 0)
    team.other.takes(home)
    erases(team.other, team.beside)

    team.carry()
    team.sum_up()

    assert days_at(team, team.one) == ["2026-01-02"]
    assert waiting(team) == [(0, 0)] * 4


@pytest.mark.parametrize("erased", [False, True], ids=["stays", "erased"])
def test_what_somebody_else_wrote_goes_nowhere_from_where_it_was_let_count(team, erased) -> None:
    """She can give it to nobody: its words stayed where they had come late, for ever."""
    team.first.post.membership.revoke(team.other.unlocked().store_id)
    # Not on a stick of hers, which says how much she has.
    with team.other.post() as post:
        some = [batch for *_place, batch in post.exchange.sealed_since({})]
    team.first.post.take(some)
    (waits,) = late(team.first.post.membership)
    take_late(team.first.post, waits.workbook)
    assert days_at(team, team.first) == ["2026-01-02"]
    if erased:
        erases(team.one, team.beside)
    team.takes_back(team.one)
    stick = team.one.writes()

    for _stick in range(2):
        team.first.takes(stick)
        team.first.writes()

    assert days_at(team, team.first) == []
    words = [team.first.store.connection.execute(WORDS, (key,)) for key in (team.case, KEY)]
    assert [*chain(*words)] == []
