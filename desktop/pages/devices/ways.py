"""Exchange now, by whatever works today: in the same room, by stick, or over the server."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.clock import now
from desktop.exchange.doors import meeting, reading, syncing, writing
from desktop.exchange.words import ended_words, server_words
from desktop.look import look
from desktop.pages.devices.room import RoomWay
from desktop.pages.devices.way import Way, WayCard
from desktop.parts.announce import announce
from desktop.parts.choosing import choose_file, choose_folder
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import MessageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.keeping.exchange import ExchangeState, Stage
    from desktop.beside.errand import Ended, Steps
    from desktop.bootstrap import Workbook
    from desktop.frame.room import Room

# Naming a server goes on in the same way, and is told where it was begun.
_KINDS = frozenset({"room", "write", "read", "sync"})


class WaysCard(Card):
    """The ways side by side; one goes on at a time, and everything else meanwhile."""

    def __init__(self, room: Room, workbook: Workbook) -> None:
        super().__init__(texts.say("sync.now"), note=texts.say("sync.now_why"))
        self._room, self._workbook = room, workbook
        self.room, self.sync = RoomWay(), Way("sync")
        self.write, self.read = Way("write"), Way("read")
        self.ways = self.room, self.write, self.read, self.sync
        self._server = WayCard("sync", "buildings", self.sync)
        cards = (
            WayCard("room", "wifi-high", self.room),
            WayCard("stick", "hard-drive", self.write, self.read),
            self._server,
        )
        self._asked: SimpleQueue[str] = SimpleQueue()
        self._lacking: dict[str, str] = {}
        self._stands = ""
        self._said, self._wrong = column(gap=8), ""
        side = column(*cards, gap=12) if look().reflows else row(*cards, gap=12)
        for at in range(len(cards)):
            side.setStretch(at, 1)
        held = QWidget()
        held.setLayout(side)
        self.body.addLayout(column(held, self._said, gap=12))
        self.room.pressed.connect(self.look_for)
        self.room.typed.connect(self._call)
        self.write.pressed.connect(self._where)
        self.read.pressed.connect(self._which)
        self.sync.pressed.connect(self.exchange)
        errand = room.jobs.errand
        for way in self.ways:
            way.stopped.connect(errand.stop)
        errand.began.connect(self._show_way)
        errand.told.connect(self._told)
        errand.ended.connect(self._ended)
        errand.failed.connect(self._failed)
        errand.gave_way.connect(self._show_way)
        self._show_way()

    def show_state(self, state: ExchangeState) -> None:
        """Offer the ways to whoever is not alone."""
        self.setVisible(not state.is_alone)
        others = [one for one in state.laptops if not (one.is_here or one.is_removed)]
        nobody = "" if others else texts.say("error.exchange_nobody")
        self._lacking = {
            "room": nobody,
            "write": nobody,
            "sync": "" if state.server else texts.say("sync.no_server"),
        }
        self._stands = server_words(state, now().date())
        self._show_server()
        self._show_way()

    def _show_server(self) -> None:
        """Say when it was last reached, or tried in vain since."""
        if not self._stands:
            return
        tried = self._room.tried if not self._lacking.get("sync") else None
        stands = self._stands
        if tried is not None:
            # What the bar below says is not said here too.
            is_said = bool(tried.wrong) and tried.wrong == self._wrong
            stands = (tried.when if is_said else tried.words)(now().date())
        self._server.explain(stands)
        self.sync.offer_again(again=tried is not None)

    def _show_way(self) -> None:
        errand = self._room.jobs.errand
        for way in self.ways:
            if errand.is_told and errand.kind == way.kind:
                way.show_stage(errand.stage)
            elif errand.is_asked:
                way.rest(texts.say("sync.one_at_a_time"))
            else:
                way.rest(self._lacking.get(way.kind, ""))

    # --- what is done

    def _where(self) -> None:
        choose_folder(self, texts.say("sync.where"), Path.home(), self.write_into)

    def _which(self) -> None:
        choose_file(self, texts.say("sync.which"), Path.home(), self.read_from)

    def write_into(self, folder: Path) -> None:
        """Write a stick; its name says when, and nothing of what is inside."""
        file = folder / f"workbook-{now():%Y-%m-%d-%H%M%S}.bundle"
        self._begin("write", partial(writing, self._workbook, file))

    def read_from(self, file: Path) -> None:
        """Take in a stick."""
        self._begin("read", partial(reading, self._workbook, file))

    def look_for(self) -> None:
        """Look for another laptop in the same room, and exchange with it."""
        self._hush()
        self._asked = SimpleQueue()
        act = partial(meeting, self._workbook, self._asked)
        self._room.jobs.errand.begin_afar("room", act)

    def _call(self, address: str) -> None:
        self._asked.put(address)

    def exchange(self) -> None:
        """Exchange over the server."""
        self._hush()
        self._room.jobs.errand.begin_afar("sync", partial(syncing, self._workbook))

    def _begin(self, kind: str, steps: Callable[[Callable[[], bool]], Steps]) -> None:
        self._hush()
        self._room.jobs.errand.begin(kind, steps)

    def _told(self, _stage: Stage) -> None:
        self._show_way()

    def _ended(self, ended: Ended) -> None:
        self._show_way()
        if ended.kind in _KINDS and not ended.by_itself:
            self._over("\n".join(ended_words(ended.kind, ended.brought)))

    def _failed(self, error: Exception) -> None:
        errand = self._room.jobs.errand
        is_ours = errand.kind in _KINDS and not errand.by_itself
        gone = self._room.tried if errand.kind == "sync" else None
        if is_ours and gone is not None and not gone.wrong:
            # A server that is away is a grey fact, which its own card says: nothing is wrong.
            announce(self, gone.words(now().date()))
        elif is_ours:
            self._over(doors.why(error), "problem")
        self._show_server()
        self._show_way()

    def _over(self, words: str, kind: str = "info") -> None:
        self._hush()
        self._said.addWidget(MessageBar(words, kind))
        self._wrong = words if kind == "problem" else ""
        announce(self, words)

    def _hush(self) -> None:
        clear(self._said)
        self._wrong = ""
        self._show_server()
