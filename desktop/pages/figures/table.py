"""The table of printed figures: marks are hatched, ranges outlined, and each cell says why.

Nothing in it can be chosen in bulk or copied: figures leave as files that two people agreed to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyledItemDelegate

import texts
from casework.protect.printed import Number, Span
from desktop.look import look
from desktop.look.marks import paint_mark
from desktop.pages.figures.words import cell_said, cell_words, place_words, why_words
from desktop.parts.cells import paint_mask, side_by_side
from desktop.parts.hatch import hatch
from desktop.parts.in_order import in_order
from desktop.parts.paragraphs import paint_wrapped
from desktop.parts.sides import TRAILING
from desktop.parts.sight import RowInSight
from desktop.parts.table import PAD, Column, Head, Table, inner

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from casework.protect.printed import Printed
    from desktop.pages.figures.grid import Axis, Grid
    from desktop.parts.rows import Index

_NOWHERE: Final = QModelIndex()
_WRAP: Final = Qt.TextFlag.TextWordWrap
_FIRST: Final = (140, 210)
_CELL: Final = 76
_EDGES: Final = 20
# The first column begins, and the last one ends, where the heading of the card does.
_SIDE: Final = 16
_ABOVE: Final = 8
# A number keeps so much from the edge of its chip; one without a chip, and the words over it, too.
_PAD: Final = 6
_MARK: Final = 16
_ROW: Final = 34
_TALL: Final = 10_000


class Numbers(QAbstractTableModel):
    """The cells of one grid; their words are for whoever listens, and never to be copied."""

    def __init__(self, grid: Grid, least: int) -> None:
        super().__init__()
        self.grid, self.least = grid, least
        self.revealed = False

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are, the words of the rows included."""
        return 0 if parent.isValid() else len(self.grid.columns) + 1

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the words of a head."""
        if way is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section and self.masks(self.grid.columns[section - 1]):
            return texts.say("mask.name")
        return heads(self.grid)[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a voice says of a cell, and why it is so; nothing that could be copied."""
        row, column = index.row(), index.column() - 1
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.said(row, column)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and self.grid.has(row, column):
            return self.why(row, column)
        return None

    def said(self, row: int, column: int) -> str:
        """Return a cell with what it is about."""
        hidden = self.masks(self.grid.rows[row])
        if column < 0 or not self.grid.has(row, column):
            return texts.say("mask.name") if hidden else self.grid.rows[row].full
        told = cell_said(self.grid.at(row, column))
        about = texts.say("mask.name") if hidden else place_words(self.grid, row, column)
        return texts.say("figures_page.cell", about=about, told=told)

    def why(self, row: int, column: int) -> str:
        """Return in a sentence why a cell is what it is."""
        return why_words(self.grid.at(row, column), self.least)

    def masks(self, one: Axis) -> bool:
        """Return whether the words of a row or column are masked now."""
        return look().discreet and not self.revealed and bool(one.dim)


def heads(grid: Grid) -> list[str]:
    """Return the words over the columns: over the first what its rows are."""
    first = texts.say(f"figures.by.{grid.sort.groups[0]}")
    words = first if grid.sort.is_ordered else texts.say("figures_page.a_to_z", what=first)
    return [words, *(one.words for one in grid.columns)]


