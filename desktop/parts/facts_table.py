"""A table of words that wrap: what a picture shows, said one by one."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

import texts
from desktop.look import look
from desktop.parts.cells import paint_mask
from desktop.parts.in_order import in_order
from desktop.parts.paragraphs import Broken, has_no_room, long_words, paint_wrapped
from desktop.parts.sight import RowInSight
from desktop.parts.table import PAD, Column, Table, inner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.parts.rows import Index

_NOWHERE: Final = QModelIndex()
_WRAPPED: Final = (
    Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
)
_TALL: Final = 10_000
_ABOVE: Final = 9
_WORD: Final = 160
# As far in as the heading of a card whose lines go from edge to edge.
_EDGE: Final = 16


class Facts(QAbstractTableModel):
    """Rows of words; some columns are masked in discreet mode."""

    def __init__(self, columns: Sequence[Column], masked: frozenset[str]) -> None:
        super().__init__()
        self.columns, self._masks = columns, masked
        self.rows: Sequence[Sequence[str]] = ()
        self.revealed = False

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def masks(self, column: int) -> bool:
        """Return whether a column is masked now."""
        hides = look().discreet and not self.revealed
        return hides and self.columns[column].id in self._masks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the words of a column."""
        if way is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].words
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, or that they are masked."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if self.masks(index.column()):
            return texts.say("mask.name")
        return self.rows[index.row()][index.column()]


class _Cells(QStyledItemDelegate):
    """Paints words that wrap, and the row where the keyboard is."""

    def __init__(self, facts: Facts, table: FactsTable) -> None:
        super().__init__(table)
        self._facts, self._table = facts, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        has, place, way = look().colours, option.rect, option.direction
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        here = here and (self._table.stays or self._table.hasFocus())
        painter.fillRect(place, has.accent_soft if here else has.surface)
        if not (self._table.to_edge and index.row() == len(self._facts.rows) - 1):
            # What stands to the edge ends with its card.
            painter.fillRect(place.x(), place.bottom(), place.width(), 1, has.line)
        room = inner(place, way, first=not index.column(), lead=self._table.head.lead)
        if self._facts.masks(index.column()):
            paint_mask(painter, room, way, look().mask("accent_soft" if here else "surface"))
        else:
            painter.setFont(look().font())
            is_quiet = self._facts.columns[index.column()].id in self._table.quiet
            painter.setPen(has.muted if is_quiet else has.text)
            words = in_order(str(index.data()), way)
            if has_no_room(long_words(words), painter.fontMetrics(), room.width()):
                Broken(words, way).paint(painter, room)
            else:
                paint_wrapped(painter, room, words, way)
        if self._table.hasFocus() and index.row() == self._table.current_row():
            painter.setPen(QPen(has.focus, 2))
            painter.setClipRect(place)
            painter.drawRect(self._table.row_rect(index.row()).adjusted(1, 1, -1, -2))
            painter.setClipping(False)


class FactsTable(Table):
    """As high as its rows: the page scrolls, not the table in it."""

    # Whether the row where the keyboard was stays marked: what stands below is about it.
    stays = True
    # Columns that say more about what stands in the others.
    quiet: frozenset[str] = frozenset()
    # Until it is given room. As high as anything may be, as Qt has it, the page would be too.
    _high = 0

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        masked: frozenset[str] = frozenset(),
        *,
        to_edge: bool = False,
    ) -> None:
        super().__init__(columns, name)
        # It stands in a card: its words begin near where the heading of the card does.
        self.to_edge, self.head.lead = to_edge, _EDGE if to_edge else PAD
        self.facts = Facts(columns, masked)
        self.setModel(self.facts)
        self.setItemDelegate(_Cells(self.facts, self))
        self._sight = RowInSight(self)
        self.slash = False
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show other rows, and stay where the keyboard was."""
        at = max(0, self.current_row())
        self.facts.show_rows(rows)
        self.fit()
        self._fit_rows()
        self.go_to(min(at, len(rows) - 1))

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self.facts.revealed = on
        self.viewport().update()

    def row_rect(self, row: int) -> QRect:
        """Return where a row stands."""
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def fit(self) -> None:
        """Give each column its width; what its longest word lacks comes from the widest ones."""
        super().fit()
        here = [at for at in range(len(self.columns)) if not self.isColumnHidden(at)]
        needed = self._needed(here)
        for at in here:
            for other in sorted(here, key=self.columnWidth, reverse=True):
                lacks = needed[at] - self.columnWidth(at)
                spare = self.columnWidth(other) - needed[other]
                if (moved := min(lacks, spare)) > 0:
                    self.setColumnWidth(other, self.columnWidth(other) - moved)
                    self.setColumnWidth(at, self.columnWidth(at) + moved)

    def _needed(self, here: Sequence[int]) -> dict[int, int]:
        """Return how wide columns have to be so that no word is cut, or no head at least.

        A word without room goes on in the next line; of a head nothing says what it was.
        """
        letters, heads = look().metrics(), look().metrics("strong_small")
        around = {
            at: look().px((PAD if at != here[0] else self.head.lead) + PAD) + 1 for at in here
        }
        written = {at: heads.horizontalAdvance(self.columns[at].words) + around[at] for at in here}
        # Beside its words Qt leaves room for a mark of order.
        marked = {at: self.head.sectionSizeFromContents(at).width() for at in here}
        whole = {at: max(written[at], marked[at]) for at in here}
        longest = {at: around[at] for at in here}
        for at in here:
            words = [word for row in self.facts.rows for word in row[at].split()]
            # No word, however long, takes all the room.
            most = max(map(letters.horizontalAdvance, words), default=0)
            longest[at] = max(longest[at] + min(most, look().px(_WORD)), whole[at])
        room = self.viewport().width()
        return next((one for one in (longest, whole) if sum(one.values()) <= room), written)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit columns, then rows."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        for row in range(len(self.facts.rows)):
            self.setRowHeight(
                row, max(self._height(row), self.verticalHeader().minimumSectionSize())
            )
        rows = sum(self.rowHeight(row) for row in range(len(self.facts.rows)))
        self._high = high = self.head.height() + rows
        if high != self.height() or high != self.maximumHeight():
            self.setFixedHeight(high)

    def _height(self, row: int) -> int:
        highest, letters = 0, look().metrics()
        for column, words in enumerate(self.facts.rows[row]):
            if self.isColumnHidden(column):
                continue
            place = QRect(0, 0, max(1, self.columnWidth(column)), _TALL)
            way = self.layoutDirection()
            room = inner(place, way, first=not column, lead=self.head.lead)
            if has_no_room(long_words(words), letters, room.width()):
                needed = ceil(Broken(words, way).height(look().font(), room.width()))
            else:
                needed = letters.boundingRect(room, int(_WRAPPED), words).height()
            highest = max(highest, needed)
        return highest + look().px(2 * _ABOVE)

    def sizeHint(self) -> QSize:
        """Return the height of all rows; before their first look at the room, that of the heads."""
        return QSize(self.least(), self._high or self.head.sizeHint().height())
