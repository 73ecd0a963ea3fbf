"""One widget that is followed: whoever draws beside it hears when it moves, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class Followed(QObject):
    """Listens to a widget and to what it stands in, up to its window, and to nothing else."""

    def __init__(self, parent: QObject, hear: Callable[[QObject, QEvent], object]) -> None:
        super().__init__(parent)
        self._hear = hear
        self._watched: list[QWidget] = []

    def follow(self, widget: QWidget | None) -> None:
        """Follow another widget from now on, or none."""
        for old in self._watched:
            if shiboken6.isValid(old):
                old.removeEventFilter(self)
        self._watched = []
        above = widget
        while above is not None and not above.isWindow():
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell what happens to it."""
        self._hear(watched, event)
        return False
