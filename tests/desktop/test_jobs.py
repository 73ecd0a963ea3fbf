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
    jobs.wait_for(screen, lambda: "proved", ends, over.set)
    qtbot.waitUntil(lambda: came == ["proved"])
    assert not over.is_set()
    jobs.close()


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
