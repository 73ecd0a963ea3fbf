"""Several lines to write in, painted so that no number turns round while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop.parts.copied import secret
from desktop.parts.in_field import (
    UNLEARNT,
    InField,
    across_to,
    in_field,
    laid_out,
    marked,
    with_begun,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QTextBlock, QTextLayout

_MOVE, _KEEP = QTextCursor.MoveMode.MoveAnchor, QTextCursor.MoveMode.KeepAnchor
# As many paragraphs as stand on a large screen.
_SEEN: Final = 200


@dataclass(frozen=True, slots=True)
class _Laid:
    """A paragraph as it is painted."""

    words: InField
    layout: QTextLayout


class OrderedLines(QPlainTextEdit):
    """Several lines; what they hold is what was typed, and nothing is ever put between it."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setInputMethodHints(self.inputMethodHints() | UNLEARNT)
        self._laid: dict[int, tuple[object, _Laid | None]] = {}
        self._caret: object = None
        self._choosing = False

    def createMimeDataFromSelection(self) -> QMimeData:
        """Give what is copied, cut or dragged as plain words that nobody should keep."""
        return secret(super().createMimeDataFromSelection().text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what Qt would, but each number from left to right."""
        if not any(self.turned(block) for block, _corner in self._seen()):
            super().paintEvent(event)
            return
        self._follow_the_caret(event)
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        for block, corner in self._seen():
            self._paint(painter, block, corner, QRectF(event.rect()))
        painter.end()

    def _follow_the_caret(self, event: QPaintEvent) -> None:
        """Have all painted when the caret moved: Qt has it painted only where it would stand."""
        chosen = self.textCursor()
        caret = (self.getPaintContext().cursorPosition, chosen.anchor(), chosen.position())
        if caret != self._caret:
            self._caret = caret
            if not event.rect().contains(self.viewport().rect()):
                self.viewport().update()

    def _paint(self, painter: QPainter, block: QTextBlock, corner: QPointF, room: QRectF) -> None:
        laid = self.turned(block)
        layout = laid.layout if laid else block.layout()

        def place(at: int) -> int:
            return laid.words.place(at) if laid else at

        chosen, begins, length = self.textCursor(), block.position(), block.length()
        first = max(0, chosen.selectionStart() - begins)
        last = min(length, chosen.selectionEnd() - begins)
        ranges = [marked(self, place(first), place(last))] if first < last else []
        layout.draw(painter, corner, ranges, room)
        at = self.getPaintContext().cursorPosition
        if at < -1 and block.layout().preeditAreaText():
            at = block.layout().preeditAreaPosition() - (at + 2)
        else:
            at -= begins
        if 0 <= at < length + len(block.layout().preeditAreaText()):
            layout.drawCursor(painter, corner, place(at), self.cursorWidth())

    def _seen(self) -> Iterator[tuple[QTextBlock, QPointF]]:
        block, corner = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid() and corner.y() <= self.viewport().height():
            if block.isVisible():
                yield block, QPointF(corner)
            corner.setY(corner.y() + self.blockBoundingRect(block).height())
            block = block.next()

    def turned(self, block: QTextBlock) -> _Laid | None:
        """Return a paragraph as it is painted; nothing: as Qt would, for nothing turns round."""
        # Until it was asked for, no lines are laid out.
        self.blockBoundingRect(block)
        like, said, at = block.layout(), block.text(), block.blockNumber()
        if begun := like.preeditAreaText():
            said = with_begun(said, like.preeditAreaPosition(), begun)
        formats = tuple((one.start, one.length) for one in like.formats())
        key = (said, formats, like.lineCount(), self.viewport().width(), self.font().key())
        before, laid = self._laid.get(at, (None, None))
        if before != key:
            if len(self._laid) > _SEEN:
                self._laid.clear()
            laid = self._lay(block, said)
            self._laid[at] = (key, laid)
        return laid

    def _lay(self, block: QTextBlock, said: str) -> _Laid | None:
        words = in_field(said)
        if words is None:
            return None
        font, way = self.document().defaultFont(), block.textDirection()
        layout = laid_out(words, font, way, block.layout())
        return _Laid(words, layout) if layout else None

    def place_at(self, point: QPointF) -> int | None:
        """Return how much stands before a point; nothing: as Qt would have it."""
        for block, corner in self._seen():
            beside = point - corner
            if not 0 <= beside.y() < self.blockBoundingRect(block).height():
                continue
            laid = self.turned(block)
            if laid is None or block.layout().preeditAreaText():
                return None
            lines = [laid.layout.lineAt(at) for at in range(laid.layout.lineCount())]
            line = next((one for one in lines if beside.y() < one.rect().bottom()), lines[-1])
            return block.position() + laid.words.typed(line.xToCursor(beside.x()))
        return None

    def _put(self, place: int, how: QTextCursor.MoveMode) -> None:
        cursor = self.textCursor()
        cursor.setPosition(place, how)
        self.setTextCursor(cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor where the words were pressed, as they are painted."""
        place = self.place_at(event.position())
        super().mousePressEvent(event)
        self._choosing = False
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        further = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        # Else what is chosen is dragged along, or a whole paragraph was.
        if further or not self.textCursor().hasSelection():
            self._choosing = True
            self._put(place, _KEEP if further else _MOVE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose words as far as the mouse came, as they are painted."""
        place = self.place_at(event.position())
        super().mouseMoveEvent(event)
        if self._choosing and place is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._put(place, _KEEP)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the cursor into what was chosen, when it was only pressed and not dragged."""
        place, chosen = self.place_at(event.position()), self.textCursor().hasSelection()
        super().mouseReleaseEvent(event)
        if place is not None and chosen and not self.textCursor().hasSelection():
            self._put(place, _MOVE)
        self._choosing = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the word that was pressed twice, as it is painted."""
        place = self.place_at(event.position())
        super().mouseDoubleClickEvent(event)
        self._choosing = False
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            cursor = self.textCursor()
            cursor.setPosition(place)
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            self.setTextCursor(cursor)

    def inputMethodQuery(self, asked: Qt.InputMethodQuery, *further: object) -> object:
        """Tell where the cursor is painted, so that a list of signs to choose from stands there."""
        found: object = super().inputMethodQuery(asked, *further)
        if not isinstance(found, QRectF):
            return found
        cursor = self.textCursor()
        laid, at = self.turned(cursor.block()), cursor.positionInBlock()
        if laid is None:
            return found
        across = across_to(laid.layout, laid.words.place(at))
        return found.translated(across - across_to(cursor.block().layout(), at), 0)
