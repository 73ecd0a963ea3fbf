"""Nothing is done twice by whoever presses twice, with the mouse or while the store is at it."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event

import pytest
from drive import open_window
from make import Clock, agreed
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from casework.changes import Change
from desktop.beside.jobs import Jobs
from desktop.parts.buttons import Button
from desktop.parts.frames import column

DONE = Change("task_added")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def jobs():
    made = Jobs()
    yield made
    made.close()


@pytest.mark.parametrize("role", ["plain", "primary", "quiet"])
def test_what_is_being_done_is_not_asked_for_once_more(qtbot, jobs, role):
    screen, begun, free = QObject(), [], Event()

    def act():
        begun.append("asked")
        jobs.do(screen, lambda: DONE if free.wait(20) else None)

    button = Button("EX", role).does(act)
    button.click()
    button.click()
    assert begun == ["asked"]
    free.set()
    qtbot.waitUntil(lambda: jobs.idle)
    button.click()
    assert begun == ["asked"] * 2
    qtbot.waitUntil(lambda: jobs.idle)


def test_what_was_refused_or_whose_screen_went_can_be_asked_for_again(qtbot, jobs):
    heard, came = [], []

    def act():
        came.append("asked")
        jobs.try_to(screens[-1], {}.popitem, heard.append, heard.append)

    screens = [QObject()]
    button = Button("EX").does(act)
    button.click()
    qtbot.waitUntil(lambda: len(heard) == 1)
    button.click()
    qtbot.waitUntil(lambda: len(heard) == 2)
    screens.append(QObject())
    button.click()
    screens.pop().deleteLater()
    qtbot.waitUntil(lambda: jobs.idle)
    button.click()
    assert came == ["asked"] * 4
    qtbot.waitUntil(lambda: jobs.idle)


@pytest.mark.parametrize(
    ("role", "times"), [("primary", 1), ("plain", 1), ("small", 2), ("bare", 2)]
)
def test_two_presses_of_the_mouse_are_one_of_what_is_done_next(qtbot, role, times):
    """Whoever presses twice out of habit went on by two questions."""
    done = []
    button = Button("EX", role).does(lambda: done.append("done"))
    qtbot.addWidget(button)
    button.show()
    qtbot.waitExposed(button)
    window, place = button.windowHandle(), button.rect().center()
    QTest.mouseDClick(window, LEFT, pos=place)
    assert len(done) == times
    QTest.mouseClick(window, LEFT, pos=place, delay=600)
    assert len(done) == times + 1


def test_the_second_press_means_nothing_where_another_button_came_to_stand(qtbot):
    done, window = [], QWidget()
    first = Button("EX-FIRST").does(lambda: (first.hide(), second.show()))
    second = Button("EX-SECOND").does(lambda: done.append("done"))
    window.setLayout(column(first, second))
    qtbot.addWidget(window)
    second.hide()
    window.resize(300, 60)
    window.show()
    qtbot.waitExposed(window)
    place = first.mapTo(window, QPoint(20, 10))
    QTest.mouseDClick(window.windowHandle(), LEFT, pos=place)
    assert second.isVisible()
    assert second.geometry().contains(place)
    assert done == []
    QTest.mouseClick(window.windowHandle(), LEFT, pos=place, delay=600)
    assert done == ["done"]


@pytest.mark.begins(after=agreed)
@pytest.mark.parametrize("keys", [("Return", "Return"), ("Tab", "Tab", "Tab", "Space", "Space")])
def test_a_task_that_is_added_twice_stands_there_once(template, home, case, keys):
    # The fields ask the day of the computer.
    with open_window(template, home, clock=Clock(datetime.now(UTC))) as drive:
        drive.press("Ctrl+Return")
        drive.type(case)
        drive.press("Tab")
        drive.type("EX-TASK")
        free = Event()
        drive.window.jobs.ask(drive.window, lambda: free.wait(20), bool)
        drive.press(*keys)
        free.set()
        drive.rest(8)
        shown = [one.words for one in drive.page.rows.rows if one.task]
        assert shown.count("EX-TASK") == 1


@pytest.mark.begins(after=agreed)
def test_a_break_from_a_form_begins_whatever_is_still_being_kept(template, home, case):
    with open_window(template, home) as drive:
        drive.go("form", case, "follow_up")
        drive.until(lambda: drive.page.view is not None)
        view, free = drive.page.view, Event()
        pause, field = view.side.pause, drive.focus()
        drive.window.jobs.ask(drive.window, lambda: free.wait(20), bool)
        for words in ("EX", "EX-MORE"):
            drive.type(words)
            view.filling.keeping.touch(whole=True)
            pause.click()
            assert not view.isVisible(), words
            drive.press("Space")
            assert drive.focus() is field
        free.set()
        drive.rest(6)
