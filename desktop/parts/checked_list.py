"""A list of what is to be done, each with a round check: Space marks one done, Enter opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy

from desktop.look import look
from desktop.parts.cells import chip_width, paint_chip, side_by_side, write
from desktop.parts.sides import LEADING, TRAILING, at_side
from desktop.parts.sight import RowInSight

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtGui import QKeyEvent, QMouseEvent

PAD: Final = 16
CHECK: Final = 18
_GAP: Final = 12
_CLOCK: Final = 20


def beside_check(room: QRect, way: Qt.LayoutDirection) -> tuple[QRect, QRect]:
    """Return the place of the check in the room of a row, and the room beside it."""
    first, rest = side_by_side(room, look().px(CHECK + _GAP), way)
    side = look().px(CHECK)
    return at_side(way, LEADING, QSize(side, side), first), rest


def paint_check(painter: QPainter, place: QRect) -> None:
    """Paint the round check of something that is not done yet."""
    wide = look().px(1)
    painter.setPen(QPen(look().colours.line_strong, wide))
    painter.setBrush(look().colours.surface)
    # The line lies inside its place, on whole points: else it would be blurred.
    painter.drawEllipse(QRectF(place).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2))


def paint_here(painter: QPainter, place: QRect) -> None:
    """Paint the frame of the row where the keyboard is."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look().colours.focus, 2))
    painter.drawRect(place.adjusted(1, 1, -1, -1))


def beside_when(
    room: QRect, words: str, way: Qt.LayoutDirection, *, chip: bool
) -> tuple[QRect, QRect]:
    """Return the room for what is to be done, and the room at its end for when."""
    wide = look().metrics("small").horizontalAdvance(words) + 2
    if chip:
        wide = chip_width(words) + look().px(_CLOCK)
    rest = QSize(max(0, room.width() - wide - look().px(_GAP)), room.height())
    trailing = at_side(way, TRAILING, QSize(wide, room.height()), room)
    return at_side(way, LEADING, rest, room), trailing


def paint_when(
    painter: QPainter, room: QRect, words: str, way: Qt.LayoutDirection, icon: str
) -> None:
    """Paint when something is due: as a chip where it has an icon, as it is now."""
    if icon:
        paint_chip(painter, room, words, way, icon)
    else:
        write(painter, room, words, "small", look().colours.muted)


class CheckedList(QListView):
    """As high as its rows, as the page scrolls and not the list in it."""

    # Each says the row.
    marked = Signal(int)
    opened = Signal(int)

    def __init__(self, rows: QAbstractItemModel) -> None:
        super().__init__()
        self.setModel(rows)
        self._sight = RowInSight(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def may_open(self, _row: int) -> bool:
        """Return whether a row is something to do, and no heading."""
        return True

    def may_mark(self, row: int) -> bool:
        """Return whether a row may be marked done here."""
        return self.may_open(row)

    def keyboardSearch(self, _letters: str) -> None:
        """Leave letters alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark done or open; all else moves. A key that is held marks one, and not all below it."""
        row = self._row(self.currentIndex())
        if row >= 0 and event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.marked.emit(row)
        elif row >= 0 and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark one done by its check, open it elsewhere."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        row = self._row(self.indexAt(point))
        if row < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        done = self._is_check(point) and self.may_mark(row)
        (self.marked if done else self.opened).emit(row)

    def _row(self, index: QModelIndex) -> int:
        return index.row() if index.isValid() and self.may_open(index.row()) else -1

    def _is_check(self, point: QPoint) -> bool:
        wide = look().px(PAD + CHECK + _GAP)
        place = self.visualRect(self.indexAt(point))
        first, _ = side_by_side(place, wide, self.layoutDirection())
        return first.contains(point)
