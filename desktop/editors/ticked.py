"""The editor of a single yes: one box to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from desktop.editors.base import Editor
from desktop.parts.frames import column
from desktop.parts.ticks import Tick

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forms.model import Question

_YES: Final = {"acknowledge": "OK", "boolean": "1"}
_ON: Final = frozenset({"OK", "1", "true"})


class AgreeEditor(Editor):
    """One box; not ticked means that nothing was said."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.tick = Tick(texts.say("editor.done"))
        self.tick.clicked.connect(self.answered)
        self.setLayout(column(self.tick))

    def show_answer(self, text: str) -> None:
        """Tick the box or not."""
        self.tick.setChecked(text in _ON)

    def answer(self) -> str:
        """Return the answer of a ticked box, else nothing."""
        return _YES.get(self.question.type, "OK") if self.tick.isChecked() else ""

    def target(self) -> QWidget:
        """Return the box."""
        return self.tick
