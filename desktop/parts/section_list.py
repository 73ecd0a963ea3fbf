"""The sections of a case at the leading side, each with how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
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
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

import texts
from desktop.look import look, picture
from desktop.look.tokens import size
from desktop.parts.cells import side_by_side, write
from desktop.parts.rows import Index, Rows
from desktop.parts.sides import LEADING, TRAILING, at_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

# Lines come closer before one of them is out of sight.
_ROW: Final = 32
_CLOSEST: Final = 24
_PAD: Final = 8
_ICON: Final = 16
_GAP: Final = 10
_RADIUS: Final = 8
_MARGIN: Final = 10
# Icon, state and the room around them.
_AROUND: Final = 2 * _PAD + 2 * _ICON + _GAP + 4


@dataclass(frozen=True, slots=True)
class Section:
    """One line: where it leads, its icon, its words, and its state as an icon or a number."""

    id: str
    icon: str
    words: str
    state_icon: str = ""
    count: str = ""
    state_words: str = ""
    # All that it may be called: nothing moves when another of these is shown.
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what whoever listens hears."""
        mark = texts.say("list.join")
        return mark.join(one for one in (self.words, self.state_words) if one)


class Sections(Rows["Section"]):
    """The lines in order."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a line, and its name for whoever listens."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.rows[index.row()].name
        return None


class _Lines(QStyledItemDelegate):
    """Paints the lines; the one whose page is shown stands on a card of its own."""

    def __init__(self, sections: Sections, view: SectionList) -> None:
        super().__init__(view)
        self._sections, self._view = sections, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the one height that lines have."""
        return QSize(0, self._view.line_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        section, has, way = self._sections.rows[index.row()], look().colours, option.direction
        here = section.id == self._view.here
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(option.rect).adjusted(1.5, 0.5, -1.5, -0.5)
        focused = self._view.hasFocus() and index.row() == self._view.currentIndex().row()
        if here or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(has.line, 1) if here else Qt.PenStyle.NoPen)
            painter.setBrush(has.surface if here else has.subtle)
            painter.drawRoundedRect(place, look().px(_RADIUS), look().px(_RADIUS))
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(has.focus, 2))
            painter.drawRoundedRect(place, look().px(_RADIUS), look().px(_RADIUS))
        room = option.rect.adjusted(look().px(_PAD), 0, -look().px(_PAD), 0)
        ink, side = has.accent if here else has.text, look().px(_ICON)
        first, room = side_by_side(room, side + look().px(_GAP), way)
        icon = at_side(way, LEADING, QSize(side, side), first)
        drawn = has.accent if here else has.muted
        painter.drawPixmap(icon.topLeft(), picture(section.icon, drawn, side))
        room = self._state(painter, option, section)
        write(painter, room, section.words, "strong" if here else "body", ink)

    def _state(self, painter: QPainter, option: QStyleOptionViewItem, section: Section) -> QRect:
        """Paint the state at the end of a line; return the room for the words."""
        has, way = look().colours, option.direction
        room = option.rect.adjusted(look().px(_PAD), 0, -look().px(_PAD), 0)
        _, room = side_by_side(room, look().px(_ICON) + look().px(_GAP), way)
        if section.state_icon:
            side = look().px(_ICON - 2)
            place = at_side(way, TRAILING, QSize(side, side), room)
            painter.drawPixmap(place.topLeft(), picture(section.state_icon, has.muted, side))
            taken = side
        else:
            painter.setFont(look().font("small"))
            painter.setPen(has.muted)
            painter.drawText(room, TRAILING, section.count)
            taken = look().metrics("small").horizontalAdvance(section.count)
        words, _ = side_by_side(room, max(0, room.width() - taken - look().px(4)), way)
        return words


class SectionList(QListView):
    """One tab stop; arrows move, Enter or a press goes there.

    A case has many sections: where not all are in sight their lines come closer, then it scrolls.
    """

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.here = ""
        self._sections = Sections()
        self.setAccessibleName(name)
        self.setModel(self._sections)
        self.setItemDelegate(_Lines(self._sections, self))
        self.setProperty("role", "canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._least = look().px(size("section_nav") - 2 * _MARGIN)
        self._longest, self.line_height = 0, look().px(_ROW)
        self.setFixedWidth(self._least)
        self.viewport().setAutoFillBackground(False)

    def show_sections(self, sections: Sequence[Section], here: str) -> None:
        """Show the sections, one of which is the page that is open."""
        ids = [one.id for one in sections]
        at = self.currentIndex().row() if self.here == here else ids.index(here)
        self.here = here
        self._sections.show_rows(sections)
        # The longest words stand whole, also where their page is open and they are bold.
        letters, around = look().metrics("strong"), look().px(_AROUND)
        names = [name for one in sections for name in (one.words, *one.names)]
        self._longest = max(letters.horizontalAdvance(name) for name in names) + around
        self._fit()
        self.setCurrentIndex(self._sections.index(max(0, min(at, len(sections) - 1)), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have as much in sight as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let lines be as high as they may be; only where some are out of sight there is a bar."""
        number, room = max(1, len(self._sections.rows)), self.viewport().height()
        closest = max(look().px(_CLOSEST), look().metrics().height() + look().px(4))
        high = max(closest, min(look().px(_ROW), room // number))
        bar = self.verticalScrollBar().sizeHint().width() if high * number > room else 0
        self.setFixedWidth(max(self._least, self._longest + bar))
        if high != self.line_height:
            self.line_height = high
            self.scheduleDelayedItemsLayout()
        # What was in sight while there was more room may no longer be.
        self.scrollTo(self.currentIndex())

    def keyboardSearch(self, _letters: str) -> None:
        """Leave letters alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go where the keyboard is; all else moves."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go where was pressed."""
        super().mouseReleaseEvent(event)
        self._choose(self.indexAt(event.position().toPoint()))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._sections.rows[index.row()].id)
