"""What a member's own program takes out of a case that stays is told in its history."""

from __future__ import annotations

import os

import pytest
from apart import to_do
from forged import forger, stands
from make import VISIT
from three_hold import Three, at, rows

from ledger.ops import PLACE, Kind

TABLES = ("assignment", "form_instance", "task")
OF = "select id from {} where case_id = ? order by id"
TOLD = "select count(*) from audit_entry where action = 'part_gone' and object = ?"


@pytest.fixture
def three(template, tmp_path):
    """Return a caseworker with a case, and two who look after others and hold it too."""
    made = Three.that_hold(template, tmp_path)
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
