"""A table as it was read: a head, and lines that each say whether they could be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused, Where
from forms.lexical import NO_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MEGABYTE: Final = 1_000_000
_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class TableLimits:
    """What one table may cost, from its file to a single cell."""

    source_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 400 * MEGABYTE
    part_bytes: int = 300 * MEGABYTE
    small_part_bytes: int = 4 * MEGABYTE
    ratio: int = 250
    parts: int = 2_000
    sheets: int = 100
    rows: int = 200_000
    columns: int = 500
    cells: int = 10_000_000
    cell_length: int = 32_767


TABLE_LIMITS: Final = TableLimits()


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the head: its number in the file, its cells, and why it cannot be used."""

    number: int
    cells: tuple[str, ...] = field(repr=False)
    fault: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet with a head; empty lines are left out."""

    sheet: str = field(repr=False)
    head: tuple[str, ...] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)


class Gathering:
    """A table in the making: it keeps the limits, and equal cells only once."""

    def __init__(self, sheet: str, limits: TableLimits) -> None:
        self._sheet, self._limits = sheet, limits
        self._head: tuple[str, ...] | None = None
        self._lines: list[Line] = []
        self._known: dict[str, str] = {}
        self._cells = 0

    def add(self, number: int, cells: Sequence[str], fault: str = "", column: str = "") -> None:
        """Take in one line; the first that says anything is the head."""
        known = self._known.setdefault
        plain = [known(cell, cell) for cell in map(str.strip, cells)]
        while plain and not plain[-1]:
            plain.pop()
        if not plain and not fault:
            return
        self._cells += len(plain)
        if self._head is None:
            self._head = self._checked_head(number, plain, fault, column)
            return
        if len(self._lines) >= self._limits.rows or self._cells > self._limits.cells:
            most = self._limits.rows
            raise SourceRefused("table.rows", where=self._where(number), limit=most)
        if not fault:
            fault, column = self._fault(plain)
        self._lines.append(Line(number, tuple(plain), fault, column))

    def table(self) -> Table:
        """Return what was gathered; a sheet without anything in it is no table."""
        if self._head is None:
            raise SourceRefused("table.empty", where=Where(sheet=self._sheet))
        return Table(self._sheet, self._head, tuple(self._lines))

    def _checked_head(
        self, number: int, cells: list[str], fault: str, column: str
    ) -> tuple[str, ...]:
        if not fault:
            fault, column = self._fault(cells)
        if fault:
            raise SourceRefused(fault, where=Where(self._sheet, number, column))
        if len(cells) > self._limits.columns:
            most = self._limits.columns
            raise SourceRefused("table.columns", where=self._where(number), limit=most)
        seen: set[str] = set()
        for place, cell in enumerate(cells):
            name = cell.casefold()
            if name and name in seen:
                where = Where(self._sheet, number, column_name(place))
                raise SourceRefused("table.head_twice", where=where)
            seen.add(name)
        return tuple(cells)

    def _fault(self, cells: Iterable[str]) -> tuple[str, str]:
        """Return the first thing that is wrong with the cells of a line, and in which column."""
        width = self._limits.columns if self._head is None else len(self._head)
        for place, cell in enumerate(cells):
            if place >= width and cell:
                return "table.beyond_head", column_name(place)
            if len(cell) > self._limits.cell_length:
                return "table.cell_long", column_name(place)
            if NO_TEXT.search(cell):
                return "table.not_text", column_name(place)
        return "", ""

    def _where(self, number: int) -> Where:
        return Where(sheet=self._sheet, row=number)


def column_name(place: int) -> str:
    """Return the letters of a column, counted from nothing: A, B, ... Z, AA."""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name


def column_place(name: str) -> int:
    """Return which column letters name, counted from nothing."""
    place = 0
    for letter in name:
        place = place * _LETTERS + ord(letter) - ord("A") + 1
    return place - 1
