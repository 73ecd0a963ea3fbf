"""Cases that go out and come home several times, as runs of laptops apart have found it."""

from __future__ import annotations

import pytest
from apart import Apart, comes_home, keeps, opened, takes_away, tasks_of, to_do, told_apart

from casework.team.supervision import Why
from casework.team.worker import Role
from db.rows.tables import CaseRow, TaskRow


@pytest.fixture
def supervisors(template, tmp_path):
    made = Apart.begun(template, tmp_path, Role.SUPERVISOR)
    yield made
    made.first.close()


def test_what_brings_a_case_back_replaces_what_was_before_that_which_went_out_empty(
    supervisors,
) -> None:
    """Whoever heard of it all at once was asked about what nobody had said differently."""
    first, other = supervisors.first, supervisors.other
    code, case = supervisors.both_hold()
    # It left, came back and left again, and only then was any of that given.
    comes_home(first, code)
    first.agrees(code)
    comes_home(first, code)
    first.post.seal_all()
    with first.store.at_hand() as ground:
        ground.session.get_one(CaseRow, case).opened_on = "2026-01-03"
    first.agrees(code)

    supervisors.carry()

    with other.store() as store:
        assert told_apart(store, case) == set()
        days = store.connection.execute("select opened_on from casefile where id = ?", (case,))
        assert days.fetchall() == [("2026-01-03",)]


def test_what_comes_late_for_a_case_that_left_twice_goes_out_with_it_again(supervisors) -> None:
    """It passed for something that others have already, and they never got it."""
    first, other = supervisors.first, supervisors.other
    code, case = supervisors.both_hold()
    comes_home(first, code)
    first.agrees(code)
    supervisors.carry()
    comes_home(first, code)
    # She has not heard of that, and hears that it may be kept elsewhere all the same.
    supervisors.clock.pass_days(1)
    opened(other, case, "2026-01-03")
    with other.office() as office:
        office.glass.open(code, Why.DANGER)
        first.agrees(code, office=office)

    first.takes(other.writes())
    supervisors.carry()

    assert other.codes() == {code}
    assert first.store.examine().faults == ()


def test_what_others_kept_goes_out_beside_what_was_taken_away_at_home(supervisors) -> None:
    """Home alone held that it was kept, and asked about it for ever."""
    first, other, key = supervisors.first, supervisors.other, b"something to do."
    code, me = first.case(), first.template.supervisor
    to_do(first, code, key)
    first.agrees(code)
    supervisors.carry()
    with other.store() as store:
        takes_away(store, key)
    with first.store.at_hand() as ground:
        ground.session.get_one(TaskRow, key).title = "call tomorrow"
    supervisors.carry()
    supervisors.carry()
    with other.office() as office:
        office.glass.open(code, Why.DANGER)
    keeps(other)
    comes_home(first, code)
    takes_away(first.store, key)
    supervisors.carry()
    supervisors.carry()
    assert other.codes() == set()
    first.agrees(code)
    supervisors.carry()
    keeps(other)
    with other.store() as store:
        takes_away(store, key)

    supervisors.carry()

    assert tasks_of(first.store) == []
    with first.store.begin(me) as work:
        assert work.conflicts.found() == []
