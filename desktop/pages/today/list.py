"""The list of Today: a round check, what is to be done, and how she may be reached about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

import texts
from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.pages.today.rows import TodayRow, TodayRows, contact_of, when_of
from desktop.parts.cells import paint_mask, side_by_side, write
from desktop.parts.checked_list import (
    PAD,
    CheckedList,
    beside_check,
    beside_when,
    paint_check,
    paint_here,
    paint_when,
)
from desktop.parts.sides import LEADING, at_side
from desktop.parts.table_cells import ground_of
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.parts.rows import Index

_HEAD: Final = 34
_ICON: Final = 14


class TaskCells(QStyledItemDelegate):
    """Paints the rows of Today."""

    def __init__(self, rows: TodayRows, view: QListView) -> None:
        super().__init__(view)
        self._rows, self._view = rows, view
        self.revealed = False
        # How high each row is, and the rows that were measured.
        self._high: list[int] = []
        self._measured: Sequence[TodayRow] = ()
        # What most rows have in common: the room beside when one is due, and how wide it is to say
        # how somebody is reached.
        self._room: dict[tuple[str, bool], int] = {}
        self._told: dict[tuple[str, str], int] = {}
        self._widest = _small("W")

    def measure(self) -> int:
        """Find out how high each row is, once for as long as they stay; return how high all are."""
        self._room.clear()
        self._measured = self._rows.rows
        small, line = look().metrics("small").height(), look().metrics().height()
        head = max(look().px(_HEAD), line + look().px(8))
        two, three = (
            max(look().px(size("two_line_row")), line + below * small + look().px(12))
            for below in (1, 2)
        )
        self._high = [
            head if row.task is None else three if self._has_no_room_beside(row) else two
            for row in self._measured
        ]
        return sum(self._high)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a heading, or of a task with its second line."""
        if self._rows.rows is not self._measured:
            self.measure()
        return QSize(0, self._high[index.row()])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row, place, has = self._rows.rows[index.row()], option.rect, look().colours
        heading = row.task is None and bool(row.count)
        ground = "surface" if row.task is None else ground_of(self._view, index)
        painter.fillRect(place, has.subtle if heading else getattr(has, ground))
        if index.row() + 1 < len(self._rows.rows):
            painter.fillRect(place.x(), place.bottom(), place.width(), 1, has.line)
        pad = look().px(PAD)
        room = place.adjusted(pad, 0, -pad, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.task is None:
            self._head(painter, room, row, option.direction)
        else:
            self._task(painter, room, row, (option.direction, ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            paint_here(painter, place)

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
        if row.task is None:
            return
        check, room = beside_check(room, way)
        paint_check(painter, check)
        when, now = when_of(row.task, self._rows.now())
        # What is in no case concerns nobody who is to be reached: that line is left out.
        of_case, small = bool(row.task.case_code), look().metrics("small").height()
        below = self._has_no_room_beside(row)
        lines = [look().metrics().height(), *[small] * (of_case + below)]
        if not below:
            room, side = beside_when(room, when, way, chip=now)
            paint_when(painter, side, when, way, "clock" if now else "")
        top = room.top() + (room.height() - sum(lines)) // 2
        places = []
        for high in lines:
            places.append(QRect(room.left(), top, room.width(), high))
            top += high
        if look().discreet and not self.revealed:
            paint_mask(painter, places[0], way, look().mask(ground))
        else:
            write(painter, places[0], row.words, "body", has.text)
        if of_case:
            self._second(painter, places[1], row, way)
        if below:
            paint_when(painter, places[-1], when, way, "clock" if now else "")

    def _has_no_room_beside(self, row: TodayRow) -> bool:
        """Return whether when it is due stands below: nothing cuts how she may be reached."""
        if row.task is None or look().reflows or not row.task.case_code:
            return look().reflows
        when = when_of(row.task, self._rows.now())
        told = row.task.safe_way, row.task.code_word
        if when not in self._room:
            self._room[when] = self._room_beside(*when)
        if told not in self._told:
            _, words = contact_of(row.task, open_words=not look().discreet)
            self._told[told] = _small("·") + _small(words) + look().px(4 + 4 + _ICON + 6)
        left, code = self._room[when] - self._told[told], row.task.case_code
        # Most have room for whatever signs a code is made of: each is a little work to measure.
        return left < len(code) * self._widest and _small(isolate(code)) > left

    def _room_beside(self, when: str, now: bool) -> int:
        """Return how wide what stands between the check and when it is due may be."""
        way = Qt.LayoutDirection.LeftToRight
        _, room = beside_check(QRect(0, 0, self._view.width() - 2 * look().px(PAD), 1), way)
        room, _ = beside_when(room, when, way, chip=now)
        return room.width()

    def _second(
        self, painter: QPainter, room: QRect, row: TodayRow, way: Qt.LayoutDirection
    ) -> None:
        if row.task is None:
            return
        has = look().colours
        code = isolate(row.task.case_code)
        first, room = side_by_side(room, _small(code) + look().px(4), way)
        write(painter, first, code, "small", has.text)
        first, room = side_by_side(room, _small("·") + look().px(4), way)
        write(painter, first, "·", "small", has.muted)
        masked = look().discreet and not self.revealed
        icon, words = contact_of(row.task, open_words=not masked)
        side = look().px(_ICON)
        first, room = side_by_side(room, side + look().px(6), way)
        place = at_side(way, LEADING, QSize(side, side), first)
        painter.drawPixmap(place.topLeft(), picture(icon, has.muted, side))
        write(painter, room, words, "small", has.muted)


def _small(words: str) -> int:
    return look().metrics("small").horizontalAdvance(words) + 1


class TaskList(CheckedList):
    """The tasks of Today under their headings."""

    def __init__(self, rows: TodayRows) -> None:
        super().__init__(rows)
        self.setAccessibleName(texts.say("today.tasks"))
        self._rows = rows
        self.cells = TaskCells(rows, self)
        self.setItemDelegate(self.cells)
        self.setMouseTracking(True)
        rows.modelReset.connect(self._fit)
        self._fit()

    def may_open(self, row: int) -> bool:
        """Return whether a row is a task and no heading."""
        return self._rows.task(row) is not None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew where they have another width: some are higher in less room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
            self.scheduleDelayedItemsLayout()

    def _fit(self) -> None:
        self.setFixedHeight(max(self.cells.measure(), look().px(_HEAD)))
