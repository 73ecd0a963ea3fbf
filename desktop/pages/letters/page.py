"""The letters that went out: which, to whom, of which case, and whether they still hold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedLayout, QWidget

import texts
from casework.keeping.exchange import EXCHANGED
from desktop.frame.actions import UP_AND_DOWN
from desktop.frame.day_turning import DAY_TURNED
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.look import look
from desktop.pages.letters.table import LetterCells, LetterRows, columns
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.footer import Footer
from desktop.parts.frames import Box, column, page_edge, row, rule
from desktop.parts.messages import Placeholder
from desktop.parts.table import Table
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.changes import Change
    from casework.referrals.letter import RegisterLine
    from desktop.frame.room import Room

# Above and below what stands over the table.
_OVER: Final = 10
_CONCERNED: Final = frozenset({"letter_issued", "consent_withdrawn", EXCHANGED, DAY_TURNED})


class LettersPage(Page):
    """The register: Enter opens the case that a letter is about."""

    nav = "letters"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        heads = columns()
        self.rows = LetterRows(heads)
        self.table = Table(heads, texts.say("letters.list"))
        self._cells = LetterCells(self.rows, self.table)
        self.table.setModel(self.rows)
        self.table.setItemDelegate(self._cells)
        self.table.opened.connect(self._open)
        self.footer = Footer(keys=texts.say("letters.keys", arrows=UP_AND_DOWN))
        nothing = Placeholder(texts.say("letters.none"), icon_name="envelope-simple")
        # Without a parent, what it shows first would be a window of its own for a moment.
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        self.asked = Button(texts.say("requests.title")).does(partial(room.go, "requests"))
        self.lost = Button(texts.say("breaches.title")).does(partial(room.go, "breaches"))
        whole = column(self._head(), rule(), holder, rule(), self.footer)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _head(self) -> Box:
        """Return the ways to what else is told of the office's data, above what went out."""
        note = Words(texts.say("letters.note"), "small", wrap=True)
        beside = column if look().reflows else row
        head = beside(note, Flow((self.asked, self.lost)), gap=8)
        edge, over = page_edge(), look().px(_OVER)
        head.setContentsMargins(edge, over, edge, over)
        return Box("canvas", head)

    def start(self) -> None:
        """Ask for the register."""
        self.room.jobs.ask(self, self.room.office.letters.register, self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.letters"), None),)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the keys do here."""
        return {"main": self._open}

    def panes(self) -> Sequence[QWidget]:
        """Return what stands above the table, and the table."""
        return (self.asked, self.table)

    def first_focus(self) -> QWidget:
        """Return the table."""
        return self.table

    def here(self) -> Place:
        """Return the row one stands on."""
        return Place("letters", "", "", str(max(0, self.table.current_row())))

    def concerns(self, change: Change) -> None:
        """Read the register again after a letter or a withdrawal."""
        if change.kind in _CONCERNED:
            self.place = self.here()
            self.start()

    def reveal(self, *, on: bool) -> None:
        """Show words in discreet mode while the key for it is held."""
        self._cells.revealed = on
        self.table.viewport().update()

    def _show(self, lines: Sequence[RegisterLine]) -> None:
        self.rows.take(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self.footer.say(texts.plural("letters.counted", len(lines)))
        row = int(self.place.field) if self.place.field.isdecimal() else 0
        if lines:
            self.table.go_to(min(row, len(lines) - 1))

    def _open(self, row: int = -1) -> None:
        at = self.table.current_row() if row < 0 else row
        if not 0 <= at < len(self.rows.lines):
            return
        line = self.rows.lines[at]
        if line.masked:
            self.room.trouble(texts.say("letters.masked_why"))
        elif line.recalled and line.notice_on is None:
            # The notice that is due is made where consent is.
            self.room.go("consent", line.case_code)
        else:
            self.room.go("case", line.case_code)
