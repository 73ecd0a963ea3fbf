"""The round sign beside who works here: a person, the same for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.look import look, picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_ICON: Final = 16


class Avatar(QWidget):
    """A person in a ring; it says nothing of who it is: the name beside it does."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring and the person in it."""
        has, side = look().colours, look().px(_ICON)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(has.line, 1))
        painter.setBrush(has.surface)
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        at = (self.width() - side) // 2
        painter.drawPixmap(at, at, picture("user", has.text, side))
        painter.end()
