"""Bring into sight what opens on a page, and the row of a list that does not scroll itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea

from desktop.look import look
from desktop.parts.frames import Scroll

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView, QWidget

_AROUND = 16
_OPENS_MS = 300


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


class _Opening(QObject):
    """Scrolls to what was opened until it has its size: words ask for their height late."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        # A timer of its own: a call that is only queued would come before places are given.
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(partial(_scroll_to, widget))
        self._over = QTimer(self, singleShot=True, interval=_OPENS_MS)
        self._over.timeout.connect(self.deleteLater)
        widget.installEventFilter(self)
        self._settled.start()
        self._over.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice that it has another size."""
        if event.type() == QEvent.Type.Resize:
            self._settled.start()
        return False


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to a widget, once what was added around it has its place."""
    _Opening(widget)


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Scroll):
        above = above.parentWidget()
    if not isinstance(above, Scroll):
        return
    above.keep_in_sight(widget)
    place, room = widget.mapTo(above.viewport(), QPoint()), look().px(_AROUND)
    if widget.height() + 2 * room > above.viewport().height():
        # It has no room whole: one begins to read at its beginning.
        bar = above.verticalScrollBar()
        bar.setValue(bar.value() + place.y() - room)
