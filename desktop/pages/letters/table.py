"""The table of letters: its columns, what its cells say, and their painting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt

import texts
from desktop.clock import now
from desktop.look import look
from desktop.parts.cells import paint_mask, write
from desktop.parts.checked_list import paint_here
from desktop.parts.table import FIRST_PAD, PAD, Column, inner
from desktop.parts.table_cells import TableCells, ground_of, paint_ground
from texts.dates import day_in_words, isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    from casework.referrals.letter import RegisterLine
    from desktop.parts.rows import Index
    from desktop.parts.table import Table

_NOWHERE: Final = QModelIndex()
_MASKED: Final = frozenset({"service"})
_UNDER_MASK: Final = frozenset({"case", "service", "kind"})
_QUIET: Final = frozenset({"kind", "sent", "state"})
_RANKS: Final = {"number": 0, "case": 0, "service": 0, "sent": 2, "kind": 4, "state": 3}
_LEAST: Final = {"number": 110, "case": 120, "service": 150, "sent": 120, "kind": 130, "state": 190}
_SHARES: Final = {"service": 3, "state": 2}


def columns() -> list[Column]:
    """Return the columns at this look and language."""
    heads = {name: texts.say(f"letters.column.{name}") for name in _RANKS}
    letters, around = look().metrics("strong_small"), look().px(FIRST_PAD + PAD + 4)
    return [
        Column(
            name,
            words,
            max(look().px(_LEAST[name]), letters.horizontalAdvance(words) + around),
            _RANKS[name],
            _SHARES.get(name, 1),
        )
        for name, words in heads.items()
    ]


def cell(column: str, line: RegisterLine) -> str:
    """Return what a cell says."""
    today = now().date()
    if line.masked and column in _UNDER_MASK:
        return texts.say("letters.masked")
    if column == "kind":
        title = f"letter.{line.kind}.title"
        # What a newer program issued is named as it is.
        return texts.say(title) if texts.known(title) else isolate(line.kind)
    if column == "state":
        if line.notice_on is not None:
            return texts.say("letters.recalled_on", date=day_in_words(line.notice_on, today))
        if line.recalled:
            return texts.say("letters.recalled")
        over = line.valid_until < today
        until = day_in_words(line.valid_until, today)
        return texts.say("letters.ended" if over else "letters.valid", date=until)
    return {
        "number": isolate(line.number),
        "case": isolate(line.case_code),
        "service": line.service,
        "sent": day_in_words(line.issued_on, today),
    }[column]


class LetterRows(QAbstractTableModel):
    """The letters that one may see, the last issued first."""

    def __init__(self, heads: Sequence[Column]) -> None:
        super().__init__()
        self.heads = heads
        self.lines: Sequence[RegisterLine] = ()

    def take(self, lines: Sequence[RegisterLine]) -> None:
        """Show other letters."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many letters there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the words of a head."""
        across = orientation is Qt.Orientation.Horizontal
        shown = across and role == Qt.ItemDataRole.DisplayRole
        return self.heads[section].words if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell for whoever listens; what is masked is not said."""
        column = self.heads[index.column()].id
        hidden = look().discreet and column in _MASKED
        if role != Qt.ItemDataRole.AccessibleTextRole or hidden:
            return None
        return cell(column, self.lines[index.row()])


class LetterCells(TableCells):
    """Paints every cell of the table."""

    def __init__(self, rows: LetterRows, table: Table) -> None:
        super().__init__(table)
        self._rows, self._table = rows, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        has, place = look().colours, option.rect
        ground = ground_of(self._table, index)
        paint_ground(painter, place, ground)
        column, line = self._rows.heads[index.column()].id, self._rows.lines[index.row()]
        first = self._table.horizontalHeader().visualIndex(index.column()) == 0
        room = inner(place, option.direction, first=first)
        covered = look().discreet and column in _MASKED and not self.revealed
        if covered or (line.masked and column in _UNDER_MASK):
            paint_mask(painter, room, option.direction, look().mask(ground))
        else:
            needs = column == "state" and line.recalled
            ink = has.care if needs else has.muted if column in _QUIET else has.text
            role = "strong" if column == "number" else "body"
            write(painter, room, cell(column, line), role, ink)
        if index.row() == self._table.currentIndex().row() and self._table.hasFocus():
            self._outline(painter, place)

    def _outline(self, painter: QPainter, place: QRect) -> None:
        """Draw this cell's part of the line around the current row."""
        row = QRect(0, place.y(), self._table.viewport().width(), place.height())
        painter.save()
        painter.setClipRect(place)
        paint_here(painter, row)
        painter.restore()
