"""A line to write in, painted so that no number turns round while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

# Qt makes a class, and the hundred names that belong to it, when it is first named.
from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionFrame

from desktop.parts.copied import secret
from desktop.parts.in_field import (
    UNLEARNT,
    InField,
    across_to,
    in_field,
    marked,
    on_one_line,
    with_begun,
)
from desktop.parts.sides import seen_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QTextLayout

# What Qt leaves free at each end of a line.
_BESIDE: Final = 2
_TEXT: Final = QInputMethodEvent.AttributeType.TextFormat
_CURSOR: Final = QInputMethodEvent.AttributeType.Cursor
_ASKED: Final = Qt.InputMethodQuery
# What input methods are told of a line whose words are hidden: it is empty.
_OF_HIDDEN: Final[Mapping[Qt.InputMethodQuery, object]] = {
    **dict.fromkeys((_ASKED.ImSurroundingText, _ASKED.ImCurrentSelection), ""),
    **dict.fromkeys((_ASKED.ImTextBeforeCursor, _ASKED.ImTextAfterCursor), ""),
    **dict.fromkeys((_ASKED.ImCursorPosition, _ASKED.ImAnchorPosition), 0),
    _ASKED.ImAbsolutePosition: 0,
}


@dataclass(frozen=True, slots=True)
class _Begun:
    """What an input method has not finished yet, and how it is painted."""

    words: str = ""
    # Nothing: the input method shows no cursor.
    cursor: int | None = 0
    formats: tuple[QTextLayout.FormatRange, ...] = ()


@dataclass(frozen=True, slots=True)
class _Laid:
    """The words as they are painted."""

    words: InField
    layout: QTextLayout

    def across(self, typed: int) -> float:
        """Return how far from the left the cursor stands behind so much of what was typed."""
        return across_to(self.layout, self.words.place(typed))


class _Blink(QObject):
    """The cursor as it comes and goes: of its own, for Qt does not tell when it shows it."""

    def __init__(self, line: OrderedLine) -> None:
        super().__init__(line)
        self.lit = True
        self._line, self._clock = line, QTimer(self)
        self._clock.timeout.connect(self._turn)

    def begin(self) -> None:
        """Show the cursor: it moved, or something was typed."""
        self.lit = True
        if self._line.turned():
            self._line.update()
            every = QGuiApplication.styleHints().cursorFlashTime() // 2
            if every > 0 and self._line.hasFocus():
                self._clock.start(every)

    def _turn(self) -> None:
        self.lit = not self.lit
        if self._line.turned() and self._line.hasFocus():
            self._line.update()
        else:
            self.lit = True
            self._clock.stop()


class OrderedLine(QLineEdit):
    """One line; what it holds is what was typed, and nothing is ever put between it.

    Figures alone stand at the leading edge too; Qt would take them for Latin words.
    """

    def __init__(self, words: str = "", *, figures: bool = False) -> None:
        super().__init__(words)
        self.setInputMethodHints(self.inputMethodHints())
        self._figures = figures
        self._kept: tuple[object, _Laid | None] = (None, None)
        self._begun = _Begun()
        # How much of a line that is too long stands hidden at its left.
        self._hidden = 0
        self._blink = _Blink(self)
        self.cursorPositionChanged.connect(self._blink.begin)
        self.selectionChanged.connect(self._blink.begin)
        self.textChanged.connect(self._blink.begin)
        self.textChanged.connect(self._lead)
        self._lead()

    def setInputMethodHints(self, hints: Qt.InputMethodHint) -> None:
        """Tell input methods what is typed here, and that nothing of it is theirs to keep."""
        super().setInputMethodHints(hints | UNLEARNT)

    def setEchoMode(self, mode: QLineEdit.EchoMode) -> None:
        """Show or hide what is typed; Qt would let input methods learn what it shows."""
        super().setEchoMode(mode)
        self.setInputMethodHints(self.inputMethodHints())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut as words that nobody should keep; all else as Qt does."""
        cuts = event.matches(QKeySequence.StandardKey.Cut) and not self.isReadOnly()
        copies = cuts or event.matches(QKeySequence.StandardKey.Copy)
        if copies and self.echoMode() is QLineEdit.EchoMode.Normal:
            if self.hasSelectedText():
                QGuiApplication.clipboard().setMimeData(secret(self.selectedText()))
            if cuts and self.hasSelectedText():
                self.insert("")
        else:
            super().keyPressEvent(event)

    def _lead(self) -> None:
        """Begin an empty line at its own edge: Qt asks the keyboard, whatever is read here."""
        side = Qt.AlignmentFlag.AlignLeft
        if self._figures or not self.text():
            side = seen_at(self.layoutDirection(), side)
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the direction of the page."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._lead()

    def turned(self) -> _Laid | None:
        """Return the words as they are painted; nothing: as Qt would, for nothing turns round."""
        if self.echoMode() is not QLineEdit.EchoMode.Normal:
            return None
        said = with_begun(self.displayText(), self.cursorPosition(), self._begun.words)
        key = (said, self._begun, self.font().key())
        if self._kept[0] != key:
            words, formats = in_field(said), self._begun.formats
            laid = _Laid(words, on_one_line(words, said, self.font(), formats)) if words else None
            self._kept = (key, laid)
        return self._kept[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what Qt would, but each number from left to right."""
        laid = self.turned()
        if laid is None:
            super().paintEvent(event)
            return
        panel = QStyleOptionFrame()
        self.initStyleOption(panel)
        painter = QPainter(self)
        kind = QtWidgets.QStyle.PrimitiveElement.PE_PanelLineEdit
        self.style().drawPrimitive(kind, panel, painter, self)
        painter.setClipRect(self._room(panel))
        painter.setPen(panel.palette.text().color())
        self._write(painter, laid, panel)
        painter.end()

    def _write(self, painter: QPainter, laid: _Laid, panel: QStyleOptionFrame) -> None:
        corner, place = self._corner(laid, panel), laid.words.place
        first, last = place(self.selectionStart()), place(self.selectionEnd())
        laid.layout.draw(painter, corner, [marked(self, first, last)] * self.hasSelectedText())
        begun = self._begun.cursor
        if begun is not None and self._blink.lit and self.hasFocus() and not self.isReadOnly():
            kind = QtWidgets.QStyle.PixelMetric.PM_TextCursorWidth
            wide = self.style().pixelMetric(kind, panel, self)
            laid.layout.drawCursor(painter, corner, place(self.cursorPosition() + begun), wide)

    def _room(self, panel: QStyleOptionFrame) -> QRect:
        inside = QtWidgets.QStyle.SubElement.SE_LineEditContents
        return self.style().subElementRect(inside, panel, self).marginsRemoved(self.textMargins())

    def _corner(self, laid: _Laid, panel: QStyleOptionFrame) -> QPointF:
        """Return where the words begin; of a line that is too long the cursor is always seen."""
        room, line = self._room(panel), laid.layout.lineAt(0)
        seen, wide = room.width() - 2 * _BESIDE, round(line.naturalTextWidth()) + 1
        caret = round(laid.across(self.cursorPosition() + (self._begun.cursor or 0)))
        if wide <= seen:
            way = laid.layout.textOption().textDirection()
            side = seen_at(way, self.alignment())
            self._hidden = wide - seen + 1 if side & Qt.AlignmentFlag.AlignRight else 0
        elif caret - self._hidden >= seen:
            self._hidden = caret - seen + 1
        elif caret - self._hidden < 0:
            self._hidden = caret
        else:
            self._hidden = max(0, min(self._hidden, wide - seen + 1))
        metrics = self.fontMetrics()
        # As Qt does: letters of another script may make the line higher than the font says it is.
        high = metrics.boundingRect(laid.words.painted).height()
        above = room.y() + (room.height() - high + 1) // 2
        lower = round(line.ascent()) - metrics.ascent()
        return QPointF(room.x() + _BESIDE - self._hidden, above - lower)

    def place_at(self, across: float) -> int | None:
        """Return how much stands before a place in the line; nothing: as Qt would have it."""
        laid = self.turned()
        if laid is None or self._begun.words:
            return None
        panel = QStyleOptionFrame()
        self.initStyleOption(panel)
        beside = across - self._corner(laid, panel).x()
        return laid.words.typed(laid.layout.lineAt(0).xToCursor(beside))

    def _put(self, place: int | None, anchor: int) -> None:
        if place is None:
            return
        if place == anchor:
            self.setCursorPosition(place)
        else:
            self.setSelection(anchor, place - anchor)

    def _anchor(self) -> int:
        first, last, at = self.selectionStart(), self.selectionEnd(), self.cursorPosition()
        return at if not self.hasSelectedText() else first if at == last else last

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor where the line was pressed, as it is painted."""
        place, anchor = self.place_at(event.position().x()), self._anchor()
        super().mousePressEvent(event)
        further = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        # Pressed three times the whole line is chosen, and to the right a menu opens.
        whole = self.hasSelectedText() and not further
        if place is not None and event.button() is not Qt.MouseButton.RightButton and not whole:
            self._put(place, anchor if further else place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose words as far as the mouse came, as they are painted."""
        place, anchor = self.place_at(event.position().x()), self._anchor()
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._put(place, anchor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the word that was pressed twice, as it is painted."""
        place = self.place_at(event.position().x())
        super().mouseDoubleClickEvent(event)
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.setCursorPosition(place + 1)
            self.cursorWordBackward(False)
            begins = self.cursorPosition()
            self.cursorWordForward(True)
            self.setSelection(begins, len(self.selectedText().rstrip()))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Keep what an input method has begun, and take what it has finished."""
        super().inputMethodEvent(event)
        self._begun = _begun(event, self.cursorPosition())
        self._blink.begin()

    def inputMethodQuery(self, asked: Qt.InputMethodQuery, *further: object) -> object:
        """Tell where the cursor is painted, so that a list of signs to choose from stands there.

        Of words that are hidden none is told: some input methods ask for all of them at each key.
        """
        found: object = super().inputMethodQuery(asked, *further)
        if asked in _OF_HIDDEN and self.echoMode() is not QLineEdit.EchoMode.Normal:
            return _OF_HIDDEN[asked]
        laid = self.turned()
        if asked is not Qt.InputMethodQuery.ImCursorRectangle or laid is None:
            return found
        panel = QStyleOptionFrame()
        self.initStyleOption(panel)
        across = self._corner(laid, panel).x() + laid.across(self.cursorPosition())
        caret = QRect(found) if isinstance(found, QRect) else QRect()
        caret.moveLeft(round(across) - caret.width() // 2)
        return caret

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self._blink.begin()


def _begun(event: QInputMethodEvent, at: int) -> _Begun:
    words, formats = event.preeditString(), []
    cursor: int | None = len(words.encode("utf-16-le", "surrogatepass")) // 2
    for one in event.attributes():
        if one.type is _CURSOR:
            cursor = one.start if one.length else None
        elif one.type is _TEXT and isinstance(one.value, QtGui.QTextFormat):
            how = QtGui.QTextLayout.FormatRange()
            how.start, how.length, how.format = at + one.start, one.length, one.value.toCharFormat()
            formats.append(how)
    return _Begun(words, cursor, tuple(formats))
