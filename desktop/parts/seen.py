"""Noticing that something was painted: what nobody waits for begins after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Notices when a widget is painted next, or for the first time."""

    seen = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the painting and say so after it."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        self.seen.emit()
        self.deleteLater()


def after_paint(widget: QWidget, then: Callable[[], object]) -> None:
    """Do something once a widget was painted."""
    FirstPaint(widget).seen.connect(then)
