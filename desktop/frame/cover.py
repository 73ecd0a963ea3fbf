"""The cover: an empty page of notes in front of everything; typing on it goes nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

import texts
from desktop.beside.apart import end_all
from desktop.look import look
from desktop.parts.copied import forget_copied
from desktop.parts.focus import NONE

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

_BAR, _FOOT, _MARGIN, _CURSOR = 40, 26, 16, 40
_LINE, _FIRST_LINE = 32, 26
_PER_CENT = 100


class Cover(QWidget):
    """What is seen while the workbook is hidden; it knows nothing of what it covers."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        # It is a page of notes, and nothing on it tells that it is more.
        self.setProperty(NONE, True)

    def speak(self) -> None:
        """Take the name that who listens hears, in the language that is spoken now."""
        self.setAccessibleName(texts.say("cover.name"))

    def rise(self, stack: QStackedLayout) -> None:
        """Stand before everything, at once."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for other in QApplication.topLevelWidgets():
            if other is not self.window() and other.isVisible() and other.isWindow():
                other.hide()
        self.stand_before(stack)
        # What was copied goes once nothing is in sight any more.
        forget_copied()
        end_all()

    def stand_before(self, stack: QStackedLayout) -> None:
        """Be seen first, and only then let go what stood there: many parts take long."""
        self.setGeometry(self.window().rect())
        # It paints all of itself: else the page under it would be painted once more before it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.show()
        self.raise_()
        self.repaint()
        stack.setCurrentWidget(self)
        self.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint an empty lined sheet with the menu and status lines of a plain editor."""
        has = look().colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), has.surface)
        bar, foot = look().px(_BAR), look().px(_FOOT)
        for top in range(bar + look().px(_FIRST_LINE), self.height() - foot, look().px(_LINE)):
            painter.fillRect(0, top, self.width(), 1, has.line)
        painter.fillRect(0, 0, self.width(), bar, has.canvas)
        painter.fillRect(0, bar, self.width(), 1, has.line)
        painter.fillRect(0, self.height() - foot, self.width(), foot, has.canvas)
        painter.fillRect(0, self.height() - foot, self.width(), 1, has.line)
        side = look().px(_MARGIN)
        leading, trailing = Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing
        upper = QRect(side, 0, self.width() - 2 * side, bar)
        lower = QRect(side, self.height() - foot, self.width() - 2 * side, foot)
        _write(painter, upper, leading, (texts.say("cover.menu"), "small", has.text))
        _write(painter, lower, leading, (texts.say("cover.status", n=1), "caption", has.muted))
        end = texts.say("cover.status_end", n=_PER_CENT)
        _write(painter, lower, trailing, (end, "caption", has.muted))
        side = look().px(_CURSOR)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - side - 1 if mirrored else side
        painter.fillRect(left, bar + look().px(_FIRST_LINE + 8), 1, look().px(18), has.text)
        painter.end()


def _write(
    painter: QPainter, room: QRect, side: Qt.AlignmentFlag, what: tuple[str, str, QColor]
) -> None:
    """Write one sentence of a font and colour at a side of its room."""
    words, role, ink = what
    painter.setFont(look().font(role))
    painter.setPen(ink)
    painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, words)
