"""The editor of a single yes: one box to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.editors.base import Editor
from desktop.parts.frames import column
from desktop.parts.ticks import Tick, name_choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forms.model import Question

_YES: Final = {"acknowledge": "OK", "boolean": "1"}
_ON: Final = frozenset({"OK", "1", "true"})


class AgreeEditor(Editor):
    """One box; not ticked means that nothing was said."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.tick = Tick(self.said("editor.done"))
        self.tick.clicked.connect(self.answered)
        self.setLayout(column(self.tick))

    def say_again(self) -> None:
        """Say beside the box what ticking it means."""
        name_choice(self.tick, self.said("editor.done"))

    def show_answer(self, text: str) -> None:
        """Tick the box or not."""
        self.tick.setChecked(text in _ON)

    def answer(self) -> str:
        """Return the answer of a ticked box, else nothing."""
        return _YES.get(self.question.type, "OK") if self.tick.isChecked() else ""

    def target(self) -> QWidget:
        """Return the box."""
        return self.tick
