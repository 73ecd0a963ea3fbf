"""A day to choose: written as words, changed in a small calendar that keys move through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.calendar import Calendar, as_shown
from desktop.parts.cells import write
from desktop.parts.sides import LEADING, TRAILING, at_side
from texts.dates import long_date

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent, QPaintEvent

_PAD: Final = 10
_ICON: Final = 16
_GAP: Final = 8
_RADIUS: Final = 6
# How wide the edge is of a day that is wrong.
_WRONG: Final = 2


class DayField(QAbstractButton):
    """One day between two others; Enter, Space or the down arrow open the calendar."""

    changed = Signal(object)

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__()
        self.day, self._first, self._last = day, first, last
        self._label = ""
        self.setFont(look().font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look().px(size("control")))
        self.clicked.connect(lambda _checked=False: self.open_calendar())
        self.choose(day)

    def name(self, words: str) -> None:
        """Say what day it is; whoever listens hears that and the day itself."""
        self._label = words
        self.choose(self.day)

    def choose(self, day: date) -> None:
        """Take a day, moved between the first and the last if it lies outside."""
        self.day = min(max(day, self._first), self._last)
        words = long_date(self.day)
        self.setText(words)
        self.setAccessibleName(f"{self._label}: {words}" if self._label else words)
        self.updateGeometry()
        self.update()
        self.changed.emit(self.day)

    def open_calendar(self) -> None:
        """Show the calendar at the field; Esc closes it, Enter takes the day."""
        calendar = Calendar(self, self.choose)
        calendar.setDateRange(as_shown(self._first), as_shown(self._last))
        calendar.setSelectedDate(as_shown(self.day))
        calendar.offer(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar by the keys that open a list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_F4}:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Return room for the day and the icon."""
        across = self.fontMetrics().horizontalAdvance(self.text())
        wide = across + look().px(2 * _PAD + _ICON + _GAP) + 2
        return QSize(wide, look().px(size("control")))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a day is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the field, the day and a calendar at its end."""
        has, way = look().colours, self.layoutDirection()
        free = self.isEnabled()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = _WRONG if (wrong := self.property("wrong")) else 1
        pen = QPen(has.problem if wrong else has.line_strong, wide)
        painter.setPen(pen if free else look().unused_edge())
        painter.setBrush(has.surface if free else has.subtle)
        edge = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        painter.drawRoundedRect(edge, look().px(_RADIUS), look().px(_RADIUS))
        room = self.rect().adjusted(look().px(_PAD), 0, -look().px(_PAD), 0)
        side = QSize(look().px(_ICON), look().px(_ICON))
        ink = has.text if free else has.faint
        place = at_side(way, TRAILING, side, room)
        painter.drawPixmap(place.topLeft(), picture("calendar-blank", ink, side.width()))
        words = QSize(room.width() - side.width() - look().px(_GAP), room.height())
        write(painter, at_side(way, LEADING, words, room), self.text(), "body", ink)
        painter.end()
