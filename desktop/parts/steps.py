"""The steps of a set-up at the leading side: done, current, to come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.look import look, picture
from desktop.parts.paragraphs import paint_wrapped
from desktop.parts.pressed import Pressed
from texts.dates import number

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_CIRCLE, _GAP, _HEIGHT = 26, 12, 44
_CHECK, _WORDS = 14, 168
_WRAPPED: Final = int(
    Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
)


class Step(Pressed):
    """One step; those that are done can be gone back to."""

    def __init__(self, number: int, words: str, *, done: bool, here: bool) -> None:
        super().__init__()
        self._number, self._done, self._here = number, done, here
        self.setText(words)
        state = "done" if done else ("here" if here else "later")
        self.setAccessibleName(texts.say(f"step.{state}", n=number, name=words))
        self.setEnabled(done)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if done:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Return room for the circle and the words."""
        across = look().metrics("strong").horizontalAdvance(self.text())
        wide = min(across, look().px(_WORDS)) + look().px(_CIRCLE + _GAP) + 4
        return QSize(wide, self.heightForWidth(wide))

    def hasHeightForWidth(self) -> bool:
        """Return that long words take a second line."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped words, or the usual one."""
        room = QRect(0, 0, max(1, width - look().px(_CIRCLE + _GAP)), 10_000)
        words = look().metrics("strong").boundingRect(room, _WRAPPED, self.text())
        return max(look().px(_HEIGHT), words.height() + look().px(8))

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
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, number(self._number))
        lead = side + look().px(_GAP)
        mirrored = self.isRightToLeft()
        room = self.rect().adjusted(0 if mirrored else lead, 0, -lead if mirrored else 0, 0)
        painter.setFont(look().font("strong" if self._here else "body"))
        painter.setPen(has.text if self._here else has.muted)
        paint_wrapped(painter, room, self.text(), self.layoutDirection())
        painter.end()
