"""Whoever had a case once takes no part of it away, and brings none back to her stream."""

import pytest
from apart import to_do_at
from forged import Forger, stands
from given import Team

from ledger.ops import PLACE, Kind
from sync.member import caseload_of

TASK = b"it is to be done"
TITLE = "select title from task where id = ?"
LIVES = "select stream from entity where id = ?"
EVENTS = "select id from consent_event where case_id = ? order by id"


@pytest.fixture
def team(template, tmp_path):
    """Return a team of which the first caseworker had a case that is with the second one by now."""
    made = Team.begun(template, tmp_path)
    made.records(made.one)
    to_do_at(made.one, made.case, TASK)
    made.carry()
    made.before = stands(made.first.store, TASK, "")
    made.events = told(made, EVENTS, made.case)
    made.event_before = stands(made.first.store, made.events[0][0], "")
    made.assigns(made.two)
    made.carry()
    yield made
    made.first.close()


def told(team, query, *asked):
    return team.first.store.connection.execute(query, asked).fetchall()


@pytest.mark.parametrize("knows", ["what was", "what is"])
@pytest.mark.parametrize("how", ["leaves", "comes", "event leaves", "event comes"])
def test_a_part_of_what_she_had_once_stays_with_whoever_has_it(team, how, knows):
    one, ((event,), *_) = team.one, team.events
    signs = Forger(one, caseload_of(team.first.post.membership.roster.org, one.user))
    about, table, before = (
        (event, "consent_event", team.event_before)
        if how.startswith("event")
        else (TASK, "task", team.before)
    )
    known = before if knows == "what was" else stands(team.first.store, about, PLACE)
    said = {
        "leaves": (Kind.MOVE, about, table, None, None, known),
        "comes": (Kind.CREATE, about, table, None, {PLACE: None, "case_id": team.case}, known),
    }[how.removeprefix("event ")]
    lived, title = told(team, LIVES, about), told(team, TITLE, TASK)
    assert lived != [(signs.stream,)]
    came = team.first.post.take([signs.says(said)])
    assert came.early + came.refused.total() == 1
    assert told(team, LIVES, about) == lived
    assert (told(team, TITLE, TASK), told(team, EVENTS, team.case)) == (title, team.events)
    assert team.first.store.examine().faults == ()
