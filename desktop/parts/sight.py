"""Bring into sight what opens on a page, and the row of a list that does not scroll itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea

from desktop.look import look
from desktop.parts.frames import Scroll

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QAbstractItemView, QWidget

_AROUND = 16
_OPENS_MS = 300
# What each page was last asked to bring into sight.
_LAST: Final[WeakKeyDictionary[Scroll, _Opening]] = WeakKeyDictionary()


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
        for part in _in_page(widget):
            part.installEventFilter(self)
        self._settled.start()
        self._over.start()

    def end(self) -> None:
        """Scroll no more: something else is brought into sight."""
        self._settled.stop()
        self._over.stop()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice that it has another size or place, as when something above it goes."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move} and self._over.isActive():
            self._settled.start()
        return False


def _in_page(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget and what it stands in, up to the page itself, which moves as it scrolls."""
    part, above = widget, widget.parentWidget()
    while above is not None and not isinstance(above.parentWidget(), Scroll):
        yield part
        part, above = above, above.parentWidget()


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to a widget, once what was added around it has its place; to the last one asked."""
    page = _page_of(widget)
    if page is None:
        return
    before = _LAST.get(page)
    if before is not None and shiboken6.isValid(before):
        before.end()
    _LAST[page] = _Opening(widget)


def _page_of(widget: QWidget) -> Scroll | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Scroll):
        above = above.parentWidget()
    return above


def _scroll_to(widget: QWidget) -> None:
    above = _page_of(widget)
    if above is None:
        return
    above.keep_in_sight(widget)
    place, room = widget.mapTo(above.viewport(), QPoint()), look().px(_AROUND)
    if widget.height() + 2 * room > above.viewport().height():
        # It has no room whole: one begins to read at its beginning.
        bar = above.verticalScrollBar()
        bar.setValue(bar.value() + place.y() - room)
