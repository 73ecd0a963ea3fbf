"""Where the code of the recovery sheet is typed, or those of two sheets out of three."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.codes import tidy_code, together
from desktop.parts.fields import Field, Line
from desktop.parts.frames import column
from desktop.parts.ticks import Tick


class CodeLine(Line):
    """A line for a code that opens everything: seen, but no input method has its keys."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setInputMethodHints(self.inputMethodHints() | Qt.InputMethodHint.ImhHiddenText)


class _Second(Field):
    """The second sheet; whatever is said of it is seen."""

    def __init__(self, editor: Line, split: Tick) -> None:
        super().__init__(texts.say("back.second_sheet"), editor)
        self._split = split

    def wrong(self, words: str) -> None:
        """Say what is wrong, or nothing; a sheet that is one of three brings the second one up."""
        if words:
            self._split.setChecked(True)
        super().wrong(words)


class SheetCode(QWidget):
    """One field, and a second one for whoever has two of three sheets; nothing of it is kept."""

    edited = Signal()

    def __init__(self, label: str = "back.code", hint: str = "back.code_how") -> None:
        super().__init__()
        self.line, self.second = CodeLine(), CodeLine()
        for line in (self.line, self.second):
            line.textEdited.connect(self.edited)
        self.split = Tick(texts.say("back.two_sheets"))
        self.first_field = Field(texts.say(label), self.line, hint=texts.say(hint))
        self.second_field = _Second(self.second, self.split)
        self.split.toggled.connect(self.second_field.setVisible)
        self.split.clicked.connect(self.edited)
        self.second_field.hide()
        self.setLayout(column(self.first_field, self.split, self.second_field, gap=8))

    def fields(self) -> list[tuple[Field, str]]:
        """Return what is to be typed, each field with what stands there."""
        typed = [(self.first_field, self.line.text())]
        if self.split.isChecked():
            typed.append((self.second_field, self.second.text()))
        return typed

    def missing(self) -> Field | None:
        """Say at each field what is missing; return the first of them."""
        empty = [field for field, typed in self.fields() if not tidy_code(typed)]
        for field, _typed in self.fields():
            field.wrong(texts.say("field.missing") if field in empty else "")
        return next(iter(empty), None)

    def is_empty(self) -> bool:
        """Return whether nothing was typed."""
        return not any(tidy_code(typed) for _field, typed in self.fields())

    def text(self) -> str:
        """Return the code as it opens something: of one sheet, or of two together."""
        return together(*(typed for _field, typed in self.fields()))

    def clear(self) -> None:
        """Let nothing of it stand: it opens everything."""
        for field, line in ((self.first_field, self.line), (self.second_field, self.second)):
            line.clear()
            field.wrong("")
        self.split.setChecked(False)
