"""A card that asks something about each of several, and says under them what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from desktop import doors
from desktop.parts.announce import announce
from desktop.parts.frames import Card, clear, column, rule
from desktop.parts.messages import MessageBar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from desktop.bootstrap import Workbook
    from desktop.frame.room import Room
    from desktop.parts.buttons import Button


class AskingCard(Card):
    """Its lines, one under the other, and the buttons in them, which rest while one is done."""

    def __init__(self, room: Room, workbook: Workbook, title: str) -> None:
        super().__init__(title)
        self._room, self._workbook = room, workbook
        self._lines, self._said = column(gap=12), column(gap=8)
        self.buttons: list[Button] = []

    def _put(self, lines: Iterable[QWidget]) -> None:
        """Show lines in place of those that were there."""
        clear(self._lines)
        self.buttons = []
        for number, line in enumerate(lines):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(line)

    def _work(self) -> None:
        for button in self.buttons:
            button.refuse(texts.say("backups.working"))

    def _refused(self, error: Exception) -> None:
        for button in self.buttons:
            button.refuse("")
        self._tell(doors.why(error), "problem")

    def _tell(self, words: str, kind: str) -> None:
        clear(self._said)
        self._said.addWidget(MessageBar(words, kind))
        announce(self, words)
