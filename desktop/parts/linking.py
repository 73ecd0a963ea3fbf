"""A line of words that leads somewhere; unlike a button it wraps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy

from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.in_order import in_order
from desktop.parts.paragraphs import paint_wrapped
from desktop.parts.pressed import Pressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_MORE = 4


class Link(Pressed):
    """Underlined words, pressed like a button."""

    def __init__(self, words: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        font = look().font("small")
        font.setUnderline(True)
        self.setFont(font)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _checked=False: act())
        self._ends_line = False

    def at_end(self) -> Link:
        """Let the words end where the line does that this stands last in; return itself."""
        self._ends_line = True
        return self

    def sizeHint(self) -> QSize:
        """Return room for the words in one line."""
        # Where marks stand on letters a line takes a little more than the letters.
        across = self.fontMetrics().horizontalAdvance(self.text()) + look().px(_MORE)
        return QSize(across, look().px(size("target_min")))

    def minimumSizeHint(self) -> QSize:
        """Return room for one line."""
        return QSize(min(look().px(80), self.sizeHint().width()), look().px(size("target_min")))

    def heightForWidth(self, width: int) -> int:
        """Return how high the wrapped words are."""
        room = self.fontMetrics().boundingRect(
            QRect(0, 0, max(1, width), 10_000), int(_WRAPPED), self.text()
        )
        return max(look().px(size("target_min")), room.height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setFont(self.font())
        painter.setPen(look().colours.accent)
        words = in_order(self.text(), self.layoutDirection())
        room, mirrored = self.rect(), self.isRightToLeft()
        if self._ends_line:
            spare = max(0, room.width() - self.fontMetrics().horizontalAdvance(self.text()))
            room.translate(-spare if mirrored else spare, 0)
        paint_wrapped(painter, room, words, self.layoutDirection())
        painter.end()
