"""Laptops exchange over a server: what one writes the others have, in one round trip each."""

from __future__ import annotations

import pytest
from laptops import First, Laptop
from lines import leads, syncs
from make import Clock

from casework.team.worker import Role


class Office:
    """An office of two laptops and a server that knows both."""

    def __init__(self, template, folder, server):
        self.clock, self.server = Clock(), server
        self.first = First(template, folder / "first", self.clock)
        self.second = Laptop(self.first, folder / "second", "Supervisor 8", Role.SUPERVISOR)
        leads(self.first.post, server)
        # It learns by stick where the server is, once.
        self.meet()
        self.second.takes(self.first.writes())

    def meet(self):
        return syncs(self.first.post)

    def second_meets(self):
        with self.second.post() as post:
            return syncs(post)


@pytest.fixture
def office(template, tmp_path, server):
    made = Office(template, tmp_path, server)
    yield made
    made.first.close()


def test_what_one_writes_the_other_has(office):
    first, second = office.first, office.second
    done = office.second_meets()
    assert done.came.refused == {}
    code = first.case(name_used="CANARY-LINE")
    first.agrees(code)
    done = office.meet()
    assert (done.waiting, done.refused, done.alarms) == (0, "", [])
    assert done.sent >= 1
    came = office.second_meets().came
    assert came.operations > 0
    assert (came.refused, came.early) == ({}, 0)
    assert second.codes() == {code}
    assert second.finds("CANARY-LINE")
    # Nothing is left on either side.
    assert (office.meet().sent, office.second_meets().came.operations) == (0, 0)


def test_who_wrote_nothing_for_a_week_says_that_she_is_there(office):
    office.second_meets()
    office.meet()
    office.clock.pass_days(8)
    assert office.meet().sent == 1
    done = office.second_meets()
    assert (done.came.refused, done.came.operations, done.sent, done.quiet) == ({}, 0, 1, ())
    # Once is enough for another week.
    assert (office.meet().sent, office.second_meets().sent) == (0, 0)


def test_of_whom_nothing_comes_for_two_weeks_is_told(office):
    office.second_meets()
    office.meet()
    office.clock.pass_days(15)
    assert office.meet().quiet == ("Supervisor 8",)
    office.second_meets()
    assert office.meet().quiet == ()
