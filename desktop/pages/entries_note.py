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


def note_of(words: str, *, restricted: bool) -> dict[str, str]:
    """Return the answers of a note."""
    return {"text": words, "restricted": "yes"} if restricted else {"text": words}


class QuickNote(Box):
    """A text, one tick, one button; what was typed stays until it was kept."""

    adding = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__("card")
        self.text = Lines(lines=3)
        self.field = Field(texts.say("entries.note"), self.text)
        self.only = Tick(texts.say("entries.note_restricted"))
        self.add = Button(texts.say("entries.note_add")).does(self._add)
        under = Flow([self.add, self.only], gap=16, line_gap=6)
        self.setLayout(column(self.field, under, gap=10, margin=16))

    def words(self) -> str:
        """Return what was typed."""
        return self.text.toPlainText().strip()

    def forget(self) -> None:
        """Empty the field, once it was kept."""
        self.text.clear()
        self.only.setChecked(False)
        self.field.wrong("")

    def _add(self) -> None:
        words = self.words()
        self.field.wrong("" if words else texts.say("entries.note_empty"))
        if words:
            self.adding.emit(words, self.only.isChecked())
        else:
            self.text.setFocus()
