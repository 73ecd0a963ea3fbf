"""A button that is painted by itself, and pressed by the same keys as every other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class Pressed(QAbstractButton):
    """Pressed by Enter too: Qt lets the bare kind take Space alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press what has the focus, as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)
