"""The table of cases: its columns, its rows out of the store block by block, and their painting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QPen

import texts
from casework.consent.agreement import ConsentLine
from desktop.look import look
from desktop.pages.cases.words import (
    Told,
    changed_told,
    consent_told,
    contact_told,
    experiences_words,
    next_told,
    planned,
    services_told,
    when_told,
)
from desktop.parts.blocks import Blocks
from desktop.parts.cells import (
    ICON,
    ICON_GAP,
    PLACE,
    chip_width,
    paint_chip,
    paint_icon,
    paint_mask,
    paint_places,
    write,
    write_in_two,
    write_whole,
)
from desktop.parts.table import FIRST_PAD, PAD, Column, inner
from desktop.parts.table_cells import TableCells, ground_of, paint_ground
from desktop.parts.tiles import by_name
from texts.dates import isolate

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

    from casework.cases.caseline import CaseLine
    from desktop.parts.rows import Index

_NOWHERE: Final = QModelIndex()
_WIDEST_CODE: Final = "WQMG-WQMG"
# Days whose words are as long as any: every month, and every day of a week.
_LONG_YEAR, _LONG_DAY = 2028, 27
_COMMON_WAYS: Final = ("phone_call", "in_person")


def columns() -> list[Column]:
    """Return the columns at this look and language; those that stay longest have low ranks."""
    experiences = "topics" if look().discreet else "experiences"
    # The commonest ways stand in one line, and longer ones in two.
    ways = max(_wide(contact_told(way, "coded").words, icon=True) for way in _COMMON_WAYS)
    consent = max(_wide(consent_told(one).words, icon=True) for one in ConsentLine)
    days = [date(_LONG_YEAR, month, _LONG_DAY) for month in range(1, 13)]
    near = [texts.say("date.today"), texts.say("date.yesterday")]
    due = max(map(chip_width, (*near, *(planned(one, one) for one in (*days, *_week())))))
    day = max(_wide(changed_told(one, _week()[0]).words) for one in days)
    order = texts.say("cases.column.experiences.order")
    head = _head_width(experiences)
    places = look().px(PLACE) * len(by_name()) + look().px(2 * PAD)
    # What is as wide as its longest words needs no more: the room left over goes to the others.
    return [
        _column("case", _code_width(), 0, share=0, sorts=True),
        Column(experiences, _head(experiences), max(places, head), 4, share=0, tip=order),
        # Told with whom by its name, in two lines: beside it consent has its room still.
        _column("next", look().px(200), 0, share=4),
        _column("when", due + look().px(2 * PAD), 2, share=0, sorts=True),
        _column("contact", ways, 3),
        _column("consent", consent, 5, share=0),
        _column("services", _wide(services_told(20).words), 6, share=0),
        _column("changed", day, 7, share=0, sorts=True),
    ]


def _week() -> list[date]:
    return [date(_LONG_YEAR + 1, 9, day) for day in range(20, _LONG_DAY)]


def _column(name: str, least: int, rank: int, *, share: int = 1, sorts: bool = False) -> Column:
    least = max(least, _head_width(name))
    return Column(name, _head(name), least, rank, share, sorts)


def _head(name: str) -> str:
    return texts.say(f"cases.column.{name}")


def _head_width(name: str) -> int:
    # Room for the arrow of the sorted column is part of every head.
    return look().metrics("strong_small").horizontalAdvance(_head(name)) + look().px(2 * PAD + 20)


def _wide(words: str, *, icon: bool = False) -> int:
    before = look().px(ICON) + look().px(ICON_GAP) if icon else 0
    return look().metrics().horizontalAdvance(words) + before + look().px(2 * PAD) + 1


def _code_width() -> int:
    # Few codes are as wide: those stand in smaller letters, so that the next step has more room.
    letters = look().metrics("strong_small")
    return letters.horizontalAdvance(_WIDEST_CODE) + look().px(FIRST_PAD + PAD)


def cell(column: str, line: CaseLine, today: date) -> Told:
    """Return what a cell says."""
    if column in {"experiences", "topics"}:
        return Told(experiences_words(line.experiences))
    told: dict[str, Callable[[], Told]] = {
        "case": lambda: Told(isolate(line.code)),
        "next": lambda: next_told(line),
        "when": lambda: when_told(line, today),
        "contact": lambda: contact_told(line.safe_way, line.code_word),
        "consent": lambda: consent_told(line.consent),
        "services": lambda: services_told(line.services_agreed),
        "changed": lambda: changed_told(line.changed_at.astimezone().date(), today),
    }
    return told[column]()


class CaseRows(QAbstractTableModel):
    """The cases of a view: a number each, four bytes, and the lines of the last used blocks."""

    def __init__(
        self,
        heads: Sequence[Column],
        send: Callable[[Sequence[int], Callable[[Iterable[CaseLine]], None]], None],
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self.heads, self.today = heads, today
        self.blocks: Blocks[CaseLine] = Blocks(send, lambda line: line.number, self._came)

    def show(self, numbers: array[int]) -> None:
        """Show other cases."""
        self.beginResetModel()
        self.blocks.show(numbers)
        self.endResetModel()

    def go_on(self, numbers: array[int]) -> None:
        """Show all cases of a view whose first ones are shown already."""
        before = len(self.blocks)
        if numbers[:before] != self.blocks.numbers:
            self.show(numbers)
        elif len(numbers) > before:
            self.beginInsertRows(_NOWHERE, before, len(numbers) - 1)
            self.blocks.go_on(numbers)
            self.endInsertRows()

    def forget(self) -> None:
        """Let every line be read again."""
        self.blocks.forget()
        self._came(0, len(self.blocks) - 1)

    def line(self, row: int) -> CaseLine | None:
        """Return what stands in a row, or None while it is on its way."""
        return self.blocks.row(row) if 0 <= row < len(self.blocks) else None

    def _came(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.heads) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many cases there are."""
        return 0 if parent.isValid() else len(self.blocks)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the words of a head, and what its tip says."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.heads[section].tip or None
        return self.heads[section].words if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell for whoever listens; what is masked is not said."""
        if role not in _SPOKEN:
            return None
        column = self.heads[index.column()].id
        if role == Qt.ItemDataRole.ToolTipRole and column in {"case", "when", "changed"}:
            return None
        if look().discreet and column in _MASKED:
            return None
        line = self.line(index.row())
        if line is None:
            return texts.say("list.on_its_way")
        return cell(column, line, self.today()).words


_SPOKEN: Final = frozenset({Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole})
_MASKED: Final = frozenset({"topics", "experiences", "next"})
# What is too long for its line stands in two: how she may be reached is never cut.
_IN_TWO: Final = frozenset({"next", "contact", "consent"})
_QUIET: Final = frozenset({"when", "services", "changed"})


class CaseCells(TableCells):
    """Paints every cell of the list; nothing else does."""

    def __init__(self, rows: CaseRows, table: QTableView) -> None:
        super().__init__(table)
        self._rows, self._table = rows, table
        self._codes = tuple(by_name())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        place, row, column = option.rect, index.row(), index.column()
        ground = ground_of(self._table, index)
        paint_ground(painter, place, ground)
        direction = option.direction
        visual = self._table.horizontalHeader().visualIndex(column)
        room = inner(place, direction, first=visual == 0)
        line, name = self._rows.line(row), self._rows.heads[column].id
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line is None or (name == "next" and look().discreet and not self.revealed):
            bar = look().mask(ground)
            paint_mask(painter, room.adjusted(0, 0, 0, -1), direction, bar)
        else:
            self._tell(painter, room, (name, line), direction)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if row == self._table.currentIndex().row() and self._table.hasFocus():
            self._outline(painter, place, column)

    def _tell(
        self,
        painter: QPainter,
        room: QRect,
        what: tuple[str, CaseLine],
        direction: Qt.LayoutDirection,
    ) -> None:
        column, line = what
        has = look().colours
        if column in {"experiences", "topics"}:
            paint_places(painter, room, (self._codes, line.experiences), direction)
            return
        told = cell(column, line, self._rows.today())
        if column == "when" and told.needs:
            paint_chip(painter, room, told.words, direction)
            return
        quiet = not told.needs if column != "case" else False
        ink = has.muted if quiet or column in _QUIET else has.text
        if told.icon:
            tone = has.care if column == "consent" and told.needs else ink
            room = paint_icon(painter, room, told.icon, tone, direction)
        if column in _IN_TWO:
            write_in_two(painter, room, told.words, ink)
        elif column == "case":
            write_whole(painter, room, told.words, ink)
        else:
            write(painter, room, told.words, "body", ink)

    def _outline(self, painter: QPainter, place: QRect, column: int) -> None:
        """Draw this cell's part of the line around the current row."""
        painter.setPen(QPen(look().colours.focus, 2))
        top, bottom = place.top() + 1, place.bottom()
        painter.drawLine(place.left(), top, place.right() + 1, top)
        painter.drawLine(place.left(), bottom, place.right() + 1, bottom)
        shown = [n for n in range(len(self._rows.heads)) if not self._table.isColumnHidden(n)]
        mirrored = self._table.isRightToLeft()
        left, right = place.left() + 1, place.right()
        if column == shown[0]:
            at = right if mirrored else left
            painter.drawLine(at, top, at, bottom)
        if column == shown[-1]:
            at = left if mirrored else right
            painter.drawLine(at, top, at, bottom)
