"""A few words beside others that nobody needs: they are left out where a line has no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize

from desktop.look import look
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class Aside(Words):
    """Small words on one line, or none: never two lines of them, and never half a word."""

    def __init__(self, words: str) -> None:
        self._whole = words
        super().__init__(words, "small")

    def sizeHint(self) -> QSize:
        """Return room for the words, also while they are left out."""
        across = self.fontMetrics().horizontalAdvance(self._whole) + look().px(3)
        return QSize(across, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Return no width: what stands around comes first."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the words where they have room."""
        super().resizeEvent(event)
        self.setText(self._whole if self.width() >= self.sizeHint().width() else "")
