"""The steps of a set-up at the leading side: done, current, to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

import texts
from desktop.look import look, picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_CIRCLE, _GAP, _HEIGHT = 26, 12, 44
_CHECK: Final = 14


class Step(QAbstractButton):
    """One step; those that are done can be gone back to."""

    def __init__(self, number: int, words: str, *, done: bool, here: bool) -> None:
        super().__init__()
        self._number, self._done, self._here = number, done, here
        self.setText(words)
        state = "done" if done else ("here" if here else "later")
        self.setAccessibleName(texts.say(f"step.{state}", n=number, name=words))
        self.setEnabled(done)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if done:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return room for the circle and the words."""
        across = look().metrics("strong").horizontalAdvance(self.text())
        return QSize(across + look().px(_CIRCLE + _GAP) + 4, look().px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circle, number or check mark, and words."""
        has, side = look().colours, look().px(_CIRCLE)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - side - 1 if self.isRightToLeft() else 1
        circle = QRectF(left, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(has.accent if self._done or self._here else has.line_strong, 1))
        painter.setBrush(has.accent if self._here else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self._done:
            drawn = picture("check", has.accent, look().px(_CHECK))
            middle = circle.center()
            half = drawn.deviceIndependentSize() / 2
            painter.drawPixmap(
                round(middle.x() - half.width()), round(middle.y() - half.height()), drawn
            )
        else:
            painter.setFont(look().font("strong_small" if self._here else "small"))
            painter.setPen(has.on_accent if self._here else has.muted)
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        lead = side + look().px(_GAP)
        mirrored = self.isRightToLeft()
        room = self.rect().adjusted(0 if mirrored else lead, 0, -lead if mirrored else 0, 0)
        painter.setFont(look().font("strong" if self._here else "body"))
        painter.setPen(has.text if self._here else has.muted)
        middle_line = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle_line, self.text())
        painter.end()
