"""Editors of typed answers: a line, several lines, a number."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.editors.base import Editor
from desktop.look import look
from desktop.parts.fields import Line, Lines
from desktop.parts.frames import column, row
from forms.lexical import TWO_WAYS, read_back, stored
from texts.kept_together import as_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QLayout

    from forms.model import Question

_NUMBER_WIDTH: Final = 150
_SIGNS: Final = frozenset("+-.,0123456789")
# Commas between thousands, as much of the world writes them; India counts in hundreds above.
_THOUSANDS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]*)?")
# The noughts of the two rows of Arabic digits, and the mark of decimals between them.
_ARABIC, _ARABIC_POINT = frozenset((0x0660, 0x06F0)), 0x066B
# Decimal and thousands marks, minus and spaces as several scripts write them.
_MARKS: Final = {
    "\u066b": ".",
    "\u066c": "",
    "\u2212": "-",
    "\u00a0": "",
    "\u202f": "",
    " ": "",
}


class AnswerLine(Line):
    """One line; tells when it is left, and passes Ctrl+Z on when it has nothing to take back."""

    left = Signal()
    undoing = Signal()

    def __init__(self, *, figures: bool = False) -> None:
        super().__init__(figures=figures)
        self.fresh = False
        self.textEdited.connect(self._freshen)

    def _freshen(self, _text: str) -> None:
        self.fresh = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last answer once nothing fresh was typed here."""
        own = self.fresh and self.isUndoAvailable()
        if event.matches(QKeySequence.StandardKey.Undo) and not own:
            self.undoing.emit()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        self.left.emit()


class AnswerLines(Lines):
    """Several lines, growing with what is written."""

    undoing = Signal()

    def __init__(self, lines: int) -> None:
        super().__init__(lines=lines)
        self.fresh = False
        self._least = self.height()
        self.textChanged.connect(self._grow)

    def toPlainText(self) -> str:
        """Return the answer as it was typed: Qt would break a space that does not."""
        return self.document().toRawText().replace("\u2029", "\n")

    def _grow(self) -> None:
        lines = max(1, round(self.document().size().height()))
        room = look().metrics().lineSpacing() * lines + look().px(2 * 8 + 4)
        self.setFixedHeight(min(max(room, self._least), look().px(320)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last answer once nothing fresh was typed here."""
        own = self.fresh and self.document().isUndoAvailable()
        if event.matches(QKeySequence.StandardKey.Undo) and not own:
            self.undoing.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        self.left.emit()


class LineEditor(Editor):
    """One line of text."""

    _figures: ClassVar[bool] = False

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.line = AnswerLine(figures=self._figures)
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self.answered)
        self.line.undoing.connect(self.undoing)
        self.setLayout(self._layout())

    def _layout(self) -> QLayout:
        return column(self.line)

    def committed(self) -> None:
        """Take note that the text was taken."""
        self.line.fresh = False

    def _typed(self, _text: str) -> None:
        self.typing.emit()

    def show_answer(self, text: str) -> None:
        """Show the text."""
        if self.line.text() != text:
            self.line.setText(text)

    def answer(self) -> str:
        """Return the text; blanks alone say nothing."""
        text = as_typed(self.line.text())
        return text if text.strip() else ""

    def lock(self, *, locked: bool) -> None:
        """Let the text be read and copied only."""
        self.line.setReadOnly(locked)

    def fields(self) -> Sequence[QWidget]:
        """Return the line."""
        return (self.line,)

    def target(self) -> QWidget:
        """Return the line."""
        return self.line

    def cursor_place(self) -> int:
        """Return where the cursor stands."""
        return self.line.cursorPosition()

    def put_cursor(self, place: int) -> None:
        """Put the cursor back."""
        self.line.setCursorPosition(place)


class LinesEditor(Editor):
    """Several lines of text."""

    lines = 3

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.area = AnswerLines(self.lines)
        self._showing = False
        self.area.textChanged.connect(self._typed)
        self.area.left.connect(self.answered)
        self.area.undoing.connect(self.undoing)
        self.setLayout(column(self.area))

    def _typed(self) -> None:
        if not self._showing:
            self.area.fresh = True
            self.typing.emit()

    def committed(self) -> None:
        """Take note that the text was taken."""
        self.area.fresh = False

    def show_answer(self, text: str) -> None:
        """Show the text."""
        if self.area.toPlainText() != text:
            self._showing = True
            self.area.setPlainText(text)
            self._showing = False

    def answer(self) -> str:
        """Return the text; blanks alone say nothing."""
        text = as_typed(self.area.toPlainText())
        return text if text.strip() else ""

    def lock(self, *, locked: bool) -> None:
        """Let the text be read and copied only."""
        self.area.setReadOnly(locked)

    def fields(self) -> Sequence[QWidget]:
        """Return the area."""
        return (self.area,)

    def target(self) -> QWidget:
        """Return the area."""
        return self.area

    def cursor_place(self) -> int:
        """Return where the cursor stands."""
        return self.area.textCursor().position()

    def put_cursor(self, place: int) -> None:
        """Put the cursor back."""
        cursor = self.area.textCursor()
        cursor.setPosition(min(place, self.area.document().characterCount() - 1))
        self.area.setTextCursor(cursor)


class NumberEditor(LineEditor):
    """A number in the digits of any script; what is no number stays as it was typed."""

    _figures = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.line.left.connect(self._show_kept)

    @classmethod
    def is_narrow(cls, _question: Question) -> bool:
        """Return that a number stands well beside another answer."""
        return True

    def _layout(self) -> QLayout:
        self.line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.line.setFixedWidth(look().px(_NUMBER_WIDTH))
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        return row(self.line, None, gap=0)

    def answer(self) -> str:
        """Return the number in plain digits."""
        return plain_digits(self.line.text(), whole=self.question.bind == "int")

    def show_answer(self, text: str) -> None:
        """Show the number, unless it is what somebody just typed in other digits."""
        if self.answer() != text:
            self.line.setText(text)

    def _show_kept(self) -> None:
        """Show the number that was kept, so that a mark that was read otherwise is seen."""
        typed = self.line.text()
        kept = _in_digits_of(typed, read_back(stored(self.question, self.answer())))
        if kept != typed:
            self.line.setText(kept)


def plain_digits(text: str, *, whole: bool = False) -> str:
    """Return typed figures with plain digits and a point, or the text itself if it is no number.

    A comma that may part thousands or decimals stays: who typed it is asked. Where a whole number
    is asked for it parts thousands.
    """
    plain = "".join(_plain(sign) for sign in text.strip())
    if not plain or not _SIGNS.issuperset(plain):
        return text.strip()
    if TWO_WAYS.fullmatch(plain) and not whole:
        return plain
    return plain.replace(",", "" if _THOUSANDS.fullmatch(plain) else ".")


def _plain(sign: str) -> str:
    if sign in _MARKS:
        return _MARKS[sign]
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


def _in_digits_of(typed: str, number: str) -> str:
    """Return a number in the digits in which somebody typed."""
    own = next((sign for sign in typed if sign.isdecimal()), "0")
    nought = ord(own) - unicodedata.decimal(own)
    digits = {ord("0") + value: nought + value for value in range(10)}
    if nought in _ARABIC:
        digits[ord(".")] = _ARABIC_POINT
    return number.translate(digits)
