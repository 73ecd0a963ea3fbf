"""Keeps the chip up to date, and says how an exchange ended wherever one is by then."""

from __future__ import annotations

from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.keeping.exchange import ExchangeState
    from desktop.beside.errand import Ended
    from desktop.frame.by_itself import ByItself
    from desktop.frame.exchange_chip import ExchangeChip
    from desktop.frame.news import News
    from desktop.frame.places import Place
    from desktop.frame.room import Room

# Whoever types saves often; nobody looks at the chip more often than this.
_CALM_MS: Final = 700
_PAGE: Final = "devices"
_SERVER: Final = "sync"
# What is told to every page when it is over, by what it was.
_TOLD: Final = {
    "read": "exchange_read",
    "write": "exchange_written",
    _SERVER: "exchange_read",
    "room": "exchange_read",
    "server": "exchange_server",
}


class ExchangeWatch(QObject):
    """Asks what stands when something changed, a moment later and once for many changes."""

    def __init__(
        self, seen: QWidget, room: Room, chip: ExchangeChip, here: Callable[[], Place]
    ) -> None:
        super().__init__(seen)
        self._seen, self._room, self._chip, self._here = seen, room, chip, here
        self.by_itself: ByItself | None = None
        self._decisions = 0
        self._state: ExchangeState | None = None
        self._timer = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._timer.timeout.connect(self.ask)
        jobs = room.jobs
        jobs.changed.connect(self._changed)
        jobs.errand.began.connect(self._under_way)
        jobs.errand.told.connect(self._under_way)
        jobs.errand.ended.connect(self._ended)
        jobs.errand.failed.connect(self._failed)
        jobs.errand.gave_way.connect(self._timer.start)
        if jobs.errand.is_told:
            self._under_way()
        # The first page comes first: what exchanges with others takes a while to be imported.
        self._timer.start()

    @cached_property
    def news(self) -> News:
        """What tells the pages that something came by itself, made when it first does."""
        made: News = import_module("desktop.frame.news").News(self._seen, self._room, self._here)
        return made

    def ask(self) -> None:
        """Ask what stands now."""
        if (house := self._room.house) is not None:
            # Imported with the first workbook that opens: the window is seen before.
            state = import_module("desktop.exchange.state").exchange_state
            self._room.jobs.ask(self, partial(state, house), self._show)

    def decisions(self, number: int) -> None:
        """Say how much is to decide."""
        self._decisions = number
        if self._state is not None:
            self._show(self._state)

    def _changed(self, change: Change) -> None:
        # Alone, nothing waits for anybody, whatever is saved.
        if self._state is None or not self._state.is_alone or change.kind.startswith("exchange"):
            self._timer.start()

    def _show(self, state: ExchangeState) -> None:
        self._state = self._room.exchange = state
        self._room.exchanged.emit(state)
        if state.server and self.by_itself is None:
            # Imported where there is a server.
            made = import_module("desktop.frame.by_itself").ByItself
            self.by_itself = made(self._seen, self._room)
        if not self._room.jobs.errand.is_told:
            words = import_module("desktop.exchange.words")
            self._chip.say(*words.in_short(state, self._decisions))

    def _under_way(self) -> None:
        self._chip.say(texts.say("exchange.busy"), "arrows-left-right")

    def _ended(self, ended: Ended) -> None:
        if ended.kind == _SERVER:
            self._room.tried = None
        is_here = self._here().page == _PAGE and not ended.by_itself
        if is_here:
            change = import_module("casework.changes").Change(_TOLD[ended.kind])
            self._room.jobs.changed.emit(change)
        elif ended.brought.is_news:
            # Whoever is at something else by now sees nothing move where nothing came.
            self.news.came()
        self.ask()
        if not (is_here or ended.by_itself):
            words = import_module("desktop.exchange.words").ended_words(ended.kind, ended.brought)
            self._room.done(" ".join(words))

    def _failed(self, error: Exception) -> None:
        errand = self._room.jobs.errand
        if errand.kind == _SERVER:
            self._room.tried = import_module("desktop.exchange.tried").tried(error)
        self.ask()
        if self._here().page != _PAGE and not errand.by_itself:
            self._room.trouble(import_module("desktop.doors").why(error))
