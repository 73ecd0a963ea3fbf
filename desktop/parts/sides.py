"""Where things stand in a room: at its leading or its trailing side, halfway up.

`QStyle` would say so too, but to make the hundreds of names of that class takes 8 ms and half a
MiB: what is painted first of all does without it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt

LEADING: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
TRAILING: Final = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


def at_side(
    direction: Qt.LayoutDirection, side: Qt.AlignmentFlag, size: QSize, room: QRect
) -> QRect:
    """Return where something stands in a room: LEADING or TRAILING, and halfway up."""
    at_right = (side == TRAILING) is (direction is not Qt.LayoutDirection.RightToLeft)
    across = room.width() - size.width() if at_right else 0
    down = room.height() // 2 - size.height() // 2
    return QRect(QPoint(room.x() + across, room.y() + down), size)


def seen_at(direction: Qt.LayoutDirection, side: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """Return at which edge something is seen that was put at a side of what is read."""
    edges = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignRight
    turns = direction is Qt.LayoutDirection.RightToLeft
    if turns and side & edges and not side & Qt.AlignmentFlag.AlignAbsolute:
        side ^= edges
    return side | Qt.AlignmentFlag.AlignAbsolute
