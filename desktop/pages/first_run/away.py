"""First run, after a workbook has left before a journey: where it is, and how it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

import texts
from desktop.frame.gate import View
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.frames import column, row
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from desktop.frame.away import Away


class AwayView(View):
    """It is said once, by the program that stands in; the next one knows nothing of it."""

    has_one = Signal()

    def __init__(self, away: Away, main: QWidget) -> None:
        super().__init__()
        self._main, said = main, away.sentences()
        self._announced = " ".join([texts.say("journey.left"), *said, away.stuck_words()])
        stuck = [MessageBar(away.stuck_words(), "problem")] if away.stuck else []
        door = Button(texts.say("first.has_one"), "link").does(self.has_one.emit)
        title = Words(texts.say("journey.left"), "display", wrap=True)
        told = [Words(one, wrap=True) for one in said]
        self.setLayout(column(title, 6, column(*told, *stuck, row(door, None), gap=12)))

    def first(self) -> QWidget:
        """Return what goes on: there is nothing to fill in."""
        return self._main

    def showEvent(self, event: QShowEvent) -> None:
        """Say it to who listens, too."""
        super().showEvent(event)
        announce(self, self._announced)
