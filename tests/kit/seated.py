"""Seat somebody at the real window without a passphrase: one after the other in one workbook."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from drive import somebody_is_in
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from story import Worker, plain

import texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from make import Clock


class Seats:
    """The one computer of an office, at which now one person sits and now another."""

    def __init__(self, template, home: Path, clock: Clock) -> None:
        self.template, self.home, self.clock = template, home, clock

    @contextmanager
    def at(self, worker) -> Iterator[Worker]:
        """Let somebody sit down; all that she does from here on is by key."""
        she = Worker(self.home)
        she.clock = self.clock
        she.starts()
        try:
            opened = she.window.jobs.last(
                lambda: somebody_is_in(self.home, self.template, self.clock, worker)
            )
            she.window.open(opened)
            she.until(lambda: she.window.workspace, "the workbook does not open")
            she.rest(6)
            yield she
        finally:
            she.ends()


def goes_to_section(she, text_id) -> None:
    """Step down the list of a case to one of its parts, and go there; a drop opens first."""
    words = plain(texts.say(text_id))
    she.goes_to("case.sections")
    parts = she.focus()
    if isinstance(parts, QComboBox):
        she.press("Down")
        parts = parts.view()
    last = None
    while not plain(parts.currentIndex().data()).startswith(words):
        assert parts.currentIndex() != last, f"the case has no part {words!r}"
        last = parts.currentIndex()
        QTest.keyClick(parts, Qt.Key.Key_Down)
    QTest.keyClick(parts, Qt.Key.Key_Return)


def finds_case(she, words) -> list[str]:
    """Open the command box, type some words, and return the cases it offers; it stays open."""
    she.press("Ctrl+K")
    she.comes_to("finding.name")
    she.press("Ctrl+A")
    she.type(words)
    box = she.window.workspace.finding
    she.until(lambda: not box._timer.isActive())
    she.rest(6)
    return [one.id for one in box.lines.rows if one.kind == "case"]


def opens_case(she, words) -> None:
    """Find a case by some words, and go there."""
    assert finds_case(she, words)
    she.press("Return")
    she.arrives("case")


def chooses_status(she, status, text_id) -> None:
    """Open the menu of the status of a case, and choose what is called so."""
    words = texts.say(f"status.{status.value}")
    she.goes_to("status.name", status=words[:1].upper() + words[1:])
    she.press("Return")
    she.until(QApplication.activePopupWidget, "no menu is open")
    menu = QApplication.activePopupWidget()
    for _step in menu.actions():
        if plain(menu.activeAction().text()) == texts.say(text_id):
            break
        she.press("Down")
    assert plain(menu.activeAction().text()) == texts.say(text_id)
    she.press("Return")
    she.rest(6)


def saves_papers(she, folder, by="paper_out.save") -> None:
    """Save what is on the page, by its button, into a folder that is typed into the dialog."""
    she.pushes(by)
    she.until(lambda: she.focus().window() is not she.window, "no dialog")
    she.press("Ctrl+A")
    she.type(str(folder))
    she.press("Return")
    she.until(lambda: list(folder.glob("*.pdf")))
    she.rest()
