"""A layout of words with what may be done about them: beside, or below where it is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt

from desktop.look import look
from desktop.parts.arranged import Arranged

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem

    from desktop.parts.words import Words

_GAP: Final = 10
# Narrower words would be a column of single words.
_WORDS: Final = 180


class Offering(Arranged):
    """Words take the room there is; what may be done stands at the end of them or under them."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.addWidget(words)

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes the room beside it."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """Return room for all in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        across = sum(hint.width() for hint in hints) + look().px(_GAP) * max(0, len(hints) - 1)
        return QSize(across, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return room for the widest part."""
        sizes = [item.minimumSize() for item in self._shown()]
        across = max((one.width() for one in sizes), default=0)
        return QSize(across, max((one.height() for one in sizes), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put the act beside the words or below them; return the height they take."""
        words, *acts = self._shown()
        gap = look().px(_GAP)
        taken = sum(act.sizeHint().width() + gap for act in acts)
        left = rect.width() - taken
        whole = self._words.fontMetrics().horizontalAdvance(self._words.text())
        beside = left >= min(look().px(_WORDS), whole)
        across = left if beside else rect.width()
        high = max([_height(words, across), *(beside * act.sizeHint().height() for act in acts)])
        if move:
            self._put(words, QRect(rect.left(), rect.top(), across, high), rect)
        at, top = across + gap, rect.top() + high + gap
        for act in acts:
            size = act.sizeHint()
            if move and beside:
                middle = rect.top() + (high - size.height()) // 2
                self._put(act, QRect(rect.left() + at, middle, size.width(), size.height()), rect)
            elif move:
                wide = min(size.width(), rect.width())
                self._put(act, QRect(rect.left(), top, wide, size.height()), rect)
            at, top = at + size.width() + gap, top + size.height() + gap
        return high if beside else top - gap - rect.top()

    def _put(self, item: QLayoutItem, place: QRect, within: QRect) -> None:
        """Put a part in its place, which begins at the right where words run that way."""
        widget = self.parentWidget()
        if widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            place.moveRight(within.right() - (place.left() - within.left()))
        item.setGeometry(place)


def _height(item: QLayoutItem, across: int) -> int:
    """Return how high a part is at a width."""
    return item.heightForWidth(across) if item.hasHeightForWidth() else item.sizeHint().height()
