"""Where something stands that lies over the foot of a page for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from desktop.look import look
from desktop.parts.focus import beyond

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.parts.words import Words

_FOOT: Final = 28
_GAP: Final = 8


def stand_over_foot(bar: QWidget, words: Words, window: QWidget, low: QWidget | None) -> None:
    """Stand in the middle, over the foot of the window or of the page, beside the keyboard."""
    gap = look().px(_GAP)
    _fit(bar, words, window.width() - 2 * gap)
    left = (window.width() - bar.width()) // 2
    place = QRect(QPoint(left, 0), bar.size())
    place.moveBottom(window.height() - look().px(_FOOT) - gap)
    foot = _seen_of(low, window)
    if foot.intersects(place.adjusted(0, 0, 0, window.height())):
        place.moveBottom(foot.top() - 1 - gap)
    here = _where_the_keyboard_is(window, bar)
    if here.intersects(place) and here.top() > place.height() + gap:
        place.moveBottom(here.top() - gap)
    bar.move(place.topLeft())


def _fit(bar: QWidget, words: Words, room: int) -> None:
    """Be as wide as the words, or as the window and in so many lines."""
    words.setWordWrap(False)
    whole = bar.sizeHint()
    if whole.width() <= room:
        bar.resize(whole)
        return
    words.setWordWrap(True)
    bar.resize(room, bar.heightForWidth(room))


def _seen_of(low: QWidget | None, window: QWidget) -> QRect:
    """Return the place of what of the foot of a page is seen, which may scroll with the page."""
    if low is None or not shiboken6.isValid(low) or not low.isVisible():
        return QRect()
    seen = low.visibleRegion().boundingRect()
    return QRect(low.mapTo(window, seen.topLeft()), seen.size())


def _where_the_keyboard_is(window: QWidget, bar: QWidget) -> QRect:
    """Return the place of what has the focus, with its ring; none where it is elsewhere."""
    focus = QApplication.focusWidget()
    if focus is None or not window.isAncestorOf(focus) or isinstance(focus, QAbstractScrollArea):
        return QRect()
    if bar.isAncestorOf(focus):
        return QRect()
    place = QRect(focus.mapTo(window, QPoint(0, 0)), focus.size())
    around = beyond()
    return place.adjusted(-around, -around, around, around)
