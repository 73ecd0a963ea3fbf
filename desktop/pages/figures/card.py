"""The figures that may be told: how many, one table at a time, and a picture of one column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.figures.people import PEOPLE
from desktop.look import look
from desktop.pages.figures.grid import grids, tally
from desktop.pages.figures.picture import DotsPicture, column_said
from desktop.pages.figures.table import NumbersTable
from desktop.pages.figures.words import period_words, plan_words, tally_words
from desktop.parts.fields import Drop
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.ruled_card import RuledCard, inset
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.figures.shown import Shown
    from desktop.pages.figures.grid import Grid

_WHICH: Final = 180


class Which(Drop):
    """The list of tables, as wide as what is chosen: it stands beside a heading."""

    def sizeHint(self) -> QSize:
        """Return room for what is chosen, and for a pointer."""
        wanted = self.minimumSizeHint()
        return QSize(max(wanted.width(), look().px(_WHICH)), wanted.height())


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
        self.which = Which()
        self.which.setAccessibleName(texts.say("figures_page.which"))
        shown = RuledCard(texts.say("figures_page.nothing_yet"), beside=[self.which])
        self.title = shown.heading
        self.said = Words(texts.say("figures_page.begin"), "small", wrap=True)
        self._place = column()
        self.table: NumbersTable | None = None
        self._column = Words("", "h2", wrap=look().reflows)
        self._one_colour = Words(texts.say("figures_page.picture_note"), "small", wrap=True)
        self.picture = DotsPicture()
        self._unit = Words(texts.say("figures.once"), "small", wrap=True)
        shown.body.addLayout(self._place)
        shown.body.addLayout(inset(column(self.said, self._unit, gap=4), 10, 12))
        words = self._column, self._one_colour
        head = column(*words, gap=2) if look().reflows else row(*words, gap=8)
        if not look().reflows:
            head.setStretch(1, 1)
        pictured = Box("card", column(head, self.picture, gap=8, margin=16))
        pictured.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._parts = (self.which, self._unit, pictured)
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
            bring_into_sight(self.table)

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
        self._column.setText(column_said(grid, column_))
        self.picture.show_column(grid, column_)
