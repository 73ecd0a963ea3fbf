"""The list of cases: views, narrowing, columns, and one case beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

import texts
from casework.cases.caseline import WHOLE, View
from casework.team.worker import Act, may
from desktop.frame.actions import UP_AND_DOWN
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.cases.body import Body
from desktop.pages.cases.choices import Choices
from desktop.pages.cases.contact import Contacts
from desktop.pages.cases.filters import field_of, row_and_narrowing
from desktop.pages.cases.reading import Reading
from desktop.pages.cases.table import CaseCells, columns
from desktop.pages.cases.tools import Tools, Views
from desktop.parts.buttons import Button
from desktop.parts.footer import Footer
from desktop.parts.frames import column, rule
from desktop.parts.messages import Placeholder
from desktop.parts.patience import Patience
from desktop.parts.seen import after_paint
from desktop.parts.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from desktop.frame.room import Room

_BODY: Final = 4
_REST_MS: Final = 60


class CasesPage(Page):
    """Every case this worker may see, a view at a time."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        heads = columns()
        view = View(place.subject) if place.subject in set(View) else View.MINE_OPEN
        self.reading = Reading(self, room, view, heads)
        self.table = Table(heads, texts.say("cases.list"))
        self._cells = CaseCells(self.reading.rows, self.table)
        self.views, self.tools = Views(room.settings.keys), Tools(heads)
        self.body = Body(room, self.table)
        self._contacts = Contacts(room, self.body.side)
        self.footer = Footer(keys=texts.say("cases.keys", arrows=UP_AND_DOWN))
        self._told, self._known = (-1, -1), False
        self._row, self.reading.narrowed = row_and_narrowing(place.field)
        self.tools.filters.show_narrowed(self.reading.narrowed)
        self.table.setModel(self.reading.rows)
        self.table.setItemDelegate(self._cells)
        self._patience = Patience(self.table, self.reading.rows.blocks)
        # Whoever runs through the list sees a case beside it once she rests.
        self._resting = QTimer(self, singleShot=True, interval=_REST_MS)
        self._resting.timeout.connect(self._show_side)
        self.table.slash = room.settings.single_keys
        parts = (self.views, rule(), self.tools, rule(), self.body, rule(), self.footer)
        whole = column(*parts)
        whole.setStretch(_BODY, 1)
        self.setLayout(whole)
        self._choices = Choices(room, self.reading, self.table)
        self._choices.listen(self.views, self.tools)
        self._connect()

    def _connect(self) -> None:
        reading, table = self.reading, self.table
        reading.counted.connect(self._counted)
        reading.came.connect(self._came)
        # To go through very many cases takes time and memory from those that are waited for.
        reading.begun.connect(partial(after_paint, table.viewport(), reading.read_rest))
        reading.rows.dataChanged.connect(self._rest_soon)
        self._choices.begun_again.connect(self._begin_again)
        self.views.new_case.clicked.connect(partial(self.room.perform, "new_case"))
        self.tools.line.leaving.connect(table.setFocus)
        self.tools.side.clicked.connect(self.body.turn_side)
        self.tools.pairs.does(partial(self.room.go, "pairs"))
        self.body.side_turned.connect(self._side_turned)
        self._contacts.came.connect(self.body.side.show_contact)
        self._contacts.refused.connect(partial(self.body.side.show_contact, None, unread=True))
        self.body.side.opening.connect(partial(_open, self))
        self.body.side.noting.connect(partial(_open, self, "entries", "note"))
        table.opened.connect(lambda _row: _open(self))
        table.spaced.connect(self.body.turn_side)
        table.narrowing.connect(self.tools.line.setFocus)
        table.selectionModel().currentRowChanged.connect(self._rest_soon)
        table.selectionModel().selectionChanged.connect(self._tell_foot)

    # --- the page

    def start(self) -> None:
        """Ask for the views and for the first cases of this one."""
        self.reading.start()

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.cases"), None),)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        return {"narrow": self.tools.line.setFocus, "main": partial(_open, self)}

    def panes(self) -> Sequence[QWidget]:
        """Return views, tools, list and side view."""
        return (self.views, self.tools, self.table, self.body.side)

    def first_focus(self) -> QWidget:
        """Return the list."""
        return self.table

    def here(self) -> Place:
        """Return the view and the row."""
        field = field_of(max(0, self.table.current_row()), self.reading.narrowed)
        return Place("cases", "", self.reading.view.value, field)

    def chosen(self) -> Mapping[str, str]:
        """Return by which words the list is narrowed, and its order; all else says its place."""
        return {"words": self.reading.words, "sort": self.reading.sort}

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Narrow it by the same words, in the same order."""
        if chosen["sort"] != self.reading.sort:
            self._choices.sort(chosen["sort"])
        if chosen["words"]:
            self.tools.line.setText(chosen["words"])
            self.tools.line.narrowed.emit(chosen["words"])

    def concerns(self, _change: Change) -> None:
        """Read the list anew where it stands."""
        self._row = max(0, self.table.current_row())
        self.reading.start()

    def reveal(self, *, on: bool) -> None:
        """Show words in discreet mode while the key for it is held."""
        self._cells.revealed = on
        self.body.side.reveal(on=on)
        self.table.viewport().update()

    # --- what came

    def _counted(self) -> None:
        reading = self.reading
        self.views.show_views(reading.counts, reading.view)
        self.tools.show_filters(reading.views(), reading.view)
        if reading.counts:
            self.room.count("cases", reading.counts[0].count)
        # Before the first cases have come nobody knows whether there are none.
        if self._known and not len(reading.rows.blocks):
            self._came(True)
        self._tell_foot()

    def _came(self, whole: bool) -> None:
        self._known = True
        rows = len(self.reading.rows.blocks)
        if rows:
            self.body.show_table()
            # Whoever went on from the first cases is not brought back when the rest has come.
            if self.table.current_row() < 0 and (self._row < rows or whole):
                self.table.go_to(min(self._row, rows - 1))
        elif self.reading.counts:
            self.body.show_nothing(self._nothing())
        self._show_side()
        self._tell_foot()

    def _nothing(self) -> Placeholder:
        reading = self.reading
        if reading.words:
            words = texts.say("cases.no_match", words=reading.words)
            clear = Button(texts.say("cases.clear")).does(self.tools.line.clear_words)
            return Placeholder(words, icon_name="magnifying-glass", button=clear)
        if reading.narrowed:
            whole = partial(self._choices.narrow_to, WHOLE)
            clear = Button(texts.say("cases.clear")).does(whole)
            words = texts.say("cases.filter.nothing")
            return Placeholder(words, icon_name="funnel", button=clear)
        some = any(one.count for one in reading.counts)
        words = texts.say(f"cases.empty.{reading.view.value}" if some else "cases.empty")
        new = Button(texts.say("action.new_case")).does(partial(self.room.perform, "new_case"))
        # Where no case is at all they may come from elsewhere too.
        also = None
        if not some and may(self.room.office.worker, Act.BRING_IN):
            also = Button(texts.say("cases.bring_in")).does(partial(self.room.go, "bringing"))
        return Placeholder(words, icon_name="folders", button=new, also=also)

    def _rest_soon(self) -> None:
        self._resting.start()

    def _show_side(self) -> None:
        if self.body.side_shown():
            line = self.reading.rows.line(self.table.current_row())
            self.body.side.show_line(line, self.reading.today() if line else None)
            self._contacts.stand_at(line)

    def _tell_foot(self) -> None:
        count, chosen = self.reading.count(), self.table.selected()
        if (count, chosen) == self._told:
            return
        self._told = count, chosen
        parts = [texts.plural("cases.counted", count)]
        if chosen:
            parts.append(texts.plural("cases.selected", chosen))
        self.footer.say(texts.beside(*parts))

    # --- what is done

    def _begin_again(self) -> None:
        self._row = 0

    def _side_turned(self, on: bool) -> None:
        self.tools.side.setChecked(on)
        if on:
            self._show_side()


def _open(page: CasesPage, to: str = "case", section: str = "") -> None:
    """Go to the case that is chosen, or to a section of it."""
    line = page.reading.rows.line(page.table.current_row())
    if line is not None:
        page.room.go(to, line.code, section)
