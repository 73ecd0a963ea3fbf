"""The command box: cases by code or word, forms, actions and help, from one line of typing.

It stands inside the window, so that hiding covers it like everything else.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

import texts
from desktop.frame.found import Found, action_lines, case_lines, form_lines, headed
from desktop.look import look
from desktop.look.tokens import timing
from desktop.parts.cells import TRAILING, paint_icon, side_by_side, write
from desktop.parts.fields import Line
from desktop.parts.frames import Box, column, rule
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from casework.case import CaseSummary
    from desktop.frame.room import Room

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_CASES: Final = 6
_WIDE: Final = 560
_HIGH: Final = 460
_TOP: Final = 64
_ROW: Final = 34
_PAD: Final = 14
_SCRIM: Final = 102


class Lines(QAbstractListModel):
    """What was found, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Found] = ()

    def show(self, lines: Sequence[Found]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that headings are passed over."""
        if self.lines[index.row()].kind == "heading":
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line in words for whoever listens."""
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        line = self.lines[index.row()]
        return f"{line.words} {line.note}".strip()


class Cells(QStyledItemDelegate):
    """Paints the lines."""

    def __init__(self, lines: Lines, view: QListView) -> None:
        super().__init__(view)
        self._lines = lines

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return one height for all."""
        return QSize(0, max(look().px(_ROW), look().metrics().height() + look().px(8)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint icon, words, and the key or state at the end."""
        line, has, way = self._lines.lines[index.row()], look().colours, option.direction
        room = option.rect.adjusted(look().px(_PAD), 0, -look().px(_PAD), 0)
        if line.kind == "heading":
            write(painter, room, line.words, "strong_small", has.muted)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, has.accent_soft)
        wide = look().metrics("small").horizontalAdvance(line.note) + 1
        size = QSize(wide, room.height())
        end = QStyle.alignedRect(way, TRAILING, size, room)
        write(painter, end, line.note, "small", has.muted)
        room, _ = side_by_side(room, room.width() - wide - look().px(8), way)
        if line.icon:
            room = paint_icon(painter, room, line.icon, has.muted, way)
        write(painter, room, line.words, "strong" if line.kind == "case" else "body", has.text)


class FindingLine(Line):
    """The line one types in; arrows go through what was found while typing goes on."""

    moved = Signal(int)
    taken = Signal()
    left = Signal()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Keep the keyboard here: what lies under the box is not to be reached through it."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, take, leave; all else is typed."""
        key = event.key()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key))
        if step is not None:
            self.moved.emit(step)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Finding(QWidget):
    """An overlay of the workspace with the line and what was found."""

    def __init__(self, workspace: QWidget, room: Room) -> None:
        super().__init__(workspace)
        self._room, self._case, self._turn = room, "", 0
        # Enter pressed while the answer is on its way goes to what the answer brings first.
        self._hurried = self._looking = False
        self._before: QWidget | None = None
        self.lines = Lines()
        self.line = FindingLine(placeholder=texts.say("finding.placeholder"))
        self.line.setAccessibleName(texts.say("finding.name"))
        self.list = QListView()
        self.list.setAccessibleName(texts.say("finding.results"))
        self.list.setModel(self.lines)
        self.list.setItemDelegate(Cells(self.lines, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = Words("", "muted", wrap=True)
        inner = column(self._none, self.list, rule(), Words(texts.say("finding.keys"), "caption"))
        inner.setSpacing(look().px(6))
        inner.setStretch(1, 1)
        self._none.hide()
        whole = column(self.line, inner, gap=8, margin=12)
        whole.setStretch(1, 1)
        self._box = Box("card", whole)
        self._box.setParent(self)
        self._timer = QTimer(self, singleShot=True, interval=timing("search_debounce_ms"))
        self._connect()
        self.setAccessibleName(texts.say("finding.name"))
        self.hide()

    def _connect(self) -> None:
        self._timer.timeout.connect(self._look)
        self.line.textEdited.connect(lambda _text: self._timer.start())
        self.line.moved.connect(self._move)
        self.line.taken.connect(self._take)
        self.line.left.connect(self.leave)
        self.list.clicked.connect(lambda _index: self._take())

    def open(self, case_code: str) -> None:
        """Stand over the page, ready for typing; `case_code` is the case one is in."""
        self._case = case_code
        self._before = self.window().focusWidget()
        self.line.clear()
        self.lines.show(())
        self.place()
        self.show()
        self.raise_()
        self.line.setFocus()
        self._look()

    def leave(self) -> None:
        """Go, and give the keyboard back to what had it."""
        self._turn += 1
        self._hurried = self._looking = False
        self._timer.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def place(self) -> None:
        """Cover the workspace; the box stands in its upper middle."""
        above = self.parentWidget()
        if above is None:
            return
        self.setGeometry(above.rect())
        wide = min(look().px(_WIDE), self.width() - look().px(24))
        top = min(look().px(_TOP), self.height() // 8)
        # One height whatever is found: a box that jumps while one types is hard to read.
        high = min(look().px(_HIGH), self.height() - top - look().px(16))
        self._box.setGeometry((self.width() - wide) // 2, top, wide, high)

    def _look(self) -> None:
        """Ask for the cases that the words mean; without words for the last changed ones."""
        self._turn += 1
        self._looking = True
        words, desk = self.line.text().strip(), self._room.office.cases
        ask = partial(desk.find, words, _CASES) if words else partial(desk.page, limit=_CASES)
        self._room.jobs.ask(self, ask, partial(self._show, self._turn, words))

    def _hurry(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._look()

    def _show(self, turn: int, words: str, cases: Sequence[CaseSummary]) -> None:
        if turn != self._turn:
            return
        self._looking = False
        forms = texts.say("finding.group.forms", code=isolate(self._case))
        lines = [
            *headed(texts.say("finding.group.cases"), case_lines(cases)),
            *headed(forms, form_lines(words, self._case)),
            *headed(
                texts.say("finding.group.actions"),
                action_lines(words, self._room.settings.keys),
            ),
        ]
        self.lines.show(lines)
        self._none.setText("" if lines else texts.say("finding.none", words=words))
        self._none.setVisible(not lines)
        self._move(1)
        if self._hurried:
            self._take()

    def _move(self, step: int) -> None:
        """Go to the next or previous line that leads somewhere."""
        lines = self.lines.lines
        at = self.list.currentIndex().row()
        for _ in lines:
            at = (at + step) % len(lines) if at >= 0 else (0 if step > 0 else len(lines) - 1)
            if lines[at].kind != "heading":
                self.list.setCurrentIndex(self.lines.index(at, 0))
                return

    def _take(self) -> None:
        """Go to the current line, or do it."""
        self._hurried = self._looking or self._timer.isActive()
        if self._hurried:
            self._hurry()
            return
        at = self.list.currentIndex().row()
        if not 0 <= at < len(self.lines.lines):
            return
        chosen = self.lines.lines[at]
        self.leave()
        if chosen.kind == "case":
            self._room.go("case", chosen.id)
        elif chosen.kind == "form":
            self._room.go("form", self._case, chosen.id)
        else:
            self._room.perform(chosen.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go when somebody presses beside the box."""
        if not self._box.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the page below."""
        scrim = QColor(look().colours.scrim)
        scrim.setAlpha(_SCRIM)
        painter = QPainter(self)
        painter.fillRect(self.rect(), scrim)
        painter.end()
