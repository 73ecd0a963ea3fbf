"""The key that reads masked words is let go of where its going up is not heard."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid
from walking import settle

from desktop.app import application
from desktop.frame.hearing import Hearing
from desktop.frame.revealing import RevealKey


@pytest.fixture
def window():
    """Return a window with a field, and what its ear told."""
    application()
    window = QWidget()
    window.told, window.field = [], QLineEdit(window)
    window.ear = RevealKey([QKeySequence("F8")])
    window.ear.held.connect(window.told.append)
    window.hearing = Hearing(window, (window.ear,))
    window.show()
    window.activateWindow()
    window.hearing.everywhere()
    settle()
    yield window
    window.hearing.stop()
    window.close()


def test_it_is_held_until_it_goes_up(window):
    QTest.keyPress(window.field, Qt.Key.Key_F8)
    assert window.told == [True]
    QTest.keyRelease(window.field, Qt.Key.Key_F8)
    assert window.told == [True, False]


def test_another_window_lets_it_go(window):
    QTest.keyPress(window.field, Qt.Key.Key_F8)
    other = QWidget()
    other.show()
    other.activateWindow()
    settle()
    assert window.told == [True, False]


def test_a_key_of_nobody_goes_where_it_was_pressed(window):
    QTest.keyClick(window.field, Qt.Key.Key_A)
    assert (window.told, window.field.text()) == ([], "a")


def test_whoever_hears_no_more_swallows_nothing(window):
    window.hearing.stop()
    QTest.keyPress(window.field, Qt.Key.Key_F8)
    assert window.told == []


def test_of_a_window_that_is_gone_nothing_is_read_any_more(template, tmp_path):
    """Held while it closed, it was let go of in the next window: by one that was not there."""
    with open_window(template, tmp_path / "home") as drive:
        QTest.keyPress(drive.focus(), Qt.Key.Key_F8)
        ear = drive.window._reveal
    assert not isValid(ear)
