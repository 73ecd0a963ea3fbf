"""The next steps of a case: a round check, what is to be done, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem

import texts
from casework.tasks.task import TaskKind
from desktop.clock import now
from desktop.look import look, picture
from desktop.pages.case.words import step_when
from desktop.pages.cases.words import step_words
from desktop.parts.buttons import Button
from desktop.parts.cells import paint_mask, write
from desktop.parts.checked_list import (
    CHECK,
    PAD,
    CheckedList,
    beside_check,
    beside_when,
    paint_check,
    paint_here,
    paint_when,
)
from desktop.parts.frames import Box, column, row, rule
from desktop.parts.rows import Index, Rows
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.cases.caseline import NextStep
    from desktop.pages.case.words import When

_ROW: Final = 44
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
        pad, way = look().px(PAD), option.direction
        check, room = beside_check(place.adjusted(pad, 0, -pad, 0), way)
        # A form that was begun is done by finishing it.
        if step.kind is TaskKind.FINISH_FORM:
            side = look().px(CHECK)
            painter.drawPixmap(check.topLeft(), picture("note-pencil", has.muted, side))
        else:
            paint_check(painter, check)
        when = step_when(step, now())
        upper, lower = self._split(room, when, way)
        if look().discreet and not self.revealed:
            paint_mask(painter, upper, way, look().mask("accent_soft" if here else "surface"))
        else:
            write(painter, upper, step_words(step), "body", has.text)
        paint_when(painter, lower, when.words, way, when.icon)
        if here:
            paint_here(painter, place)

    def _split(self, room: QRect, when: When, way: Qt.LayoutDirection) -> tuple[QRect, QRect]:
        """Return the room for the words and the room for when they are due."""
        if not look().reflows:
            return beside_when(room, when.words, way, chip=bool(when.icon))
        high = look().metrics().height()
        top = room.top() + (room.height() - high - look().metrics("small").height()) // 2
        upper = QRect(room.left(), top, room.width(), high)
        under = room.bottom() - upper.bottom() - 1
        return upper, QRect(room.left(), upper.bottom() + 1, room.width(), under)


class StepList(CheckedList):
    """The steps of a case."""

    def __init__(self) -> None:
        self.steps = Steps()
        super().__init__(self.steps)
        self.setAccessibleName(texts.say("case.next_steps"))
        self.cells = _Rows(self.steps, self)
        self.setItemDelegate(self.cells)

    def may_mark(self, row: int) -> bool:
        """Return whether a step is no form that was begun."""
        return self.steps.rows[row].kind is not TaskKind.FINISH_FORM

    def show_rows(self, rows: Sequence[NextStep]) -> None:
        """Show other steps, and stay near where one was."""
        at = max(0, self.currentIndex().row())
        self.steps.show_rows(rows)
        self.setCurrentIndex(self.steps.index(min(at, len(rows) - 1), 0))
        one = self.cells.sizeHint(QStyleOptionViewItem(), self.steps.index(0, 0)).height()
        self.setFixedHeight(one * len(rows))


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
        self.every.setFont(look().font("small"))
        add = Button(texts.say("case.add_task"), "quiet", icon_name="plus")
        self.add = add.does(self.adding.emit)
        self._nothing = Words(texts.say("case.no_steps"), "muted", wrap=True)
        self._nothing.setContentsMargins(*(look().px(n) for n in (PAD, 10, PAD, 6)))
        head = row(Words(texts.say("case.next_steps"), "h2"), None, self.every, self.add, gap=8)
        head.setContentsMargins(*(look().px(n) for n in (PAD, 8, PAD, 6)))
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

    def step(self, row: int) -> NextStep:
        """Return the step in a row of the list."""
        return self.list.steps.rows[row]

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self.list.cells.revealed = on
        self.list.viewport().update()

    def _show_all(self) -> None:
        self._whole = True
        self.show_steps(self._all)
        self.list.setFocus()
