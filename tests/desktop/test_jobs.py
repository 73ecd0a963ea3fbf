"""The queues between the screens and the store, at their end."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.jobs import Jobs


def test_what_a_timer_asks_for_after_the_end_is_asked_by_nobody(qtbot):
    jobs, screen, came = Jobs(), QObject(), []
    jobs.ask(screen, lambda: "before", came.append)
    qtbot.waitUntil(lambda: came == ["before"])
    jobs.close()
    jobs.ask(screen, lambda: came.append("asked"), came.append)
    jobs.draw(screen, lambda: came.append("drawn"), came.append)
    jobs.try_to(screen, lambda: came.append("tried"), came.append, came.append)
    assert came == ["before"]
