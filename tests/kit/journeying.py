"""Going on a journey in the window, by keyboard alone: what is asked for, and the answer."""

from __future__ import annotations

from gates import answer_dialog
from PySide6.QtWidgets import QFileDialog

from texts import say


def asks(drive, folder, code):
    """Fill in what is asked and press the button, by keyboard alone."""
    card = drive.page.leaving
    card.folder.button.setFocus()
    drive.press("Return")
    drive.until(lambda: drive.window.findChildren(QFileDialog))
    answer_dialog(drive, folder)
    drive.tab_to(say("back.code"))
    drive.press("Ctrl+A")
    drive.type(code)
    drive.tab_to(say("journey.do"))
    drive.press("Return")
    drive.until(lambda: card.sure.isVisible() or drive.focus() is not card.begin)
    return card


def agrees(drive):
    """Give the answer that does it, which has not the focus."""
    assert drive.focus().text() == say("sure.leave_it")
    drive.press("Shift+Tab")
    assert drive.focus().text() == say("journey.yes")
    drive.press("Return")
