"""Beside the tasks of Today: what waits to go to other laptops, and since when."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import texts
from desktop.clock import now
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.keeping.exchange import ExchangeState
    from desktop.frame.room import Room


class WaitingToSync(Card):
    """It is there only when something waits; what stands of it is asked for the top bar anyway."""

    def __init__(self, room: Room) -> None:
        self._oldest = Words("", "small")
        super().__init__(texts.say("today.sync"), beside=(self._oldest,))
        self._words = Words("", "small", wrap=True)
        self.stick = Button(texts.say("today.sync.stick"), "small", icon_name="upload-simple")
        self.see = Button(texts.say("today.sync.see"), "quiet")
        for button in (self.stick, self.see):
            button.does(partial(room.go, "devices"))
        self.body.addLayout(column(self._words, Flow((self.stick, self.see), gap=8), gap=10))
        self.hide()
        self._room = room
        room.exchanged.connect(self.show_state)

    def start(self) -> None:
        """Show what is known already, once this stands in its page."""
        if self._room.exchange is not None:
            self.show_state(self._room.exchange)

    def show_state(self, state: ExchangeState) -> None:
        """Say how much waits, and since when."""
        self.setVisible(bool(state.leaving))
        if state.leaving:
            # Imported by whoever exchanges: the window opens without it.
            words = import_module("desktop.exchange.words")
            self._words.setText(texts.say("today.sync.safe", waits=words.waiting_words(state)))
            first = min(one.at for one in state.leaving).astimezone().date()
            day = import_module("texts.dates").short_date(first, now().date())
            self._oldest.setText(texts.say("today.sync.oldest", day=day))
