"""Breaches at several laptops: all know of them, and none hears of a case that it does not have."""

from __future__ import annotations

import pytest
from laptops import First, Laptop, carry
from make import Clock

from casework.keeping.erasure import Basis
from casework.registers.breach import BreachState, Happened, Taken
from casework.tasks.task import TaskKind
from casework.team.worker import Role

WORDS = "A stick was left in the bus"


@pytest.fixture
def first(template, tmp_path):
    made = First(template, tmp_path / "first", Clock())
    yield made
    made.close()


def only(laptop):
    with laptop.office() as office:
        (line,) = office.breaches.all()
        return line


@pytest.fixture
def second(first, tmp_path):
    return Laptop(first, tmp_path / "second", "Supervisor 8", Role.SUPERVISOR)


def noted(first, office, *cases):
    day = first.clock.moment.date()
    happened = Happened(day, "device_gone", WORDS, "nobody known", cases)
    return office.breaches.note(happened).subject_id


def test_a_breach_is_seen_to_and_closed_at_another_laptop(template, first, second):
    here, day = first.office(template.supervisor), first.clock.moment.date()
    breach = noted(first, here)
    carry(first, second)
    with second.office() as office:
        wrong = office.breaches.take(breach, Taken(day, "A wrong line")).reason
        office.breaches.take(breach, Taken(day, "Both were told", told=True))
    carry(first, second)
    assert len(here.breaches.all()[0].taken) == 2
    with second.office() as office:
        office.breaches.untake(breach, wrong)
        office.breaches.close(breach)
    carry(first, second)
    (line,) = here.breaches.all()
    assert (line.breach.state, line.closed_by) == (BreachState.CLOSED, "Supervisor 8")
    assert [one.words for one in line.taken] == ["Both were told"]


def test_its_cases_go_where_they_may_and_an_erased_one_is_named_nowhere(template, first, second):
    here = first.office(template.supervisor)
    kept, shared = first.case(), first.case()
    first.agrees(shared)
    noted(first, here, kept, shared)
    carry(first, second)
    assert only(second).cases == (shared,)
    assert not second.finds(kept)
    assert sorted(here.breaches.all()[0].cases) == sorted((kept, shared))
    here.erasures.request(shared, Basis.HER_WISH, in_danger=True)
    carry(first, second)
    with second.office() as office:
        office.erasures.agree(shared)
    carry(first, second)
    here.erasures.carry_out(shared)
    carry(first, second)
    assert only(second).cases == ()


def test_a_laptop_of_figures_alone_never_hears_of_it(template, tmp_path, first):
    figures = Laptop(first, tmp_path / "figures", "Viewer 7", Role.VIEWER)
    noted(first, first.office(template.supervisor))
    figures.takes(first.writes())
    assert not figures.finds(WORDS)


def test_what_was_closed_is_open_where_another_took_back_what_was_done(template, first, second):
    here, day = first.office(template.supervisor), first.clock.moment.date()
    breach = noted(first, here)
    done = here.breaches.take(breach, Taken(day, "A wrong line", told=True)).reason
    carry(first, second)
    here.breaches.close(breach)
    with second.office() as office:
        office.breaches.untake(breach, done)
    carry(first, second)
    (line,) = here.breaches.all()
    assert (line.breach.state, line.taken, line.closed_by) == (BreachState.OPEN, (), "")
    assert TaskKind.BREACH in {one.kind for one in here.tasks.today().today}
    here.breaches.take(breach, Taken(day, "They were told", told=True))
    carry(first, second)
    assert only(second).breach.state is BreachState.OPEN
    here.breaches.close(breach)
    carry(first, second)
    assert only(second).breach.state is BreachState.CLOSED
