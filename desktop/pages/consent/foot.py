"""The answers under what is asked; until that is in sight, what it is called and the way there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

import texts
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, clear, column, row, rule
from desktop.parts.words import Words

_MARGIN: Final = 20


class Foot(Box):
    """Nobody answers what was not read: the answers stand here while their question is in sight."""

    wanted = Signal()

    def __init__(self) -> None:
        self._place = column()
        super().__init__("panel", self._place)
        self._answers: QWidget | None = None
        self._line: QWidget | None = None
        self.go: Button | None = None

    def show_answers(self, answers: QWidget | None, named: str) -> None:
        """Show other answers, to something that is called so."""
        clear(self._place)
        self._answers = self._line = self.go = None
        if answers is None:
            return
        self._answers = _inset(column(answers))
        both = QGridLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self._answers, 0, 0)
        if named:
            # Both have one place: nothing on the page moves when the one stands in for the other.
            keeps = self._answers.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)
            self._answers.setSizePolicy(keeps)
            self._line = self._way_to(named)
            self._line.hide()
            both.addWidget(self._line, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        if not look().reflows:
            # What scrolls goes on below the foot that does not.
            self._place.addWidget(rule())
        self._place.addLayout(both)

    def _way_to(self, named: str) -> QWidget:
        words = Words(texts.say("consent.further_down", what=named), "body", wrap=True)
        self.go = Button(texts.say("consent.go_there")).does(self.wanted.emit)
        self.go.setAccessibleDescription(words.text())
        line = row(words, self.go, gap=12)
        line.setStretch(0, 1)
        return _inset(line)

    def turn(self, *, in_sight: bool) -> None:
        """Show the answers where what they answer is in sight, else the way there."""
        if self._answers is None or self._line is None or self.go is None:
            return
        leaving, coming = self._answers, self._line
        if in_sight:
            leaving, coming = coming, leaving
        if leaving.isHidden():
            return
        coming.show()
        if leaving.isAncestorOf(self.focusWidget()):
            # Whoever only scrolls finds no answer waiting under the keyboard.
            if in_sight:
                self.wanted.emit()
            else:
                self.go.setFocus()
        leaving.hide()


def _inset(layout: QLayout) -> QWidget:
    side = look().px(_MARGIN)
    layout.setContentsMargins(side, look().px(8), side, look().px(12))
    holder = QWidget()
    holder.setLayout(layout)
    return holder
