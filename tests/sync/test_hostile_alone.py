"""A member's own program takes nothing of a colleague's out of a case that stays."""

from __future__ import annotations

import os

import pytest
from apart import summed_up, to_do
from forged import Forger, forger, stands
from laptops import Laptop
from make import VISIT
from three_hold import Three, at, rows

from casework.team.worker import Role
from ledger.ops import PLACE, Kind

TABLES = ("assignment", "form_instance", "task")
OF = "select id from {} where case_id = ? order by id"
TOLD = "select count(*) from audit_entry where action = 'part_gone' and object = ?"


@pytest.fixture
def three(template, tmp_path):
    """Return a caseworker with a case, and two who look after others and hold it too."""
    made = Three(template, tmp_path)
    yield made
    made.first.close()


def written(team):
    """Let whoever leads write in the case; return what is of it, by table, and her stick."""
    team.here.answers.record(team.code, "intake", VISIT, "en")
    to_do(team.first, team.code, os.urandom(16))
    team.here.answers.record(team.code, "note", {"text": "TOLD-BY-HER"}, "en")
    stick = team.first.writes()
    team.other.takes(stick)
    return stick


def things(team, table):
    return [one for (one,) in rows(team, OF.format(table), team.case)]


def says(team, kind, table, some):
    """Let her say of some things that they left, or are erased."""
    value = "her_wish" if kind is Kind.ERASE else None
    parents = {one: stands(team.first.store, one, PLACE) for one in some}
    ops = [
        (kind, one, table, None, value, parents[one] if kind is Kind.MOVE else []) for one in some
    ]
    return forger(team, "own").says(*ops)


def notes(team):
    query = "select id from form_instance where case_id = ? and form_id = 'note'"
    return [one for (one,) in rows(team, query, team.case)]


@pytest.mark.parametrize("when", ["here", "later"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", [Kind.MOVE, Kind.ERASE])
def test_what_is_of_a_case_does_not_go_without_it(three, kind, table, when):
    """A colleague's forms and tasks were gone from all laptops."""
    stick = written(three)
    some = sorted({*things(three, table)} - {*notes(three)})
    batch = says(three, kind, table, some)
    if when == "here":
        three.third.takes(stick)
    with three.third.post() as post:
        post.take([batch])
    three.third.takes(stick)
    three.first.post.take([batch])
    assert {*some} <= {*things(three, table)}
    query = OF.format(table)
    assert at(three.third, query, three.case) == rows(three, query, three.case)
    with three.third.store() as store:
        assert store.examine().faults == three.first.store.examine().faults == ()


def test_nor_where_that_is_heard_before_its_case(three, tmp_path):
    """Somebody else who may write there says it to whoever has not heard of the case yet."""
    written(three)
    new = Laptop(three.first, tmp_path / "new", "Worker 9", Role.SUPERVISOR)
    new.takes(three.first.writes())
    three.third.takes(three.first.writes())
    three.other.takes(three.first.writes())
    her = forger(three, "own")
    theirs = Forger(three.third, her.stream)
    some = things(three, "task")
    ops = [
        (Kind.MOVE, one, "task", None, None, stands(three.first.store, one, PLACE)) for one in some
    ]
    with new.post() as post:
        post.take([theirs.says(*ops)])
    assert new.codes() == set()
    new.takes(three.other.writes())
    assert at(new, OF.format("task"), three.case) == rows(three, OF.format("task"), three.case)


@pytest.mark.parametrize("table", TABLES)
def test_whoever_gets_it_summed_up_has_it_too(three, tmp_path, table):
    stick = written(three)
    some = sorted({*things(three, table)} - {*notes(three)})
    batch = says(three, Kind.MOVE, table, some)
    with three.third.post() as post:
        post.take([batch])
    three.third.takes(stick)
    new = Laptop(three.first, tmp_path / "new", "Worker 9", Role.SUPERVISOR)
    three.third.takes(three.first.writes())
    with three.third.post() as post:
        whole = summed_up(post)
    assert new.takes(whole).refused == {}
    query = OF.format(table)
    assert {one for (one,) in at(new, query, three.case)} >= {*some}


@pytest.mark.parametrize("kind", [Kind.MOVE, Kind.ERASE])
def test_that_a_note_is_gone_stands_in_the_history_of_its_case(three, kind):
    """Our program says so too, of a note that few may read or whose time is over."""
    stick = written(three)
    three.third.takes(stick)
    batch = says(three, kind, "form_instance", notes(three))
    with three.third.post() as post:
        assert post.take([batch]).refused == {}
    query = "select 1 from form_instance where form_id = 'note'"
    assert at(three.third, query) == []
    assert at(three.third, TOLD, three.case) == [(1,)]


@pytest.mark.parametrize("kind", [Kind.MOVE, Kind.ERASE])
def test_all_of_it_goes_with_its_case(three, kind):
    stick = written(three)
    three.third.takes(stick)
    whole = [three.case, *(one for table in TABLES for one in things(three, table))]
    ops = [(kind, three.case, "casefile", None, None, stands(three.first.store, three.case, PLACE))]
    if kind is Kind.ERASE:
        ops = [(kind, three.case, "casefile", None, "her_wish")]
    with three.third.post() as post:
        assert post.take([forger(three, "own").says(*ops)]).refused == {}
    assert three.code not in three.third.codes()
    for table in TABLES:
        assert at(three.third, OF.format(table), three.case) == []
    assert at(three.third, TOLD, three.case) == [(0,)]
    assert len(whole) > len(TABLES)
