"""The mark of the program: two strokes side by side; it says nothing about the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Brand(QWidget):
    """The mark at one size."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        paint_brand(painter, self.width())
        painter.end()


def paint_brand(painter: QPainter, side: int) -> None:
    """Paint the mark into a square of `side` pixels: two strokes that lean to each other."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colours.accent)
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.22, side * 0.22)
    pen = QPen(look().colours.on_accent, side * 0.1)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for turn in (1, -1):
        painter.save()
        painter.translate(side / 2, side / 2)
        painter.rotate(0 if turn == 1 else 180)
        stroke = QPainterPath()
        stroke.moveTo(-side * 0.13, side * 0.22)
        stroke.lineTo(-side * 0.13, -side * 0.08)
        stroke.quadTo(-side * 0.13, -side * 0.22, 0, -side * 0.22)
        painter.drawPath(stroke)
        painter.restore()


def brand_picture(side: int) -> QPixmap:
    """Return the mark as a picture, for the window's icon."""
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_brand(painter, side)
    painter.end()
    return pixmap
