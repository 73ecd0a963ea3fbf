"""Bring in / take out: a table matched, practised, brought in, undone; one's own copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.team.worker import Act, may
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.bringing.layout import LayoutCard
from desktop.pages.bringing.out import OutCard
from desktop.pages.bringing.past import PastCard
from desktop.pages.bringing.table import TableCard
from desktop.parts.card_page import CardPage
from desktop.parts.frames import column
from desktop.parts.messages import MessageBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from desktop.frame.room import Room

_CONCERNED: Final = frozenset({"brought_in", "bringing_undone", "taken_out"})


def _may(room: Room) -> bool:
    """Return whether this person's role brings anything in or takes anything out."""
    return any(may(room.office.worker, act) for act in (Act.BRING_IN, Act.TAKE_OUT))


class BringingPage(Page):
    """Four cards: bring in, what was brought in, take out, write the layout of another system."""

    nav = "settings"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.table, self.past, self.out = TableCard(room), PastCard(room), OutCard(room)
        self.layout_out = LayoutCard(room)
        # What is greyed below says so when one comes to it; this is seen before.
        self._why = None if _may(room) else MessageBar(texts.say("error.not_permitted"))
        if self._why is not None:
            # Nothing below it takes the keyboard: arrows and page keys scroll the page from here.
            self._why.hold_keyboard()
        bars = () if self._why is None else (self._why,)
        self.setLayout(column(CardPage((*bars, *self.panes()), wide=True)))

    def start(self) -> None:
        """Ask for what there is to choose from, and what was done before."""
        for card in (self.table, self.past, self.out, self.layout_out):
            card.start()

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return (
            (texts.say("nav.settings"), Place("settings")),
            (texts.say("bringing.page"), None),
        )

    def panes(self) -> Sequence[QWidget]:
        """Return the cards."""
        return (self.table, self.past, self.out, self.layout_out)

    def first_focus(self) -> QWidget | None:
        """Begin with the file, where one may choose one; else with why nothing is done here."""
        button = self.table.file.button
        return button if button.isEnabled() else self._why

    def concerns(self, change: Change) -> None:
        """Show what was brought in, undone or taken out."""
        if change.kind in _CONCERNED:
            self.past.start()
            self.out.start()
