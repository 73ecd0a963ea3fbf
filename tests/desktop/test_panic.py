"""The keys for when someone takes the laptop: once they hide, three times they destroy."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
from drive import open_window
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from walking import settle

import texts
from desktop.frame.cover import Cover
from desktop.frame.settings import Settings
from desktop.frame.window import Window
from desktop.homes import LEFT_FOR, all_of, holds_workbook

KEYS = "Ctrl+Shift+F9"
ON = Settings(panic_keys=True)
# Whatever waits in vain, in seconds.
LONG = 20


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home", settings=ON) as drive:
        yield drive


def covered(drive):
    return isinstance(drive.window._stack.currentWidget(), Cover)


def test_the_first_press_covers_and_the_third_destroys(drive):
    drive.press(KEYS)
    assert covered(drive)
    assert drive.left == []
    drive.press(KEYS)
    assert drive.left == []
    drive.press(KEYS)
    assert drive.left == ["panic"]


def test_over_a_dialog_they_are_heard_as_well(drive):
    dialog = QDialog(drive.window)
    QLabel("words of a case", dialog)
    dialog.open()
    settle(2)
    for _time in range(3):
        QTest.keyClick(
            QApplication.activeModalWidget() or drive.focus(),
            Qt.Key.Key_F9,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
    assert drive.left == ["panic"]


def test_pressed_once_by_mistake_it_is_a_hide_and_everything_is_kept(drive):
    drive.press(KEYS)
    # The time that somebody has for the other two presses goes by.
    drive.window._panic._wait.setInterval(1)
    drive.until(lambda: drive.left == ["hide"])
    assert drive.window.workbook is None
    assert holds_workbook(drive.window.home)


def test_while_something_long_ends_behind_the_cover_they_are_heard(drive):
    """While a backup went onto a slow stick the window was hidden, and deaf until its end."""
    free = Event()
    drive.window.jobs.ask(drive.page, partial(free.wait, LONG), lambda _done: None)
    try:
        QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
        settle(3)
        assert covered(drive)
        assert drive.left == []
        drive.press(KEYS, KEYS, KEYS)
        assert drive.left == ["panic"]
    finally:
        free.set()


def test_a_page_behind_the_cover_hears_of_nothing_any_more(drive):
    """It would open a dialog over the cover, or take the keyboard from it."""
    free, came = Event(), []
    drive.window.jobs.ask(drive.page, partial(free.wait, LONG), came.append)
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    settle(3)
    free.set()
    drive.until(lambda: drive.left == ["hide"])
    assert came == []


def test_what_lies_on_the_keyboard_is_one_press(drive):
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for repeated in (False, *[True] * 9):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_F9, held, text="", autorep=repeated, count=1
        )
        QApplication.sendEvent(drive.focus(), event)
    assert covered(drive)
    assert drive.left == []


def test_on_the_cover_and_before_unlocking_they_are_heard_too(template, tmp_path):
    home, left = template.copy(tmp_path / "home"), []
    for is_covered in (True, False):
        window = Window(home, ON, left.append, covered=is_covered)
        window.show()
        window.hearing.everywhere()
        window.activateWindow()
        for _time in range(3):
            QTest.keyClick(
                window.focusWidget() or window,
                Qt.Key.Key_F9,
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            )
        window.close()
        window.deleteLater()
        settle(3)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert left == ["panic", "panic"]


def test_whoever_did_not_turn_them_on_has_no_such_keys(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.press(*[KEYS] * 3)
        assert drive.left == []
        assert not covered(drive)


def test_what_they_do_and_can_not_is_read_before_they_are_turned_on(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.go("settings")
        for said in ("why", "back", "limits"):
            assert drive.seen(texts.say(f"settings.panic_{said}"))
        drive.page.ticks["panic_keys"].click()
        drive.rest()
        assert drive.window.settings.panic_keys
        drive.press(*[KEYS] * 3)
        assert drive.left == ["panic"]


def test_a_workbook_that_was_switched_from_is_meant_as_well(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    first, second = tmp_path / "alongside", tmp_path / "restored"
    first.mkdir()
    (first / LEFT_FOR).write_text(str(second), "utf-8")
    monkeypatch.setattr("desktop.homes.usual_home", lambda: first)
    assert all_of(second) == all_of(first) == [first, second]
    assert all_of(tmp_path / "other") == [tmp_path / "other"]
