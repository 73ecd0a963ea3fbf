"""Editors of typed answers: a line, several lines, a number."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.editors.base import Editor
from desktop.editors.ordered import Ordered
from desktop.look import look
from desktop.parts.fields import Line, Lines
from desktop.parts.frames import column, row
from desktop.parts.words import leading
from texts.kept_together import as_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QLayout

    from forms.model import Question

_NUMBER_WIDTH: Final = 150
_TAKING: Final = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
# Decimal and thousands marks, minus and spaces as several scripts write them.
_MARKS: Final = {
    "\u066b": ".",
    "\u066c": "",
    ",": ".",
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
        super().__init__()
        self.fresh, self._figures, self._answer = False, figures, Ordered()
        self._lead()
        self.textEdited.connect(self._freshen)

    def _lead(self) -> None:
        """Let figures alone stand at the leading edge; Qt would take them for Latin words."""
        if self._figures:
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self.setAlignment(leading(mirrored=mirrored))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the direction of the questions."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lead()

    def _freshen(self, _text: str) -> None:
        self.fresh = True

    def setText(self, words: str | None) -> None:
        """Show an answer; while nobody writes in it, no number in it turns round."""
        super().setText(self._taken(words or "", written_in=self.hasFocus()))

    def _taken(self, words: str, *, written_in: bool) -> str:
        way, plain = self.layoutDirection(), written_in or self._figures
        return self._answer.take(words, way, locked=self.isReadOnly(), written_in=plain)

    def text(self) -> str:
        """Return the answer as it was typed."""
        return self._answer.of(super().text())

    def place(self) -> int:
        """Return how much of the answer stands before the cursor."""
        return self._answer.before(super().text(), self.cursorPosition())

    def put_place(self, place: int) -> None:
        """Put the cursor behind so much of the answer."""
        self.setCursorPosition(self._answer.behind(super().text(), place))

    def setReadOnly(self, locked: bool) -> None:
        """Let the answer be read and copied only, or be changed again."""
        if locked != self.isReadOnly():
            words = self.text()
            super().setReadOnly(locked)
            self.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back the last answer once nothing fresh was typed here."""
        own = self.fresh and self.isUndoAvailable()
        if event.matches(QKeySequence.StandardKey.Undo) and not own:
            self.undoing.emit()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.focusNextChild()
            return
        taken = self.selectedText() if any(map(event.matches, _TAKING)) else ""
        super().keyPressEvent(event)
        if taken:
            QGuiApplication.clipboard().setText(self._answer.copied(taken))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left, and show the answer in order from now on."""
        super().focusOutEvent(event)
        self.left.emit()
        place = self.place()
        shown = self._taken(self.text(), written_in=False)
        if shown != super().text():
            super().setText(shown)
            self.put_place(place)


class AnswerLines(Lines):
    """Several lines, growing with what is written."""

    undoing = Signal()

    def __init__(self, lines: int) -> None:
        super().__init__(lines=lines)
        self.fresh, self._answer = False, Ordered()
        self._least = self.height()
        self.textChanged.connect(self._grow)

    def setPlainText(self, words: str) -> None:
        """Show an answer; while nobody writes in it, no number in it turns round."""
        super().setPlainText(self._taken(words, written_in=self.hasFocus()))

    def _taken(self, words: str, *, written_in: bool) -> str:
        way, locked = self.layoutDirection(), self.isReadOnly()
        return self._answer.take(words, way, locked=locked, written_in=written_in)

    def _there(self) -> str:
        # The plain text would give a space that does not break as one that does.
        return self.document().toRawText().replace("\u2029", "\n")

    def toPlainText(self) -> str:
        """Return the answer as it was typed."""
        return self._answer.of(self._there())

    def place(self) -> int:
        """Return how much of the answer stands before the cursor."""
        return self._answer.before(self._there(), self.textCursor().position())

    def put_place(self, place: int) -> None:
        """Put the cursor behind so much of the answer."""
        cursor = self.textCursor()
        at = self._answer.behind(self._there(), place)
        cursor.setPosition(at, QTextCursor.MoveMode.MoveAnchor)
        self.setTextCursor(cursor)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Return what somebody takes along who copies a part of the answer."""
        taken = QMimeData()
        taken.setText(self._answer.copied(self.textCursor().selection().toPlainText()))
        return taken

    def setReadOnly(self, locked: bool) -> None:
        """Let the answer be read and copied only, or be changed again."""
        if locked != self.isReadOnly():
            words = self.toPlainText()
            super().setReadOnly(locked)
            self.setPlainText(words)

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
        """Tell that the field was left, and show the answer in order from now on."""
        super().focusOutEvent(event)
        self.left.emit()
        place = self.place()
        shown = self._taken(self.toPlainText(), written_in=False)
        if shown != self._there():
            # Nothing is typed by it.
            self.blockSignals(True)
            super().setPlainText(shown)
            self.put_place(place)
            self.blockSignals(False)
            self._grow()


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
        return self.line.place()

    def put_cursor(self, place: int) -> None:
        """Put the cursor back."""
        self.line.put_place(place)


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
        self._showing = True
        self.area.setReadOnly(locked)
        self._showing = False

    def fields(self) -> Sequence[QWidget]:
        """Return the area."""
        return (self.area,)

    def target(self) -> QWidget:
        """Return the area."""
        return self.area

    def cursor_place(self) -> int:
        """Return where the cursor stands."""
        return self.area.place()

    def put_cursor(self, place: int) -> None:
        """Put the cursor back."""
        self.area.put_place(place)


class NumberEditor(LineEditor):
    """A number in the digits of any script; what is no number stays as it was typed."""

    _figures = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.narrow = True

    def _layout(self) -> QLayout:
        self.line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.line.setFixedWidth(look().px(_NUMBER_WIDTH))
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        return row(self.line, None, gap=0)

    def answer(self) -> str:
        """Return the number in plain digits."""
        return plain_digits(self.line.text())

    def show_answer(self, text: str) -> None:
        """Show the number, unless it is what somebody just typed in other digits."""
        if self.answer() != text:
            self.line.setText(text)


def plain_digits(text: str) -> str:
    """Return typed figures with plain digits and a point, or the text itself if it is no number."""
    plain = "".join(_plain(sign) for sign in text.strip())
    return plain if plain and all(sign in "+-.0123456789" for sign in plain) else text.strip()


def _plain(sign: str) -> str:
    if sign in _MARKS:
        return _MARKS[sign]
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)
