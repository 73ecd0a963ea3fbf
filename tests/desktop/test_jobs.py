"""The queues between the screens and the store, at their end."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject

from desktop.beside.jobs import Jobs


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
