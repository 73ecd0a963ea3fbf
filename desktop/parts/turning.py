"""A layout of parts side by side, or below each other where they would be too narrow for that."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt

from desktop.look import look
from desktop.parts.arranged import Arranged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayoutItem, QWidget


class Turning(Arranged):
    """Parts by their shares of the room; one with no share is as wide as it wants to be.

    Where those with a share would get less than `least` together, all stand below each other.
    """

    def __init__(
        self, parts: Iterable[tuple[QWidget, int]], *, least: int, gaps: tuple[int, int]
    ) -> None:
        super().__init__()
        self._least = look().px(least)
        self._between, self._below = (look().px(gap) for gap in gaps)
        self._shares: list[int] = []
        for part, share in parts:
            self.addWidget(part)
            self._shares.append(share)

    def expandingDirections(self) -> Qt.Orientation:
        """Return that it takes the room beside it."""
        return Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        """Return room for all side by side."""
        hints = [item.sizeHint() for item in self._shown()]
        across = sum(hint.width() for hint in hints) + self._between * max(0, len(hints) - 1)
        high = max((hint.height() for hint in hints), default=0)
        return QSize(across, high).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """Return room for the widest part."""
        sizes = [item.minimumSize() for item in self._shown()]
        across = max((one.width() for one in sizes), default=0)
        return QSize(across, 0).grownBy(self.contentsMargins())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put the parts beside or below each other; return the height they take."""
        margins = self.contentsMargins()
        room, shown = rect.marginsRemoved(margins), self._shown()
        wide = self._beside(shown, room.width())
        if wide is None:
            high = self._stack(shown, room, move=move)
        else:
            high = max((_height(item, across) for item, across in wide), default=0)
            left = 0
            for item, across in wide if move else ():
                place = QRect(room.left() + left, room.top(), across, max(high, room.height()))
                item.setGeometry(self._mirrored(place, room))
                left += across + self._between
        return high + margins.top() + margins.bottom()

    def _beside(self, shown: list[QLayoutItem], wide: int) -> list[tuple[QLayoutItem, int]] | None:
        """Return how wide each part is beside the others, or nothing where that is too narrow."""
        share_of = dict(zip(map(id, self._items), self._shares, strict=True))
        shares = [share_of[id(item)] for item in shown]
        wants = [
            0 if share else item.sizeHint().width()
            for item, share in zip(shown, shares, strict=True)
        ]
        left = wide - sum(wants) - self._between * max(0, len(shown) - 1)
        if left < self._least:
            return None
        # The last of them ends where the room ends, whatever is rounded.
        ends = [left * part // max(1, sum(shares)) for part in accumulate(shares, initial=0)]
        parts = zip(shown, wants, pairwise(ends), strict=True)
        return [(item, want or end - begin) for item, want, (begin, end) in parts]

    def _stack(self, shown: list[QLayoutItem], room: QRect, *, move: bool) -> int:
        top = room.top()
        for item in shown:
            high = _height(item, room.width())
            if move:
                item.setGeometry(QRect(room.left(), top, room.width(), high))
            top += high + self._below
        return max(0, top - self._below - room.top())

    def _mirrored(self, place: QRect, room: QRect) -> QRect:
        """Return the place, which begins at the right where words run that way."""
        widget = self.parentWidget()
        if widget is not None and widget.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            place.moveRight(room.right() - (place.left() - room.left()))
        return place


def _height(item: QLayoutItem, across: int) -> int:
    """Return how high a part is at a width."""
    return item.heightForWidth(across) if item.hasHeightForWidth() else item.sizeHint().height()
