"""What somebody chooses for the list: its view, words, order, columns and density."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from casework.cases.caseline import Sort, View
from desktop.frame.settings import DENSITIES

if TYPE_CHECKING:
    from casework.cases.caseline import Narrowing
    from desktop.frame.room import Room
    from desktop.pages.cases.reading import Reading
    from desktop.pages.cases.tools import Tools, Views
    from desktop.parts.table import Table

_SORTS: Final = {"case": Sort.CODE, "when": Sort.WHEN, "changed": Sort.CHANGED}
_HEADS: Final = {sort: column for column, sort in _SORTS.items()}


class Choices(QObject):
    """Puts into effect what is chosen over the list."""

    # The list begins again at its first row.
    begun_again = Signal()

    def __init__(self, room: Room, reading: Reading, table: Table) -> None:
        super().__init__()
        self._room, self._reading, self._table = room, reading, table
        self._left_out = {
            one.id for one in table.columns if not room.remembered(f"cases.{one.id}", 1)
        }

    def listen(self, views: Views, tools: Tools) -> None:
        """Take what is chosen in the views, the tools and the head of the table."""
        self._views, self._tools = views, tools
        views.chosen.connect(self.choose)
        tools.view_chosen.connect(self.choose)
        tools.line.narrowed.connect(self.narrow)
        tools.filters.narrowed.connect(self.narrow_to)
        tools.sort_chosen.connect(self.sort)
        tools.column_turned.connect(self.turn_column)
        tools.columns.clicked.connect(self._offer_columns)
        tools.density.clicked.connect(self.other_density)
        self._table.head.sectionClicked.connect(self._head_pressed)
        self.dress()

    def dress(self) -> None:
        """Show what is in effect."""
        compact = self._room.settings.density == DENSITIES[1]
        self._table.dense(compact=compact)
        self._tools.dense(compact=compact)
        self._table.leave_out(self._left_out)
        self._table.head.sort_by(_HEADS[self._reading.sort])

    def choose(self, view: str) -> None:
        """Show another view, from its first case."""
        self._reading.view = View(view)
        self._views.mark(self._reading.view)
        self._tools.show_filters(self._reading.views(), self._reading.view)
        self._again()

    def narrow(self, words: str) -> None:
        """Show the cases of the view that match words."""
        if words != self._reading.words:
            self._reading.words = words
            self._again()

    def narrow_to(self, narrowed: Narrowing) -> None:
        """Show the cases of the view of which all holds that is said."""
        self._reading.narrowed = narrowed
        self._tools.filters.show_narrowed(narrowed)
        self._again()

    def sort(self, way: str) -> None:
        """Show the view in another order."""
        self._reading.sort = Sort(way)
        self.dress()
        self._again()

    def turn_column(self, column: str, shown: bool) -> None:
        """Show a column or leave it out, now and the next time."""
        self._left_out = self._left_out - {column} if shown else self._left_out | {column}
        self._room.remember(f"cases.{column}", int(shown))
        self._table.leave_out(self._left_out)

    def other_density(self) -> None:
        """Change between the two heights of rows."""
        compact = self._room.settings.density != DENSITIES[1]
        self._room.keep_settings(
            replace(self._room.settings, density=DENSITIES[1] if compact else DENSITIES[0])
        )
        self.dress()

    def _offer_columns(self) -> None:
        self._tools.open_columns(self._left_out, self._reading.sort)

    def _head_pressed(self, number: int) -> None:
        way = _SORTS.get(self._table.columns[number].id)
        if way is not None:
            self.sort(way.value)

    def _again(self) -> None:
        self.begun_again.emit()
        self._reading.load()
