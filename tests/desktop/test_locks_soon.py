"""The last half minute before it locks: where the navigation has no words it lies over the page."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from walking import complaints

import texts
from desktop.frame.settings import Settings

SOON = 29


def ticks_to(drive, left):
    """Let nobody be there until so many seconds are left."""
    idle = drive.window._idle
    idle._timer.stop()
    idle._left = left + 1
    idle._tick()
    drive.rest()


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize(
    ("scale", "size"), [(1.0, (1024, 640)), (1.5, (1366, 768)), (2.0, (1024, 640))]
)
def test_it_is_seen_where_the_navigation_is_icons_only(template, tmp_path, language, scale, size):
    settings = Settings(language=language, scale=scale)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(*size)
        drive.rest()
        locks = drive.window.workspace.locks
        ticks_to(drive, SOON + 10)
        assert drive.window.workspace.navigation.is_collapsed
        assert not locks.isVisible()
        focus = drive.focus()
        ticks_to(drive, SOON)
        assert locks.isVisible()
        assert locks._words.text() == texts.say("lock.in_seconds", language=language, seconds=SOON)
        seen = QRect(locks._words.mapTo(locks, locks._words.rect().topLeft()), locks._words.size())
        assert locks.rect().contains(seen)
        assert locks._words.height() >= locks._words.heightForWidth(locks._words.width())
        assert drive.window.workspace.rect().contains(locks.geometry())
        assert drive.focus() is focus
        QTest.keyClick(focus, Qt.Key.Key_Control)
        drive.rest()
        assert not locks.isVisible()


def test_beside_the_lock_it_is_enough_where_there_are_words(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        drive.rest()
        ticks_to(drive, SOON)
        assert not drive.window.workspace.locks.isVisible()
        assert drive.seen(texts.say("lock.in_seconds", seconds=SOON))
        assert complaints(drive.window) == []


def test_whoever_listens_is_told_once_each_time(template, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(
        "desktop.frame.locks_soon.announce",
        lambda _widget, words, *, at_once: told.append((words, at_once)),
    )
    with open_window(template, tmp_path / "home") as drive:
        ticks_to(drive, SOON + 1)
        ticks_to(drive, SOON)
        QTest.keyClick(drive.focus(), Qt.Key.Key_Control)
        ticks_to(drive, SOON)
    first, again = (texts.say("lock.in_seconds", seconds=left) for left in (SOON + 1, SOON))
    assert told == [(first, True), (again, True)]
