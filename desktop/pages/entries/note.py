"""A note in two lines: what is to be kept, and whether only a supervisor may read it too."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal

import texts
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Lines
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column
from desktop.parts.ticks import Tick

NOTE: Final = "note"


class QuickNote(Box):
    """A text, one tick, one button; what was typed stays until it was kept."""

    adding = Signal()

    def __init__(self) -> None:
        super().__init__("card")
        self.text = Lines(lines=3)
        self.field = Field(texts.say("entries.note"), self.text)
        self.only = Tick(texts.say("entries.note_restricted"))
        self.add = Button(texts.say("entries.note_add")).does(self._add)
        under = Flow([self.add, self.only], gap=16, line_gap=6)
        self.setLayout(column(self.field, under, gap=10, margin=16))

    def said(self) -> tuple[str, bool]:
        """Return what was typed, and whether only few may read it."""
        return self.text.toPlainText().strip(), self.only.isChecked()

    def tell(self, words: str, *, restricted: bool) -> None:
        """Show what was begun."""
        self.text.setPlainText(words)
        self.only.setChecked(restricted)
        self.field.wrong("")

    def _add(self) -> None:
        words, _few = self.said()
        self.field.wrong("" if words else texts.say("entries.note_empty"))
        if words:
            self.adding.emit()
        else:
            self.text.setFocus()
