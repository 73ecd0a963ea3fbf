"""A switch of a few equal parts, of which one is on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.frames import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

_PAD: Final = 12
_RADIUS: Final = 6


class _Part(QAbstractButton):
    """One part; the one that is on is tinted."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__()
        self.code = code
        self.setCheckable(True)
        # One of several: a voice hears that, and no box to tick.
        self.setAutoExclusive(True)
        self.setText(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.leads = self.ends = True

    def sizeHint(self) -> QSize:
        """Return room for the words in bold, so that nothing moves when they are chosen."""
        across = look().metrics("strong").horizontalAdvance(self.text())
        return QSize(across + look().px(2 * _PAD), look().px(size("control")) - 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the part that is on, the edge as far as it is its own, the words."""
        has, on = look().colours, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline, radius = QPainterPath(), look().px(_RADIUS)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left, right = (self.ends, self.leads) if mirrored else (self.leads, self.ends)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        # What is not its own edge lies outside, where nothing is painted.
        place.adjust(0 if left else -2 * radius, 0, 0 if right else 2 * radius, 0)
        outline.addRoundedRect(place, radius, radius)
        painter.setPen(QPen(has.line_strong, 1))
        painter.setBrush(has.accent_soft if on else has.surface)
        painter.drawPath(outline)
        if not self.leads:
            across = self.width() - 1 if mirrored else 0
            painter.fillRect(across, 0, 1, self.height(), has.line_strong)
        painter.setFont(look().font("strong" if on else "body"))
        painter.setPen(has.accent if on else has.text)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class Segments(QWidget):
    """Parts by code; arrows and Space choose, as with radio buttons."""

    chosen = Signal(str)

    def __init__(self, name: str, parts: Iterable[tuple[str, str]], now: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._parts = [_Part(code, words) for code, words in parts]
        for part in self._parts:
            self._group.addButton(part)
            part.setChecked(part.code == now)
            part.leads, part.ends = part is self._parts[0], part is self._parts[-1]
        self._group.buttonClicked.connect(self._tell)
        self.setLayout(row(*self._parts, gap=0))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def leave_keyboard(self) -> None:
        """Let who presses a part with the mouse go on typing where she is."""
        for part in self._parts:
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _tell(self, part: QAbstractButton) -> None:
        self.chosen.emit(getattr(part, "code", ""))
