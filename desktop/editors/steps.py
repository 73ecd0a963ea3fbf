"""The editor of a number between two ends: every step is a button when there are few."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.editors.base import Editor
from desktop.editors.typed import NumberEditor
from desktop.parts.columns import Columns
from desktop.parts.frames import column
from desktop.parts.ticks import Dot, name_choice
from desktop.parts.words import Words
from forms.expr import number_text
from texts.dates import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from forms.model import Question

_FEW: Final = 11


class RangeEditor(Editor):
    """Buttons for a few steps, a field for many; nothing is chosen beforehand."""

    grouped = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        steps = _steps(question)
        # By the number as a draft gives it back: a whole one has no decimals.
        self.dots = {number_text(float(step)): Dot(number(step)) for step in steps}
        self._note = Words("", "small")
        self._chosen = ""
        self._group = QButtonGroup(self)
        self._field: NumberEditor | None = None
        if not steps:
            self._field = field = NumberEditor(question)
            field.typing.connect(self.typing)
            field.answered.connect(self.answered)
            field.undoing.connect(self.undoing)
            self.setLayout(column(field, self._note, gap=4))
            self.say_again()
            return
        layout = Columns(most=_FEW, in_line=True)
        for dot in self.dots.values():
            layout.addWidget(dot)
            self._group.addButton(dot)
            dot.clicked.connect(self._choose)
        self.setLayout(layout)

    def say_again(self) -> None:
        """Say the steps, or between what the number lies, in the language of the questions."""
        low, high, _ = self.question.range
        self._note.setText(self.said("editor.between", low=low, high=high))
        for step, dot in self.dots.items():
            name_choice(dot, number(Decimal(step), self.language))

    def _choose(self) -> None:
        self._chosen = next((step for step, dot in self.dots.items() if dot.isChecked()), "")
        self.answered.emit()

    def show_answer(self, text: str) -> None:
        """Show a number."""
        if self._field is not None:
            self._field.show_answer(text)
            return
        self._chosen = text
        self._group.setExclusive(False)
        for step, dot in self.dots.items():
            dot.setChecked(step == text)
        self._group.setExclusive(True)

    def answer(self) -> str:
        """Return the number."""
        return self._chosen if self._field is None else self._field.answer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the step back on Delete, as a choice of one is."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._chosen:
            self.show_answer("")
            self.answered.emit()
            return
        super().keyPressEvent(event)

    def committed(self) -> None:
        """Take note that the number was taken."""
        if self._field is not None:
            self._field.committed()

    def fields(self) -> Sequence[QWidget]:
        """Return the field for many steps."""
        return () if self._field is None else self._field.fields()

    def target(self) -> QWidget:
        """Return the field, or the step that is chosen, or the first."""
        if self._field is not None:
            return self._field.target()
        return self.dots.get(self._chosen) or next(iter(self.dots.values()))


def _steps(question: Question) -> list[Decimal]:
    """Return all steps when they are few, else none."""
    try:
        low, high, step = (Decimal(one) for one in question.range)
    except InvalidOperation:
        return []
    if step <= 0 or not 0 <= (high - low) / step < _FEW:
        return []
    return [low + step * turn for turn in range(int((high - low) / step) + 1)]