class NumbersHead(Head):
    """Heads whose words wrap; those over numbers end where the numbers end."""

    def __init__(self, columns: list[Column], numbers: Numbers) -> None:
        super().__init__(columns)
        self._numbers = numbers
        self.setSectionsClickable(False)

    def fit(self) -> None:
        """Be as high as the words need at the widths there are."""
        letters, high = look().metrics("strong_small"), 0
        for section, words in enumerate(heads(self._numbers.grid)):
            taken = look().px(_EDGES + _SIDE - PAD) + (look().px(2 * _PAD) if section else 0)
            place = QRect(0, 0, self.sectionSize(section) - taken, _TALL)
            high = max(high, letters.boundingRect(place, int(_WRAP), words).height())
        self.setFixedHeight(high + look().px(2 * _ABOVE))

    def sectionSizeFromContents(self, section: int) -> QSize:
        """Return room for the longest word."""
        words = heads(self._numbers.grid)[section]
        return QSize(_longest(words, "strong_small"), self.height())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint the words of one column."""
        has, way = look().colours, self.layoutDirection()
        painter.fillRect(rect, has.surface)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, has.line)
        columns = self._numbers.grid.columns
        room = _room(rect, way, logical, len(columns))
        if logical and self._numbers.masks(columns[logical - 1]):
            paint_mask(painter, room, way)
            return
        painter.setFont(look().font("strong_small"))
        painter.setPen(has.muted)
        words = in_order(heads(self._numbers.grid)[logical], way)
        if logical:
            pad = look().px(_PAD)
            painter.drawText(room.adjusted(pad, 0, -pad, 0), int(TRAILING) | int(_WRAP), words)
        else:
            paint_wrapped(painter, room, words, way)


class _Cells(QStyledItemDelegate):
    """Paints the words of rows, and cells: plain, hatched, or outlined."""

    def __init__(self, numbers: Numbers, table: NumbersTable) -> None:
        super().__init__(table)
        self._numbers, self._table = numbers, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        has, place, grid = look().colours, option.rect, self._numbers.grid
        last = index.row() == len(grid.rows) - 1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(place, has.subtle if last else has.surface)
        row, column = index.row(), index.column() - 1
        if column < 0:
            self._row_words(painter, option, grid.rows[row], last=last)
        elif grid.has(row, column):
            room = _room(place, option.direction, index.column(), len(grid.columns))
            self._told(painter, option, room, grid.at(row, column), strong=last)
        painter.fillRect(place.x(), place.bottom(), place.width(), 1, has.line)
        if self._table.hasFocus() and index == self._table.currentIndex():
            painter.setPen(QPen(has.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        painter.restore()

    def _row_words(
        self, painter: QPainter, option: QStyleOptionViewItem, one: Axis, *, last: bool
    ) -> None:
        way = option.direction
        room = _room(option.rect, way, 0, len(self._numbers.grid.columns))
        if one.kind:
            side = look().px(_MARK)
            first, room = side_by_side(room, side + look().px(8), way)
            left = first.right() - side if way is Qt.LayoutDirection.RightToLeft else first.left()
            top = first.center().y() - side / 2
            paint_mark(painter, one.kind, QRectF(left, top, side, side))
        if self._numbers.masks(one):
            if not one.kind:
                paint_mask(painter, room, way)
            return
        painter.setFont(look().font("strong" if last else "body"))
        painter.setPen(look().colours.text)
        paint_wrapped(painter, room, in_order(one.words, way), way)

    def _told(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        room: QRect,
        printed: Printed | None,
        *,
        strong: bool,
    ) -> None:
        has, words, role = look().colours, cell_words(printed), "strong" if strong else "body"
        pad = look().px(_PAD)
        letters = look().metrics(role)
        # Around a mark the hatching stays as broad above as beside it; a span has room to its edge.
        above = pad if isinstance(printed, Span) else look().px(2)
        wide, high = letters.horizontalAdvance(words) + 2 * pad, letters.height() + above
        if not isinstance(printed, Number):
            left = room.left() if option.direction is Qt.LayoutDirection.RightToLeft else 0
            left = left or room.right() - wide + 1
            chip = QRectF(left, option.rect.center().y() - high / 2, wide, high)
            if isinstance(printed, Span):
                painter.setPen(QPen(has.line_strong, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            else:
                hatch(painter, QRectF(option.rect.adjusted(0, 1, 0, -1)))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(has.surface)
            painter.drawRoundedRect(chip, look().px(4), look().px(4))
        painter.setFont(look().font(role))
        painter.setPen(has.text if isinstance(printed, Number) else has.muted)
        inside = room.adjusted(pad, 0, -pad, 0)
        painter.drawText(inside, int(TRAILING), in_order(words, option.direction))


class NumbersTable(Table):
    """One table of figures, gone through cell by cell; where it is too wide it scrolls."""

    stood = Signal(int, int)

    def __init__(self, grid: Grid, least: int) -> None:
        names = heads(grid)
        columns = [Column(str(n), words, _width(grid, n, words)) for n, words in enumerate(names)]
        super().__init__(columns, texts.say("figures_page.table", title=grid.sort.title))
        self.numbers = Numbers(grid, least)
        self._words = NumbersHead(columns, self.numbers)
        self.setHorizontalHeader(self._words)
        self.setModel(self.numbers)
        self.setItemDelegate(_Cells(self.numbers, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(0)
        self.slash = self.is_copied = False
        self.dense(compact=True)
        self._sight = RowInSight(self)
        self.selectionModel().currentChanged.connect(self._stand)
        self.setCurrentIndex(self.numbers.index(0, 1))

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self.numbers.revealed = on
        self.viewport().update()
        self._words.viewport().update()

    def fit(self) -> None:
        """Give each column its width, the first what is left; no column leaves."""
        spare = self.viewport().width() - sum(one.least for one in self.columns)
        each = max(0, spare) // len(self.columns)
        for number, column in enumerate(self.columns):
            rest = max(0, spare) - each * (len(self.columns) - 1) if not number else each
            self.setColumnWidth(number, column.least + rest)
        self._words.fit()
        self._fit_rows()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns, then the rows."""
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(look().px(_FIRST[0] + _CELL), self.maximumHeight())

    def minimumSizeHint(self) -> QSize:
        """Return the height of all rows; it may be as narrow as need be."""
        return QSize(look().px(_FIRST[0]), self.maximumHeight())

    def _fit_rows(self) -> None:
        letters, rows, high = look().metrics("strong"), self.numbers.grid.rows, 0
        taken = _EDGES + _SIDE - PAD + 8 + (_MARK + 8 if rows[0].kind else 0)
        for number, one in enumerate(rows):
            room = QRect(0, 0, self.columnWidth(0) - look().px(taken), _TALL)
            needs = letters.boundingRect(room, int(_WRAP), one.words).height()
            self.setRowHeight(number, max(look().px(_ROW), needs + look().px(_ABOVE)))
            high += self.rowHeight(number)
        across = sum(self.columnWidth(n) for n in range(len(self.columns)))
        bar = self.horizontalScrollBar().sizeHint().height()
        needed = self._words.height() + high + (bar if across > self.viewport().width() else 0)
        if needed != self.maximumHeight() or needed != self.minimumHeight():
            self.setFixedHeight(needed)

    def _stand(self, here: QModelIndex) -> None:
        self.stood.emit(here.row(), here.column() - 1)


