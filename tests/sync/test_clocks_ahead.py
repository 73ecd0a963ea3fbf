"""A clock that is far ahead is told of calmly, and advances nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from laptops import First, Laptop
from make import SERVICES, Clock

from casework.team.worker import Role
from ledger.clock import milliseconds
from sync.survey import survey

SHARED = "select max(hlc) from op where lane in (select id from lane where author = ?)"


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def stands(first):
    return survey(first.post, first.template.supervisor)


def ahead(first):
    """Return of each laptop by its people how many days it is ahead."""
    return {one.people[0]: one.ahead for one in stands(first).laptops}


def newest(first, public):
    ((hlc,),) = first.store.connection.execute(SHARED, (public,)).fetchall()
    return hlc


def far(first, laptop, days):
    """Return the same laptop with a clock of its own, so many days ahead."""
    return laptop.moved(laptop.home, Clock(first.clock.moment + timedelta(days=days)))


def writes(first, laptop, said):
    """Let something be written at a laptop and brought to the first."""
    laptop.takes(first.writes())
    with laptop.office() as office:
        office.answers.record(None, "service", SERVICES[0] | {"name": said}, "en")
    first.takes(laptop.writes())


def second(first, tmp_path, number=8):
    name = f"Supervisor {number}"
    return Laptop(first, tmp_path / f"laptop {number}", name, Role.SUPERVISOR)


def test_what_is_far_ahead_is_kept_told_of_and_not_followed(first, tmp_path):
    other = second(first, tmp_path)
    wrong = far(first, other, days=10)
    writes(first, wrong, "EX Ahead")
    assert "EX Ahead" in first.services()
    state = stands(first)
    assert [(one.people, one.ahead) for one in state.laptops] == [
        (("Supervisor 1",), 0),
        (("Supervisor 8",), 9),
    ]
    # It is no alarm, and whoever is in front of one other laptop does not know which is right.
    assert not state.is_alarmed
    assert not state.is_clock_slow
    # Nothing that is written here later bears a moment of theirs.
    first.case()
    me = first.post.membership.me.public
    now = first.clock.moment.timestamp() * 1000
    assert milliseconds(newest(first, me)) <= now + 1
    # The clock there was put right: its own moments still wait for the day, and then it is over.
    first.clock.pass_days(7)
    writes(first, other, "EX Right")
    assert ahead(first)["Supervisor 8"] == 2
    first.clock.pass_days(4)
    writes(first, other, "EX Later")
    assert ahead(first)["Supervisor 8"] == 0


def test_a_clock_that_is_a_day_ahead_is_followed_and_not_spoken_of(first, tmp_path):
    writes(first, far(first, second(first, tmp_path), days=0.9), "EX Near")
    assert set(ahead(first).values()) == {0}


def test_where_most_others_are_ahead_it_is_this_clock(first, tmp_path):
    others = [second(first, tmp_path, number) for number in (7, 8, 9)]
    writes(first, others[2], "EX Same")
    writes(first, far(first, others[0], days=30.5), "EX One")
    assert not stands(first).is_clock_slow
    writes(first, far(first, others[1], days=30.5), "EX Two")
    assert stands(first).is_clock_slow
    # Whoever was removed says nothing more of clocks.
    first.post.membership.revoke(others[0].unlocked().store_id)
    assert not stands(first).is_clock_slow
    assert ahead(first) == {
        "Supervisor 1": 0,
        "Supervisor 7": 0,
        "Supervisor 8": 30,
        "Supervisor 9": 0,
    }


def test_a_clock_that_was_put_back_is_told_of_where_it_stands(first):
    first.clock.pass_days(20)
    first.case()
    first.clock.pass_days(-18)
    assert ahead(first) == {"Supervisor 1": 17}
    assert not stands(first).is_clock_slow
