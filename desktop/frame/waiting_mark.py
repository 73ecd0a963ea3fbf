"""How much waits for an answer, at a lone icon of the navigation: neither covers the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPen

from desktop.look import look
from desktop.parts.sides import TRAILING, at_side

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

# Around the number: at its sides, and above and below it.
_SIDES, _OVER = 6, 4
# From the edge of a line to what stands at it.
_EDGE: Final = 1


class WaitingMark:
    """A number in the upper corner of a line, and where its icon stands then."""

    def __init__(self, number: str, line: QSize, way: Qt.LayoutDirection) -> None:
        self._number, self._line, self._way = number, line, way
        letters = look().metrics("caption")
        # As high as digits are: the line of letters would reach down into the icon.
        high = letters.tightBoundingRect(f"{number}0").height() + look().px(_OVER)
        across = max(letters.horizontalAdvance(number) + look().px(_SIDES), high)
        inside = QRect(_EDGE, _EDGE, line.width() - 2 * _EDGE, high)
        self.place = at_side(way, TRAILING, QSize(across, high), inside)

    def icon(self, side: int) -> QPoint:
        """Return where the icon stands: below the mark, or where a line is low beside it."""
        middle = (self._line.width() - side) // 2, (self._line.height() - side) // 2
        below = max(middle[1], self.place.bottom() + 1)
        if below + side <= self._line.height() - _EDGE:
            return QPoint(middle[0], below)
        # Before the mark, and off the bar at the edge of a line where one is.
        if self._way is Qt.LayoutDirection.RightToLeft:
            return QPoint(min(self.place.right() + 1, self._line.width() - _EDGE - side), middle[1])
        return QPoint(max(_EDGE, self.place.left() - side), middle[1])

    def paint(self, painter: QPainter) -> None:
        """Paint the number on its ground."""
        has = look().colours
        painter.setPen(QPen(has.info_line, 1))
        painter.setBrush(has.info_soft)
        around = QRectF(self.place).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
        painter.setFont(look().font("caption"))
        painter.setPen(has.info)
        # The line of letters is higher than the digits in it.
        alike = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(self.place, alike, self._number)
