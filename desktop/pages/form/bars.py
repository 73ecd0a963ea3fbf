"""What is to be known before the questions of a form: bars above them, or scrolled with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QGuiApplication

from desktop.look import look
from desktop.parts.frames import Box, column, page_edge, row
from desktop.parts.linking import Link
from desktop.parts.messages import MessageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QBoxLayout, QWidget

_AROUND: Final = 12


class Bars(Box):
    """Bars in the language of the window, whichever the questions are asked in."""

    def __init__(self) -> None:
        super().__init__("canvas")
        self._paper, self.known, self._more = column(), column(), column()
        self.notes = column()
        self.setLayout(column(self._paper, self.known, self._more, self.notes))
        self.setLayoutDirection(QGuiApplication.layoutDirection())

    def put(self, place: QBoxLayout, line: QBoxLayout) -> None:
        """Add a line with room around it."""
        self.make_room(line)
        place.addLayout(line)

    def make_room(self, line: QBoxLayout, *, shown: bool = True) -> None:
        """Make room around a line while it is shown; among the questions there is at its sides."""
        above, side = look().px(_AROUND), page_edge()
        if not shown:
            line.setContentsMargins(0, 0, 0, 0)
        elif look().reflows:
            line.setContentsMargins(0, 0, 0, above)
        else:
            line.setContentsMargins(side, above, side, 0)

    def say_paper(self, words: str) -> None:
        """Say once how a paper is typed in."""
        if not self._paper.count():
            self.put(self._paper, column(MessageBar(words)))

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Offer another way out of the form."""
        self.put(self._more, row(Link(words, act), None))


class OverQuestions(Box):
    """Head, groups and bars of a form where they scroll with the questions, in their own way."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__("canvas")
        self.setLayout(column(*parts, 6, gap=_AROUND))
        self.setLayoutDirection(QGuiApplication.layoutDirection())
