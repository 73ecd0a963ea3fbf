"""Slanting lines over a place: something is there that is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

_STEP: Final = 6


def hatch(painter: QPainter, place: QRectF) -> None:
    """Fill a place with slanting lines: something is there that is not told."""
    has, step = look().colours, look().px(_STEP)
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.fillRect(place, has.surface)
    painter.setPen(QPen(has.line, look().px(3)))
    foot, high = int(place.bottom()), int(place.height())
    # Each line is one of the same over the whole page: from cell to cell it goes on unbroken.
    first = int(place.left()) - high
    first -= (first + foot) % (2 * step)
    for start in range(first, int(place.right()) + 2 * step, 2 * step):
        painter.drawLine(start, foot, start + high, int(place.top()))
    painter.restore()
