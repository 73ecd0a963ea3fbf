"""Wrapped words, each line at its edge.

Qt moves a line that runs from right to left by the space at which it was broken: it begins short
of the edge, and where it is nearly full its last letters are cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextLayout, QTextOption

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFont, QPainter

_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


def paint_wrapped(
    painter: QPainter,
    place: QRect | QRectF,
    words: str,
    way: Qt.LayoutDirection,
    side: Qt.AlignmentFlag = _MIDDLE,
) -> None:
    """Paint words into a place from its leading edge, in the font and colour of the painter."""
    room = QRectF(place)
    if way is Qt.LayoutDirection.LeftToRight:
        how = side | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, int(how) | int(Qt.TextFlag.TextWordWrap), words)
        return
    laid = _laid(words, painter.font(), room.width())
    lines = [laid.lineAt(number) for number in range(laid.lineCount())]
    spare = room.height() - sum(line.height() for line in lines)
    top = room.top() if side & Qt.AlignmentFlag.AlignTop else room.top() + max(0.0, spare) / 2
    for line in lines:
        # Its type is told wrongly: it gives a place and a number of a sign.
        edge = cast("tuple[float, int]", line.cursorToX(line.textStart()))[0]
        line.draw(painter, QPointF(room.right() - edge, top))
        top += line.height()


def _laid(words: str, font: QFont, width: float) -> QTextLayout:
    """Return words broken into lines as wide as there is room for."""
    # A paragraph of its own begins where a line is ended on purpose.
    laid = QTextLayout(words.replace("\n", "\u2028"), font)
    how = QTextOption()
    how.setTextDirection(Qt.LayoutDirection.RightToLeft)
    how.setWrapMode(QTextOption.WrapMode.WordWrap)
    laid.setTextOption(how)
    laid.beginLayout()
    while (line := laid.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
    laid.endLayout()
    return laid
