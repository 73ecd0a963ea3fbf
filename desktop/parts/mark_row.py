"""The marks of some experiences side by side, A to Z by their words, all of one size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look import look
from desktop.look.marks import paint_mark
from desktop.parts.tiles import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

_MARK: Final = 18
_STEP: Final = 22


class MarkRow(QWidget):
    """Marks that accompany words; nothing is read aloud for them."""

    def __init__(self, recorded: Iterable[str]) -> None:
        super().__init__()
        chosen = set(recorded)
        self._codes = [code for code in by_name() if code in chosen]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the marks."""
        return QSize(look().px(_STEP) * len(self._codes), look().px(_STEP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks in reading direction."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, side = look().px(_STEP), look().px(_MARK)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for number, code in enumerate(self._codes):
            left = self.width() - (number + 1) * step if mirrored else number * step
            edge = (step - side) / 2
            paint_mark(painter, code, QRectF(left + edge, edge, side, side))
        painter.end()
