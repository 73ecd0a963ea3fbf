"""A layout for choices: side by side while they fit one line, else in columns of one width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QLayoutItem, QWidget

from desktop.look import look
from desktop.parts.arranged import Arranged

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_MOST: Final = 3
# Between columns there is room after most words already.
_BETWEEN: Final = 8


class Columns(Arranged):
    """Parts in reading order; `in_line` ones stand at their own width while one line holds all."""

    def __init__(self, *, most: int = _MOST, in_line: bool = False, gap: int = 16) -> None:
        super().__init__()
        self._most, self._in_line, self._gap = most, in_line, look().px(gap)

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes the width there is."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """Return room for as many columns as there may be."""
        widest = max((item.sizeHint().width() for item in self._shown()), default=0)
        across = min(self._most, max(1, len(self._items)))
        width = widest * across + look().px(_BETWEEN) * (across - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Return room for the widest part alone."""
        hints = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((hint.width() for hint in hints), default=0),
            max((hint.height() for hint in hints), default=0),
        )

    def _widths(self, items: list[QLayoutItem], width: int) -> tuple[list[int], int]:
        """Return how wide each is that stands in a line, and how far apart they are."""
        own = [item.sizeHint().width() for item in items]
        if self._in_line and sum(own) + self._gap * (len(own) - 1) <= width:
            return own, self._gap
        widest, gap = max(own, default=1), min(self._gap, look().px(_BETWEEN))
        across = max(1, min(self._most, (width + gap) // (widest + gap), len(own)))
        return [(width - gap * (across - 1)) // across] * across, gap

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the parts out; return the height they take."""
        items = self._shown()
        if not items:
            return 0
        widths, gap = self._widths(items, rect.width())
        across = len(widths)
        widget = self.parentWidget()
        mirrored = widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft
        top = rect.top()
        for first in range(0, len(items), across):
            line = items[first : first + across]
            height = max(_height(item, width) for item, width in zip(line, widths, strict=False))
            start = 0
            for item, width in zip(line, widths, strict=False):
                left = rect.right() + 1 - start - width if mirrored else rect.left() + start
                if move:
                    item.setGeometry(QRect(left, top, width, height))
                start += width + gap
            top += height
        return top - rect.top()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


class Dashes(QWidget):
    """A dashed line across: below it stand the non-answers."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(look().px(9))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        pen = QPen(look().colours.line, 1)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        middle = self.height() // 2
        painter.drawLine(0, middle, self.width(), middle)
        painter.end()
