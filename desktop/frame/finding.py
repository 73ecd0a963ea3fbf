"""The command box: cases by code or word, forms, actions and help, from one line of typing.

It stands inside the window, so that hiding covers it like everything else.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import (
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
from desktop.frame.actions import UP_AND_DOWN
from desktop.frame.found import (
    Found,
    action_lines,
    case_lines,
    form_lines,
    guide_lines,
    headed,
    page_lines,
    place_lines,
    service_lines,
)
from desktop.frame.lookup import Looked, look_up
from desktop.look import look
from desktop.look.tokens import timing
from desktop.parts.cells import paint_icon, paint_mask, side_by_side, write
from desktop.parts.fields import Line
from desktop.parts.frames import Box, column, rule
from desktop.parts.rows import Index, Rows
from desktop.parts.sides import TRAILING, at_side
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from desktop.frame.room import Room

_WIDE: Final = 560
_HIGH: Final = 460
_TOP: Final = 64
_ROW: Final = 34
_PAD: Final = 14
_SCRIM: Final = 102


class Lines(Rows[Found]):
    """What was found, in order."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that headings are passed over."""
        if self.rows[index.row()].kind == "heading":
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line in words for whoever listens."""
        if role != Qt.ItemDataRole.AccessibleTextRole:
            return None
        line = self.rows[index.row()]
        words = texts.say("mask.name") if _is_masked(line) else line.words
        return f"{words} {line.note}".strip()


def _is_masked(line: Found) -> bool:
    """Return whether words are covered: whom one asks for help may tell what is the matter."""
    return look().discreet and line.kind == "service"


class Cells(QStyledItemDelegate):
    """Paints the lines."""

    def __init__(self, lines: Lines, view: QListView) -> None:
        super().__init__(view)
        self._lines = lines
        self.revealed = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return one height for all."""
        return QSize(0, max(look().px(_ROW), look().metrics().height() + look().px(8)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint icon, words, and the key or state at the end."""
        line, has, way = self._lines.rows[index.row()], look().colours, option.direction
        room = option.rect.adjusted(look().px(_PAD), 0, -look().px(_PAD), 0)
        if line.kind == "heading":
            write(painter, room, line.words, "strong_small", has.muted)
            return
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        if here:
            painter.fillRect(option.rect, has.accent_soft)
        wide = look().metrics("small").horizontalAdvance(line.note) + 1
        size = QSize(wide, room.height())
        end = at_side(way, TRAILING, size, room)
        write(painter, end, line.note, "small", has.muted)
        room, _ = side_by_side(room, room.width() - wide - look().px(8), way)
        if line.icon:
            room = paint_icon(painter, room, line.icon, has.muted, way)
        if _is_masked(line) and not self.revealed:
            paint_mask(painter, room, way, look().mask("accent_soft" if here else "surface"))
            return
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
        self.cells = Cells(self.lines, self.list)
        self.list.setItemDelegate(self.cells)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = Words("", "muted", wrap=True)
        self._none.setContentsMargins(look().px(_PAD), 0, look().px(_PAD), 0)
        inner = column(
            self._none,
            self.list,
            rule(),
            Words(texts.say("finding.keys", arrows=UP_AND_DOWN), "caption"),
        )
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
        self.lines.show_rows(())
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
        before, self._before = self._before, None
        # What had it may be gone by now: a form that is shown in another language is built anew.
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()

    def reveal(self, *, on: bool) -> None:
        """Show masked words while the key for it is held."""
        self.cells.revealed = on
        self.list.viewport().update()

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
        """Ask for what the words mean; without words for the last changed cases."""
        self._turn += 1
        self._looking = True
        words = self.line.text().strip()
        ask = partial(look_up, self._room.office, words, self._case)
        self._room.jobs.ask(self, ask, partial(self._show, self._turn, words))

    def _show(self, turn: int, words: str, found: Looked) -> None:
        if turn != self._turn:
            return
        self._looking = False
        worker = self._room.office.worker
        here = [*page_lines(words, self._case), *form_lines(words, self._case, found.forms)]
        groups = {
            texts.say("finding.group.cases"): case_lines(found.cases, found.under),
            texts.say("finding.group.here", code=isolate(self._case)): here,
            texts.say("finding.group.services"): service_lines(words, found.services),
            texts.say("finding.group.actions"): [
                *place_lines(words, worker, compares=found.compares),
                *action_lines(words, self._room.settings.keys, worker),
            ],
            texts.say("finding.group.guides"): guide_lines(words),
        }
        lines = [line for heading, some in groups.items() for line in headed(heading, some)]
        self.lines.show_rows(lines)
        self._none.setText("" if lines else texts.say("finding.none", words=words))
        self._none.setVisible(not lines)
        self._move(1)
        if self._hurried:
            self._take()

    def _move(self, step: int) -> None:
        """Go to the next or previous line that leads somewhere."""
        lines = self.lines.rows
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
            if self._timer.isActive():
                self._timer.stop()
                self._look()
            return
        at = self.list.currentIndex().row()
        if not 0 <= at < len(self.lines.rows):
            return
        chosen = self.lines.rows[at]
        self.leave()
        ways: dict[str, tuple[str, str, str]] = {
            "case": ("case", chosen.id, ""),
            "page": (chosen.id, self._case, ""),
            "place": (chosen.id, "", ""),
            "form": ("form", self._case, chosen.id),
            "service": ("service", "", chosen.id),
            "guide": ("help", "", chosen.id),
        }
        if chosen.kind in ways:
            self._room.go(*ways[chosen.kind])
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
