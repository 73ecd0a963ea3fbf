"""The list of Today: a round check, what is to be done, and how she may be reached about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

import texts
from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.pages.today.rows import TodayRow, TodayRows, contact_of, when_of
from desktop.parts.cells import chip_width, paint_chip, paint_mask, side_by_side, write
from desktop.parts.sides import LEADING, TRAILING, at_side
from desktop.parts.table_cells import ground_of
from texts.dates import isolate

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_HEAD: Final = 34
_PAD: Final = 16
_CHECK: Final = 18
_GAP: Final = 12
_ICON: Final = 14
_CLOCK: Final = 20


class TaskCells(QStyledItemDelegate):
    """Paints the rows of Today."""

    def __init__(self, rows: TodayRows, view: QListView) -> None:
        super().__init__(view)
        self._rows, self._view = rows, view
        self.revealed = False

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a heading, or of a task with its second line."""
        if self._rows.task(index.row()) is None:
            return QSize(0, max(look().px(_HEAD), look().metrics().height() + look().px(8)))
        lines = look().metrics().height() + look().metrics("small").height()
        if look().reflows:
            lines += look().metrics("small").height()
        return QSize(0, max(look().px(size("two_line_row")), lines + look().px(12)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, place, has = self._rows.rows[index.row()], option.rect, look().colours
        heading = row.task is None and bool(row.count)
        ground = "surface" if row.task is None else ground_of(self._view, index)
        painter.fillRect(place, has.subtle if heading else getattr(has, ground))
        if index.row() + 1 < len(self._rows.rows):
            painter.fillRect(place.x(), place.bottom(), place.width(), 1, has.line)
        pad = look().px(_PAD)
        room = place.adjusted(pad, 0, -pad, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.task is None:
            self._head(painter, room, row, option.direction)
        else:
            self._task(painter, room, row, (option.direction, ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(has.focus, 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _head(self, painter: QPainter, room: QRect, row: TodayRow, way: Qt.LayoutDirection) -> None:
        has = look().colours
        if not row.count:
            write(painter, room, row.words, "body", has.muted)
            return
        wide = look().metrics("strong_small").horizontalAdvance(row.words) + look().px(8)
        first, rest = side_by_side(room, wide, way)
        write(painter, first, row.words, "strong_small", has.text)
        write(painter, rest, row.count, "small", has.muted)

    def _task(
        self,
        painter: QPainter,
        room: QRect,
        row: TodayRow,
        seen: tuple[Qt.LayoutDirection, str],
    ) -> None:
        has, (way, ground) = look().colours, seen
        _, room = self._check(painter, room, way)
        if row.task is None:
            return
        when, now = when_of(row.task, self._rows.now())
        lines = [look().metrics().height(), look().metrics("small").height()]
        if look().reflows:
            lines.append(lines[1])
        else:
            wide = chip_width(when) + look().px(_CLOCK) if now else _small(when)
            rest = QSize(max(0, room.width() - wide - look().px(_GAP)), room.height())
            side = at_side(way, TRAILING, QSize(wide, room.height()), room)
            room = at_side(way, LEADING, rest, room)
            self._when(painter, side, (when, now), way)
        top = room.top() + (room.height() - sum(lines)) // 2
        places = []
        for high in lines:
            places.append(QRect(room.left(), top, room.width(), high))
            top += high
        if look().discreet and not self.revealed:
            paint_mask(painter, places[0], way, look().mask(ground))
        else:
            write(painter, places[0], row.words, "body", has.text)
        self._second(painter, places[1], row, way)
        if look().reflows:
            self._when(painter, places[2], (when, now), way)

    def _when(
        self, painter: QPainter, room: QRect, when: tuple[str, bool], way: Qt.LayoutDirection
    ) -> None:
        words, now = when
        if now:
            paint_chip(painter, room, words, way, "clock")
        else:
            write(painter, room, words, "small", look().colours.muted)

    def _second(
        self, painter: QPainter, room: QRect, row: TodayRow, way: Qt.LayoutDirection
    ) -> None:
        if row.task is None:
            return
        has = look().colours
        code = isolate(row.task.case_code)
        if code:
            first, room = side_by_side(room, _small(code) + look().px(6), way)
            write(painter, first, code, "small", has.text)
            first, room = side_by_side(room, _small("·") + look().px(6), way)
            write(painter, first, "·", "small", has.muted)
        masked = look().discreet and not self.revealed
        icon, words = contact_of(row.task, open_words=not masked)
        side = look().px(_ICON)
        first, room = side_by_side(room, side + look().px(6), way)
        place = at_side(way, LEADING, QSize(side, side), first)
        painter.drawPixmap(place.topLeft(), picture(icon, has.muted, side))
        write(painter, room, words, "small", has.muted)

    def _check(
        self, painter: QPainter, room: QRect, way: Qt.LayoutDirection
    ) -> tuple[QRect, QRect]:
        has, side = look().colours, look().px(_CHECK)
        first, rest = side_by_side(room, side + look().px(_GAP), way)
        place = at_side(way, LEADING, QSize(side, side), first)
        painter.setPen(QPen(has.line_strong, 1))
        painter.setBrush(has.surface)
        painter.drawEllipse(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5))
        return place, rest


def _small(words: str) -> int:
    return look().metrics("small").horizontalAdvance(words) + 1


class TaskList(QListView):
    """The tasks as a list: Space marks done, Enter opens, a press on the check marks done too."""

    marked = Signal(int)
    opened = Signal(int)

    def __init__(self, rows: TodayRows) -> None:
        super().__init__()
        self.setAccessibleName(texts.say("today.tasks"))
        self._rows = rows
        self.setModel(rows)
        self.cells = TaskCells(rows, self)
        self.setItemDelegate(self.cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        rows.modelReset.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the rows: the page scrolls, not the list in it."""
        option = QStyleOptionViewItem()
        rows = range(self._rows.rowCount())
        high = sum(self.cells.sizeHint(option, self._rows.index(n, 0)).height() for n in rows)
        self.setFixedHeight(max(high, look().px(_HEAD)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark done or open; all else moves."""
        row = self.currentIndex().row()
        if self._rows.task(row) is not None and event.key() == Qt.Key.Key_Space:
            self.marked.emit(row)
        elif self._rows.task(row) is not None and event.key() in {
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        }:
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _letters: str) -> None:
        """Leave letters alone."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark a task done by its check."""
        super().mouseReleaseEvent(event)
        row = self._at_check(event.position().toPoint())
        if row >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.marked.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a task."""
        index = self.indexAt(event.position().toPoint())
        if self._rows.task(index.row()) and self._at_check(event.position().toPoint()) < 0:
            self.opened.emit(index.row())

    def _at_check(self, point: QPoint) -> int:
        index = self.indexAt(point)
        if self._rows.task(index.row()) is None:
            return -1
        wide = look().px(_PAD + _CHECK + _GAP)
        first, _ = side_by_side(self.visualRect(index), wide, self.layoutDirection())
        return index.row() if first.contains(point) else -1
