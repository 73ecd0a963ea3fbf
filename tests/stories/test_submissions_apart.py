"""One export at two laptops: what came by exchange is known again, what came in twice is named."""

from __future__ import annotations

import json

import pytest
from laptops import First, Laptop, carry, erase_together
from make import Clock

from casework.files.submissions import Asking
from casework.persons.pair import PairAnswer
from casework.team.supervision import Why
from casework.team.worker import Role

ONE = {
    "_xform_id_string": "follow_up",
    "meta/instanceID": "uuid:ex-0001",
    "contact/contacted_on": "2026-01-05",
    "contact/outcome": "spoken",
    "done/action_taken": "yes",
    "done/action_words": "CANARY-DONE",
}
EXPORT = Asking((("all.json", json.dumps([ONE]).encode()),), "follow_up")


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


@pytest.fixture
def here(template, first):
    return first.office(template.supervisor)


@pytest.fixture
def second(first, tmp_path):
    return Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)


def comes_in(office):
    """Bring the export in; return how many came in, and how many were known."""
    found = office.submissions.bring_in(EXPORT).found
    return found.well, found.here


def brought_here(first, here):
    """Bring the export in at the first laptop; return the code of the case that it opened."""
    before = {code for (code,) in first.store.connection.execute("select code from casefile")}
    assert comes_in(here) == (1, 0)
    after = {code for (code,) in first.store.connection.execute("select code from casefile")}
    (code,) = after - before
    return code


def marks(store):
    return store.connection.execute("select * from submission").fetchall()


def test_what_came_by_exchange_comes_in_no_second_time_also_after_it_was_erased(
    first, here, second
):
    code = brought_here(first, here)
    carry(first, second)
    assert second.codes() == set()
    first.agrees(code)
    carry(first, second)
    assert second.codes() == {code}
    with second.office() as office:
        assert comes_in(office) == (0, 1)
    erase_together(first, second, here, code)
    with second.office() as office:
        assert comes_in(office) == (0, 1)
    assert second.codes() == set()
    with second.store() as store:
        assert marks(store) == marks(first.store) == []
        said = store.connection.execute("select value from setting where key like 'submitted.%'")
        assert said.fetchall() == [("",)]


def test_who_joins_later_knows_what_came_with_the_cases_that_were_there(first, here, tmp_path):
    code = brought_here(first, here)
    first.agrees(code)
    late = Laptop(first, tmp_path / "late", "Supervisor 9", Role.SUPERVISOR)
    carry(first, late)
    with late.office() as office:
        assert comes_in(office) == (0, 1)
    assert late.codes() == {code}


def test_whose_id_another_only_claimed_is_known_here_whichever_came_first(first, here, second):
    """Of two laptops that say it otherwise, that the real one came in is what counts."""
    claims = ONE | {"meta/instanceID": "uuid:ex-0009", "meta/deprecatedID": "uuid:ex-0001"}
    claimed = Asking((("all.json", json.dumps([claims]).encode()),), "follow_up")
    carry(first, second)
    with second.office() as office:
        assert office.submissions.bring_in(claimed).found.well == 1
    code = brought_here(first, here)
    first.agrees(code)
    carry(first, second)
    with second.office() as office:
        assert comes_in(office) == (0, 1)


def test_what_both_brought_in_before_they_met_is_named_as_one_submission(first, here, second):
    code = brought_here(first, here)
    carry(first, second)
    with second.office() as office:
        assert comes_in(office) == (1, 0)
        assert office.likeness.pairs() == []
    (other,) = second.codes()
    first.agrees(code)
    carry(first, second)
    with second.office() as office:
        (pair,) = office.likeness.pairs()
        assert {pair.one, pair.other} == {code, other}
        assert (pair.masked, pair.same_submission) == (True, True)
        office.glass.open(code, Why.DANGER)
        office.likeness.say(other, code, PairAnswer.SAME)
        assert office.likeness.pairs() == []
