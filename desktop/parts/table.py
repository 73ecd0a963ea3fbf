"""A quiet table: one line a row, no stripes; columns leave by rank instead of being cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

import texts
from desktop.look import look, picture
from desktop.look.tokens import row_height
from desktop.parts.cells import side_by_side, write
from desktop.parts.sides import LEADING, at_side

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from PySide6.QtCore import QItemSelection, QModelIndex
    from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent

    from desktop.parts.rows import Index


_HEAD: Final = 34
_ARROW: Final = 14
FIRST_PAD: Final = 20
PAD: Final = 8
_COPIES: Final = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.SelectAll,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its words, its least width at this look, and how long it stays.

    Of two columns the one with the higher rank leaves first; rank 0 never leaves. What room is
    left goes to the columns by their share.
    """

    id: str
    words: str
    least: int
    rank: int = 0
    share: int = 1
    sorts: bool = False
    tip: str = ""


class Head(QHeaderView):
    """The head of a table, painted by us: bold words, and an arrow where it is sorted."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._columns = columns
        self.sorted_by = ""
        # How far in the first column begins.
        self.lead = FIRST_PAD
        self.setFixedHeight(look().px(_HEAD))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(0)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sort_by(self, column: str) -> None:
        """Show the arrow at another column."""
        self.sorted_by = column
        self.headerDataChanged(self.orientation(), 0, max(0, self.count() - 1))

    def selectionChanged(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        """Stay as it is: which rows are chosen changes nothing in the head."""

    def currentChanged(self, _here: Index, _before: Index) -> None:
        """Stay as it is."""

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint the words of one column."""
        column, has = self._columns[logical], look().colours
        painter.fillRect(rect, has.surface)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, has.line)
        first = self.visualIndex(logical) == 0
        room = inner(rect, self.layoutDirection(), first=first, lead=self.lead)
        words_wide = look().metrics("strong_small").horizontalAdvance(column.words)
        write(painter, room, column.words, "strong_small", has.muted)
        if column.id == self.sorted_by:
            gap = look().px(6)
            _, rest = side_by_side(room, words_wide + gap, self.layoutDirection())
            arrow = look().px(_ARROW)
            place = at_side(self.layoutDirection(), LEADING, QSize(arrow, arrow), rest)
            painter.drawPixmap(place.topLeft(), picture("arrow-up", has.muted, arrow))


class Table(QTableView):
    """A table that is moved through by keys; Enter opens, Space and letters are told on."""

    opened = Signal(int)
    spaced = Signal()
    narrowing = Signal()
    resized = Signal()
    # Said before anything of it is painted: what another row needs may have to be read first.
    going = Signal(int)
    # What is to stay on the screen is not chosen in bulk, and not copied.
    is_copied = True

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        super().__init__()
        self.columns = columns
        self.head = Head(columns)
        self._taken: Collection[str] = ()
        self.slash = True
        # One of our own: before Qt tells Python of its own, it tells of every kind of widget.
        ground = QWidget()
        ground.setBackgroundRole(QPalette.ColorRole.Base)
        ground.setAutoFillBackground(True)
        self.setViewport(ground)
        self.setHorizontalHeader(self.head)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.dense(compact=False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def dense(self, *, compact: bool) -> None:
        """Set how high rows are."""
        high = look().px(row_height(compact=compact))
        # Letters of some scripts are higher than the row that Latin ones need.
        high = max(high, look().metrics().height() + look().px(4))
        self.verticalHeader().setMinimumSectionSize(high)
        self.verticalHeader().setDefaultSectionSize(high)

    def least(self) -> int:
        """Return the width below which even the columns that never leave are cut."""
        return sum(column.least for column in self.columns if not column.rank)

    def leave_out(self, taken: Collection[str]) -> None:
        """Show all columns but some."""
        self._taken = taken
        self.fit()

    def shown(self) -> list[Column]:
        """Return the columns that there is room for."""
        room = self.viewport().width()
        stay = [one for one in self.columns if one.id not in self._taken or not one.rank]
        while sum(one.least for one in stay) > room:
            leaving = max(stay, key=lambda one: one.rank)
            if not leaving.rank:
                break
            stay.remove(leaving)
        return stay

    def fit(self) -> None:
        """Give each column its width; those without room leave."""
        stay = self.shown()
        spare = max(0, self.viewport().width() - sum(one.least for one in stay))
        shares = sum(one.share for one in stay) or 1
        given = 0
        for number, column in enumerate(self.columns):
            here = column in stay
            self.setColumnHidden(number, not here)
            if here:
                last = column is stay[-1]
                grown = spare - given if last else spare * column.share // shares
                given += grown
                self.setColumnWidth(number, column.least + grown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns."""
        super().resizeEvent(event)
        self.fit()
        self.resized.emit()

    def selected(self) -> int:
        """Return how many rows are chosen, counted by ranges: there may be a million."""
        chosen = self.selectionModel().selection()
        return sum(chosen.at(number).height() for number in range(chosen.count()))

    def keyboardSearch(self, _letters: str) -> None:
        """Leave letters alone: looking through every row for them would hold the window up."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, show beside, narrow; all else moves, or copies where that may be."""
        if not self.is_copied and any(map(event.matches, _COPIES)):
            event.accept()
            return
        act = self._acts().get(event.key())
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if act is not None and plain:
            act()
        elif self.slash and event.text() == "/":
            self.narrowing.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Keep it: nobody around a table does anything when a key is let go."""
        super().keyReleaseEvent(event)
        event.accept()

    def _acts(self) -> dict[int, Callable[[], object]]:
        return {
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Space: self.spaced.emit,
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.model().rowCount() - 1),
        }

    def _open(self) -> None:
        if self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())

    def go_to(self, row: int) -> None:
        """Make a row the current one and bring it into sight."""
        index = self.model().index(row, 0)
        if index.isValid():
            self.going.emit(row)
            self.setCurrentIndex(index)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key leads, and tell of it."""
        index = super().moveCursor(action, keys)
        if index.isValid():
            self.going.emit(index.row())
        return index

    def current_row(self) -> int:
        """Return the current row, or -1."""
        here: QModelIndex = self.currentIndex()
        return here.row() if here.isValid() else -1


def inner(
    rect: QRect, direction: Qt.LayoutDirection, *, first: bool, lead: int = FIRST_PAD
) -> QRect:
    """Return the room inside a cell; the first column may stand further in."""
    lead, trail = look().px(lead if first else PAD), look().px(PAD)
    if direction is Qt.LayoutDirection.RightToLeft:
        lead, trail = trail, lead
    return rect.adjusted(lead, 0, -trail, 0)


def named_columns(prefix: str, wanted: Iterable[tuple[str, int, int]]) -> list[Column]:
    """Return columns by id, least width and rank; their words are those of a prefix."""
    letters, around = look().metrics("strong_small"), look().px(FIRST_PAD + PAD + 4)
    heads = ((name, texts.say(f"{prefix}.{name}"), least, rank) for name, least, rank in wanted)
    return [
        Column(name, words, max(look().px(least), letters.horizontalAdvance(words) + around), rank)
        for name, words, least, rank in heads
    ]
