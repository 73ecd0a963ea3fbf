"""Pills that act: a filter that is on, and the way to another; tabs over a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.cells import side_by_side, write
from desktop.parts.pressed import Pressed
from desktop.parts.sides import LEADING, TRAILING, at_side

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_ICON: Final = 14
_SIDE: Final = 11
_GAP: Final = 6
_BAR: Final = 3
_TAB: Final = 43


class Pill(Pressed):
    """A pill to press: accent where something is on, dashed where something may be added."""

    def __init__(self, words: str, *, on: bool = False, first: str = "", last: str = "") -> None:
        super().__init__()
        self._on, self._first, self._last = on, first, last
        self.setFont(look().font("small"))
        self.setText(words)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(look().px(size("chip")))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the words and the icons."""
        icons = bool(self._first) + bool(self._last)
        across = self.fontMetrics().horizontalAdvance(self.text()) + 2
        across += look().px(2 * _SIDE) + icons * look().px(_ICON + _GAP)
        return QSize(across, look().px(size("chip")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pill."""
        has, way = look().colours, self.layoutDirection()
        ink = has.accent if self._on else has.muted
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(has.accent_line if self._on else has.line, 1)
        if not self._on:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        hovered = has.subtle if self.underMouse() else has.canvas
        painter.setBrush(has.accent_soft if self._on else hovered)
        ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        room = self.rect().adjusted(look().px(_SIDE), 0, -look().px(_SIDE), 0)
        icon = QSize(look().px(_ICON), look().px(_ICON))
        if self._first:
            place = at_side(way, LEADING, icon, room)
            painter.drawPixmap(place.topLeft(), picture(self._first, ink, icon.width()))
            _, room = side_by_side(room, icon.width() + look().px(_GAP), way)
        if self._last:
            place = at_side(way, TRAILING, icon, room)
            painter.drawPixmap(place.topLeft(), picture(self._last, ink, icon.width()))
            room, _ = side_by_side(room, room.width() - icon.width(), way)
        write(painter, room, self.text(), "small", ink)
        painter.end()


class Tab(QAbstractButton):
    """One of several lists of the same things: its name and a quiet count."""

    def __init__(self, words: str, around: int = 24) -> None:
        super().__init__()
        self._count = ""
        self._around = look().px(around)
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(look().px(_TAB))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def count(self, number: str) -> None:
        """Show how many there are, or nothing."""
        self._count = number
        self.setAccessibleDescription(number)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the words in bold, and for the count."""
        across = look().metrics("strong").horizontalAdvance(self.text()) + self._around
        if self._count:
            across += look().metrics("small").horizontalAdvance(self._count) + look().px(8)
        return QSize(across + 2, look().px(_TAB))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint words, count, and a bar under the one that is shown."""
        has, way, here = look().colours, self.layoutDirection(), self.isChecked()
        painter = QPainter(self)
        role = "strong" if here else "body"
        words = look().metrics(role).horizontalAdvance(self.text())
        taken = look().metrics("small").horizontalAdvance(self._count)
        gap = look().px(8) if self._count else 0
        spare = max(0, self.width() - words - gap - taken) // 2
        room = self.rect().adjusted(spare, 0, -spare, 0)
        first, rest = side_by_side(room, words + gap, way)
        write(painter, first, self.text(), role, has.text if here else has.muted)
        write(painter, rest, self._count, "small", has.muted)
        if here:
            bar = look().px(_BAR)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(has.accent)
            painter.drawRoundedRect(
                QRectF(look().px(8), self.height() - bar, self.width() - look().px(16), bar), 2, 2
            )
        painter.end()
