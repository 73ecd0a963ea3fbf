"""The queues between the screens and the store, at their end."""

from __future__ import annotations

from threading import Event

import pytest
import shiboken6
from PySide6.QtCore import QObject

from casework.changes import Change
from desktop.beside.jobs import Jobs
from desktop.parts.buttons import Button

DONE = Change("consent_recorded")


def test_what_a_timer_asks_for_after_the_end_is_asked_by_nobody(qtbot):
    jobs, screen, came = Jobs(), QObject(), []
    jobs.ask(screen, lambda: "before", came.append)
    qtbot.waitUntil(lambda: came == ["before"])
    jobs.close()
    jobs.ask(screen, lambda: came.append("asked"), came.append)
    jobs.draw(screen, lambda: came.append("drawn"), came.append)
    jobs.try_to(screen, lambda: came.append("tried"), came.append, came.append)
    assert came == ["before"]


def test_who_waits_for_figures_does_not_wait_for_a_line_on_which_nobody_answers(qtbot):
    jobs, screen, came, over = Jobs(), QObject(), [], Event()
    ends = came.append, came.append
    jobs.wait_for(screen, lambda: over.wait(20), ends, over.set)
    # Each has a way of its own to be given up: one and the same would go with whichever ends first.
    jobs.wait_for(screen, lambda: "proved", ends, Event().set)
    qtbot.waitUntil(lambda: came == ["proved"])
    assert not over.is_set()
    jobs.close()
    assert over.is_set()


def test_what_another_process_works_out_keeps_nobody_waiting_and_is_given_up_at_the_end(qtbot):
    jobs, screen, came = Jobs(), QObject(), []
    begun, stopped = Event(), Event()

    def prove():
        begun.set()
        assert stopped.wait(20)
        return "late"

    ends = came.append, came.append
    jobs.wait_for(screen, lambda: "first", ends, stopped.set)
    qtbot.waitUntil(lambda: came == ["first"])
    for _thread in range(2):
        jobs.wait_for(screen, prove, ends, stopped.set)
    jobs.wait_for(screen, lambda: "never", ends, stopped.set)
    assert begun.wait(20)
    jobs.ask(screen, lambda: "meanwhile", came.append)
    qtbot.waitUntil(lambda: came == ["first", "meanwhile"])
    jobs.close()
    assert stopped.is_set()
    assert came == ["first", "meanwhile"]


def test_nothing_is_done_at_the_store_for_what_was_given_up_while_it_waited_there(qtbot):
    """The workbook closed before: it was asked for something of a store that was shut."""
    jobs, screen, done = Jobs(), QObject(), []
    errand, held, told = jobs.errand, Event(), Event()

    def brings(_told, _stopped, at_store):
        told.set()
        at_store(lambda: done.append("brought"))

    jobs.ask(screen, lambda: held.wait(20), done.append)
    errand.begin_afar("sync", brings)
    assert told.wait(20)
    qtbot.waitUntil(lambda: jobs._store._work_queue.qsize() == 1)
    errand.abandon()
    held.set()
    qtbot.waitUntil(lambda: jobs.idle)
    assert done == [True]
    jobs.close()


@pytest.fixture
def left(qtbot):
    """Return what asks for something by a way, and what is told once its screen is gone."""
    jobs, told, free = Jobs(), [], Event()
    jobs.changed.connect(told.append)
    jobs.failed.connect(told.append)

    def leave(ask, act):
        screen = QObject()
        jobs.ask(jobs, lambda: free.wait(20), lambda _: None)
        ask(jobs, screen, act)
        shiboken6.delete(screen)
        free.set()
        qtbot.waitUntil(lambda: jobs.idle)
        return told

    yield leave
    jobs.close()


def never(_result):
    raise AssertionError


def do(jobs, screen, act):
    jobs.do(screen, act, never)


def press(jobs, screen, act):
    Button("EX").does(lambda: jobs.try_to(screen, act, never, never)).click()


@pytest.mark.parametrize("ask", [do, press])
def test_what_came_of_a_change_is_told_where_its_page_was_left_before(left, ask):
    """Whoever pressed Withdraw and went on to the next case was not told that it was refused."""
    assert [type(one) for one in left(ask, {}.popitem)] == [KeyError]


@pytest.mark.parametrize("ask", [do, press])
def test_what_was_changed_is_shown_on_the_page_that_one_went_to(left, ask):
    assert left(ask, lambda: DONE) == [DONE]


@pytest.mark.parametrize(
    "ask",
    [
        lambda jobs, screen, act: jobs.ask(screen, act, never),
        lambda jobs, screen, act: jobs.try_to(screen, act, never, never),
    ],
    ids=["asked", "looked"],
)
def test_of_what_was_only_looked_for_nobody_is_told_after_that(left, ask):
    assert left(ask, {}.popitem) == []
