"""Breaches at several laptops: all know of them, and none hears of a case that it does not have."""

from __future__ import annotations

import pytest
from laptops import First, Laptop
from make import Clock

from casework.keeping.erasure import Basis
from casework.registers.breach import BreachState, Happened, Taken
from casework.team.worker import Role

WORDS = "A stick was left in the bus"


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def carry(*laptops):
    """Let each of them read what each other writes, the first that is named begins."""
    for writer in laptops:
        stick = writer.writes()
        came = [one.takes(stick) for one in laptops if one is not writer]
        assert [one.refused for one in came] == [{}] * len(came)


def only(laptop):
    with laptop.office() as office:
        (line,) = office.breaches.all()
        return line


def test_a_breach_is_seen_to_at_another_laptop_and_its_cases_go_where_they_may(
    template, tmp_path, first
):
    second = Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)
    figures = Laptop(first, tmp_path / "figures", "Viewer 7", Role.VIEWER)
    here = first.office(template.supervisor)
    kept, shared = first.case(), first.case()
    first.agrees(shared)
    day = first.clock.moment.date()
    happened = Happened(day, "device_gone", WORDS, "nobody known", (kept, shared))
    breach = here.breaches.note(happened).subject_id
    carry(first, second)
    assert only(second).cases == (shared,)
    assert not second.finds(kept)
    with second.office() as office:
        taken = office.breaches.take(breach, Taken(day, "A wrong line")).reason
        office.breaches.take(breach, Taken(day, "Both were told", told=True))
    carry(first, second)
    assert len(here.breaches.all()[0].taken) == 2
    with second.office() as office:
        office.breaches.untake(breach, taken)
        office.breaches.close(breach)
    carry(first, second)
    (line,) = here.breaches.all()
    assert (line.breach.state, line.closed_by) == (BreachState.CLOSED, "Supervisor 8")
    assert (sorted(line.cases), len(line.taken)) == (sorted((kept, shared)), 1)

    here.erasures.request(shared, Basis.HER_WISH, in_danger=True)
    carry(first, second)
    with second.office() as office:
        office.erasures.agree(shared)
    carry(first, second)
    here.erasures.carry_out(shared)
    carry(first, second)
    assert only(second).cases == ()
    figures.takes(first.writes())
    assert not figures.finds(WORDS)
