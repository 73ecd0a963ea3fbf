"""The next steps of a case: a round check, what is to be done, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
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
from casework.tasks.task import TaskKind
from desktop.clock import now
from desktop.look import look, picture
from desktop.pages.case.words import step_when
from desktop.pages.cases.words import step_words
from desktop.parts.buttons import Button
from desktop.parts.cells import chip_width, paint_chip, paint_mask, side_by_side, write
from desktop.parts.frames import Box, column, row, rule
from desktop.parts.rows import Index, Rows
from desktop.parts.sides import LEADING, TRAILING, at_side
from desktop.parts.sight import RowInSight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from casework.cases.caseline import NextStep
    from desktop.pages.case.words import When

_ROW: Final = 44
_PAD: Final = 16
_CHECK: Final = 18
_GAP: Final = 12
_CLOCK: Final = 20
_FEW: Final = 5


class Steps(Rows["NextStep"]):
    """The steps in order."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a step in words, for whoever listens too."""
        step = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return step_words(step)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            when = step_when(step, now()).words
            title = texts.say("mask.name") if look().discreet else step_words(step)
            return texts.say("case.step.name", title=title, when=when)
        return None


class _Rows(QStyledItemDelegate):
    """Paints one step in one line, or in two where text is large."""

    def __init__(self, steps: Steps, view: StepList) -> None:
        super().__init__(view)
        self._steps, self._view = steps, view
        self.revealed = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a step."""
        lines = look().metrics().height()
        if look().reflows:
            lines += look().metrics("small").height()
        return QSize(0, max(look().px(_ROW), lines + look().px(14)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one step."""
        step, place, has = self._steps.rows[index.row()], option.rect, look().colours
        here = index.row() == self._view.currentIndex().row() and self._view.hasFocus()
        painter.fillRect(place, has.accent_soft if here else has.surface)
        if index.row():
            painter.fillRect(place.x(), place.y(), place.width(), 1, has.line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad, way = look().px(_PAD), option.direction
        room = place.adjusted(pad, 0, -pad, 0)
        first, room = side_by_side(room, look().px(_CHECK + _GAP), way)
        _paint_check(painter, first, step, way)
        when = step_when(step, now())
        upper, lower = self._split(room, when, way)
        if look().discreet and not self.revealed:
            paint_mask(painter, upper, way, look().mask("accent_soft" if here else "surface"))
        else:
            write(painter, upper, step_words(step), "body", has.text)
        if when.icon:
            paint_chip(painter, lower, when.words, way, when.icon)
        else:
            write(painter, lower, when.words, "small", has.muted)
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(has.focus, 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _split(self, room: QRect, when: When, way: Qt.LayoutDirection) -> tuple[QRect, QRect]:
        """Return the room for the words and the room for when they are due."""
        if look().reflows:
            high = look().metrics().height()
            top = room.top() + (room.height() - high - look().metrics("small").height()) // 2
            upper = QRect(room.left(), top, room.width(), high)
            under = room.bottom() - upper.bottom() - 1
            return upper, QRect(room.left(), upper.bottom() + 1, room.width(), under)
        wide = look().metrics("small").horizontalAdvance(when.words) + 2
        if when.icon:
            wide = chip_width(when.words) + look().px(_CLOCK)
        rest = QSize(max(0, room.width() - wide - look().px(_GAP)), room.height())
        trailing = at_side(way, TRAILING, QSize(wide, room.height()), room)
        return at_side(way, LEADING, rest, room), trailing


def _paint_check(painter: QPainter, room: QRect, step: NextStep, way: Qt.LayoutDirection) -> None:
    """Paint a round check; a form that was begun is done by finishing it and has none."""
    has, side = look().colours, look().px(_CHECK)
    place = at_side(way, LEADING, QSize(side, side), room)
    if step.kind is TaskKind.FINISH_FORM:
        painter.drawPixmap(place.topLeft(), picture("note-pencil", has.muted, side))
        return
    painter.setPen(QPen(has.line_strong, look().px(3) / 2))
    painter.setBrush(has.surface)
    painter.drawEllipse(QRectF(place).adjusted(1, 1, -1, -1))


class StepList(QListView):
    """Space marks a step done, Enter opens it; as high as its rows."""

    marked = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.steps = Steps()
        self.setAccessibleName(texts.say("case.next_steps"))
        self.setModel(self.steps)
        self.cells = _Rows(self.steps, self)
        self.setItemDelegate(self.cells)
        self._sight = RowInSight(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[NextStep]) -> None:
        """Show other steps, and stay near where one was."""
        at = max(0, self.currentIndex().row())
        self.steps.show_rows(rows)
        self.setCurrentIndex(self.steps.index(min(at, len(rows) - 1), 0))
        one = self.cells.sizeHint(QStyleOptionViewItem(), self.steps.index(0, 0)).height()
        self.setFixedHeight(one * len(rows))

    def keyboardSearch(self, _letters: str) -> None:
        """Leave letters alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark done or open; all else moves."""
        step = self._step(self.currentIndex())
        if step is not None and event.key() == Qt.Key.Key_Space:
            self.marked.emit(step)
        elif step is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(step)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Mark a step done by its check, open it elsewhere."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        step = self._step(self.indexAt(point))
        if step is None or event.button() != Qt.MouseButton.LeftButton:
            return
        done = self._at_check(point) and step.kind is not TaskKind.FINISH_FORM
        (self.marked if done else self.opened).emit(step)

    def _step(self, index: QModelIndex) -> NextStep | None:
        return self.steps.rows[index.row()] if index.isValid() else None

    def _at_check(self, point: QPoint) -> bool:
        wide = look().px(_PAD + _CHECK + _GAP)
        first, _ = side_by_side(self.visualRect(self.indexAt(point)), wide, self.layoutDirection())
        return first.contains(point)


class NextSteps(Box):
    """The card of next steps; the first few, and all of them when one asks."""

    adding = Signal()

    def __init__(self) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._all: Sequence[NextStep] = ()
        self._whole = False
        self.list = StepList()
        self.every = Button("", "link").does(self._show_all)
        add = Button(texts.say("case.add_task"), "quiet", icon_name="plus")
        self.add = add.does(self.adding.emit)
        self._nothing = Words(texts.say("case.no_steps"), "muted", wrap=True)
        self._nothing.setContentsMargins(*(look().px(n) for n in (_PAD, 10, _PAD, 6)))
        head = row(Words(texts.say("case.next_steps"), "h2"), None, self.every, self.add, gap=8)
        head.setContentsMargins(*(look().px(n) for n in (_PAD, 8, _PAD, 6)))
        self.place = column()
        whole = column(head, rule(), self.place, self._nothing, self.list)
        whole.setContentsMargins(0, 1, 0, look().px(8))
        self.setLayout(whole)

    def show_steps(self, steps: Sequence[NextStep]) -> None:
        """Show the steps of a case."""
        self._all = steps
        shown = steps if self._whole else steps[:_FEW]
        self.list.show_rows(shown)
        self.list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self.every.rename(texts.say("case.all_steps", n=texts.plural("cases.number", len(steps))))
        self.every.setVisible(len(shown) < len(steps))

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self.list.cells.revealed = on
        self.list.viewport().update()

    def _show_all(self) -> None:
        self._whole = True
        self.show_steps(self._all)
        self.list.setFocus()