def _room(rect: QRect, way: Qt.LayoutDirection, column: int, last: int) -> QRect:
    """Return the room for the words of a cell."""
    room = inner(rect, way, first=not column, lead=_SIDE)
    more = look().px(_SIDE - PAD) if column == last else 0
    mirrored = way is Qt.LayoutDirection.RightToLeft
    return room.adjusted(more if mirrored else 0, 0, 0 if mirrored else -more, 0)


def _width(grid: Grid, column: int, words: str) -> int:
    """Return the least width of a column."""
    inside = 0 < column < len(grid.columns)
    edges = look().px(_EDGES + 2 * _PAD + (0 if inside else _SIDE - PAD))
    if not column:
        names = [_longest(one.words, "strong") for one in grid.rows]
        wide = max([*names, _longest(words, "strong_small")]) + edges + look().px(_MARK + 12)
        wider = max(look().metrics("strong").horizontalAdvance(one.words) for one in grid.rows)
        most = look().px(_FIRST[1]) if not look().reflows else 0
        return max(wide, look().px(_FIRST[0]), min(wider + edges, most))
    told = (cell_words(grid.at(row, column - 1)) for row in range(len(grid.rows)))
    widest = max(look().metrics("strong").horizontalAdvance(one) for one in told)
    head = _longest(words, "strong_small")
    return max(look().px(_CELL), widest + edges, head + edges)


def _longest(words: str, role: str) -> int:
    return max((look().metrics(role).horizontalAdvance(one) for one in words.split()), default=0)
