"""Breaches at several laptops: all know of them, and none hears of a case that it does not have."""

from __future__ import annotations

from datetime import timedelta

import pytest
from laptops import First, Laptop, carry, erase_together
from make import Clock

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
    erase_together(first, second, here, shared)
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


def to_do(here):
    return TaskKind.BREACH in {one.kind for one in here.tasks.today().today}


def stands(line):
    return line.breach.state, line.closed_by, line.breach.closed_at is None


IS_OPEN = (BreachState.OPEN, "", True)


def test_what_was_closed_is_open_where_another_took_back_that_they_were_told(
    template, first, second
):
    here, day = first.office(template.supervisor), first.clock.moment.date()
    breach = noted(first, here)
    told = here.breaches.take(breach, Taken(day, "A wrong line", told=True)).reason
    here.breaches.take(breach, Taken(day, "The lock was changed"))
    carry(first, second)
    here.breaches.close(breach)
    with second.office() as office:
        office.breaches.untake(breach, told)
    carry(first, second)
    (line,) = here.breaches.all()
    assert stands(line) == stands(only(second)) == IS_OPEN
    assert [one.words for one in line.taken] == ["The lock was changed"]
    assert to_do(here)
    here.breaches.close(breach, "Nobody could read it")
    carry(first, second)
    assert only(second).breach.state is BreachState.CLOSED
    assert not to_do(here)


@pytest.mark.parametrize("taken", [BreachState.CLOSED, BreachState.OPEN])
@pytest.mark.parametrize("later", [BreachState.CLOSED, BreachState.OPEN])
def test_where_one_closed_it_and_another_opened_it_it_is_open_until_one_decides(
    template, first, second, later, taken
):
    here, day = first.office(template.supervisor), first.clock.moment.date()
    breach = noted(first, here)
    here.breaches.take(breach, Taken(day, "Both were told", told=True))
    here.breaches.close(breach)
    carry(first, second)
    minutes = timedelta(minutes=5 if later == "closed" else -5)
    first.clock.moment += timedelta(minutes=10)
    with second.office() as office:
        office.breaches.reopen(breach)
    first.clock.moment += minutes
    here.breaches.reopen(breach)
    here.breaches.close(breach)
    carry(first, second)
    # To write down better what happened decides nothing about that.
    here.breaches.correct(breach, Happened(day, "seized", WORDS))
    (line,) = here.breaches.all()
    assert stands(line) == stands(only(second)) == IS_OPEN
    assert to_do(here)
    (both,) = here.conflicts.of("", "en")
    said = [head.value for head in both.heads]
    here.conflicts.take("", both.line.id, said.index(taken) + 1)
    carry(first, second)
    (line,) = here.breaches.all()
    is_closed = taken, template.supervisor.name, False
    assert stands(line) == stands(only(second)) == (is_closed if taken == "closed" else IS_OPEN)
    assert here.conflicts.all("en") == []
