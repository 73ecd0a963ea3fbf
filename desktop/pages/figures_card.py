"""The figures that may be told: how many, one table at a time, and a picture of one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.figures.people import PEOPLE
from desktop.pages.figures_grid import grids, tally
from desktop.pages.figures_picture import DotsPicture, column_said
from desktop.pages.figures_table import NumbersTable
from desktop.pages.figures_words import period_words, plan_words, tally_words
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import Box, clear, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.figures.shown import Shown
    from desktop.pages.figures_grid import Grid


class FiguresCard(QWidget):
    """A list of tables, and the one that is chosen; its cells are gone through by arrow keys.

    Under it, in a card of its own, the picture of the column where one is.
    """

    # Where one stands: the grid, the row, the column.
    stood = Signal(object, int, int)

    def __init__(self) -> None:
        super().__init__()
        self._grids: Sequence[Grid] = ()
        self._least = 0
        self.title = Words(texts.say("figures_page.nothing_yet"), "h2", wrap=True)
        self.said = Words(texts.say("figures_page.begin"), "small", wrap=True)
        self.which = Drop()
        self._which = Field(texts.say("figures_page.which"), self.which)
        self._place = column()
        self.table: NumbersTable | None = None
        self._column = Words("", "h2", wrap=True)
        self._one_colour = Words(texts.say("figures_page.picture_note"), "small", wrap=True)
        self.picture = DotsPicture()
        self._unit = Words(texts.say("figures.once"), "small", wrap=True)
        inside = column(self.title, self.said, self._which, self._place, self._unit, gap=10)
        as_picture = column(self._column, self._one_colour, self.picture, gap=6)
        shown, pictured = (Box("card", column(one, margin=16)) for one in (inside, as_picture))
        for card in (shown, pictured):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._parts = (self._which, self._unit, pictured)
        for part in self._parts:
            part.hide()
        self.setLayout(column(shown, pictured, gap=12))
        self.which.activated.connect(lambda _at: self._choose())

    def show_figures(self, shown: Shown, releases: int) -> None:
        """Show figures; the table that was chosen stays, where the plan has it."""
        values = {"plan": plan_words(shown.plan), "period": period_words(shown.period)}
        self.title.setText(texts.say("figures_page.title", **values))
        self.said.setText(tally_words(tally(shown), releases))
        self._grids, self._least = grids(shown), shown.least
        before = self.which.code()
        self.which.offer([(one.sort.id, one.sort.title) for one in self._grids], before)
        for part in self._parts:
            part.show()
        self._choose()

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        if self.table is not None:
            self.table.reveal(on=on)
        self.picture.reveal(on=on)

    def focus_table(self) -> None:
        """Let the keyboard enter the table: the picture's twin."""
        if self.table is not None:
            self.table.setFocus()

    def _choose(self) -> None:
        grid = next((one for one in self._grids if one.sort.id == self.which.code()), None)
        if grid is None:
            return
        clear(self._place)
        self.table = table = NumbersTable(grid, self._least)
        self._place.addWidget(table)
        # What is not seen yet gets the keyboard only if nothing else takes it before it is.
        table.show()
        table.stood.connect(self._stand)
        persons = grid.sort.unit == PEOPLE
        self._unit.setText(texts.say("figures.once" if persons else "figures_page.times"))
        self._picture_of(grid, len(grid.columns) - 1)
        self.stood.emit(grid, 0, 0)

    def _stand(self, row: int, column_: int) -> None:
        grid = self.table.numbers.grid if self.table is not None else None
        if grid is None or column_ < 0:
            return
        self._picture_of(grid, column_)
        self.stood.emit(grid, row, column_)

    def _picture_of(self, grid: Grid, column_: int) -> None:
        several = len(grid.columns) > 1
        self._column.setText(column_said(grid, column_) if several else "")
        self._column.setVisible(several)
        self.picture.show_column(grid, column_)
