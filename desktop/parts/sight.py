"""Keep the row of a list in sight where the page around it scrolls, not the list itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea

from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView, QWidget

_AROUND = 16


class RowInSight(QObject):
    """Scrolls the page when the keyboard comes to a list, and whenever it moves in it."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)
        view.selectionModel().currentChanged.connect(self.show_row)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice the keyboard come."""
        if event.type() == QEvent.Type.FocusIn:
            self.show_row()
        return False

    def show_row(self) -> None:
        """Bring the current row into sight."""
        view = self._view
        if not view.hasFocus():
            return
        place = view.visualRect(view.currentIndex())
        above: QWidget | None = view.parentWidget()
        while above is not None:
            inner = above.widget() if isinstance(above, QScrollArea) else None
            if isinstance(above, QScrollArea) and inner is not None:
                middle = view.viewport().mapTo(inner, place.center())
                room = place.height() // 2 + look().px(_AROUND)
                above.ensureVisible(middle.x(), middle.y(), 0, room)
                return
            above = above.parentWidget()
