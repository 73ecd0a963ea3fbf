"""Exchange now, by whatever works today: write a stick, read one, ask the server."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

import texts
from desktop import doors
from desktop.clock import now
from desktop.exchange_words import ended_words, server_words
from desktop.exchanging import reading, syncing, writing
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file, choose_folder
from desktop.parts.frames import Box, Card, clear, column, row
from desktop.parts.messages import MessageBar, Picture
from desktop.parts.words import Words
from texts.dates import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.exchange import ExchangeState, Stage
    from desktop.bootstrap import Workbook
    from desktop.errand import Ended, Steps
    from desktop.frame.room import Room

_HUNDRED = 100
# Naming a server goes on in the same way, and is told where it was begun.
_KINDS = frozenset({"write", "read", "sync"})


class Way(Box):
    """One way: what it is, the button; while it goes on, how far it is and a stop in its place."""

    pressed = Signal()
    stopped = Signal()

    def __init__(self, kind: str, icon_name: str) -> None:
        super().__init__("card")
        self.kind = kind
        self.go = Button(texts.say(f"sync.way.{kind}_do")).does(self.pressed.emit)
        self.stop = Button(texts.say("sync.stop")).does(self.stopped.emit)
        self._told, self._far = Words("", "small", wrap=True), Words("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(texts.say(f"sync.way.{kind}"))
        told = row(self._told, self._far, gap=6)
        told.setStretch(0, 1)
        self._busy = QWidget()
        self._busy.setLayout(column(told, self._bar, row(self.stop, None), gap=6))
        self._busy.hide()
        self._why = Words(texts.say(f"sync.way.{kind}_why"), "small", wrap=True)
        drawn = row(Picture(icon_name, look().colours.accent, 20), None)
        self.setLayout(
            column(
                drawn,
                Words(texts.say(f"sync.way.{kind}"), "h3", wrap=True),
                self._why,
                8,
                None,
                self._busy,
                self.go,
                gap=6,
                margin=14,
            )
        )

    def explain(self, words: str) -> None:
        """Say something else of it."""
        self._why.setText(words)

    def show_stage(self, stage: Stage | None) -> None:
        """Show how far it is."""
        had = self.go.hasFocus()
        self.go.hide()
        self._busy.show()
        if had:
            self.stop.setFocus()
        done, of = (stage.done, stage.of) if stage is not None else (0, 0)
        self._bar.setRange(0, _HUNDRED if of else 0)
        share = done * _HUNDRED // of if of else 0
        self._bar.setValue(share)
        working = texts.say(f"sync.way.{self.kind}_busy")
        far = texts.say("sync.percent", n=number(share)) if of else ""
        if stage is not None and stage.waits:
            far = texts.plural("sync.server_waits", stage.waits)
        self._told.setText(working)
        self._far.setText(far)

    def rest(self, reason: str = "") -> None:
        """Offer the button again, or say why not now."""
        had = self.stop.hasFocus()
        self._busy.hide()
        self.go.show()
        self.go.refuse(reason)
        if had and not reason:
            self.go.setFocus()


class WaysCard(Card):
    """The ways side by side; one goes on at a time, and everything else meanwhile."""

    def __init__(self, room: Room, workbook: Workbook) -> None:
        super().__init__(texts.say("sync.now"), note=texts.say("sync.now_why"))
        self._room, self._workbook = room, workbook
        self.write, self.read = Way("write", "upload-simple"), Way("read", "download-simple")
        self.sync = Way("sync", "buildings")
        self.ways = self.write, self.read, self.sync
        self._lacking: dict[str, str] = {}
        self._said = column(gap=8)
        side = column(*self.ways, gap=12) if look().reflows else row(*self.ways, gap=12)
        for at in range(len(self.ways)):
            side.setStretch(at, 1)
        held = QWidget()
        held.setLayout(side)
        self.body.addLayout(column(held, self._said, gap=12))
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
        self._show_way()

    def show_state(self, state: ExchangeState) -> None:
        """Offer the ways to whoever is not alone."""
        self.setVisible(not state.is_alone)
        others = [one for one in state.laptops if not (one.is_here or one.is_removed)]
        self._lacking = {
            "write": "" if others else texts.say("error.exchange_nobody"),
            "sync": "" if state.server else texts.say("sync.no_server"),
        }
        self.sync.explain(server_words(state, now().date()))
        self._show_way()

    def _show_way(self) -> None:
        errand = self._room.jobs.errand
        for way in self.ways:
            if errand.is_on and errand.kind == way.kind:
                way.show_stage(errand.stage)
            elif errand.is_on:
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

    def exchange(self) -> None:
        """Exchange over the server."""
        clear(self._said)
        self._room.jobs.errand.begin_afar("sync", partial(syncing, self._workbook))

    def _begin(self, kind: str, steps: Callable[[Callable[[], bool]], Steps]) -> None:
        clear(self._said)
        self._room.jobs.errand.begin(kind, steps)

    def _told(self, _stage: Stage) -> None:
        self._show_way()

    def _ended(self, ended: Ended) -> None:
        self._show_way()
        if ended.kind in _KINDS:
            self._over("\n".join(ended_words(ended.kind, ended.brought)))

    def _failed(self, error: Exception) -> None:
        self._show_way()
        if self._room.jobs.errand.kind in _KINDS:
            self._over(doors.why(error), "problem")

    def _over(self, words: str, kind: str = "info") -> None:
        clear(self._said)
        self._said.addWidget(MessageBar(words, kind))
        announce(self, words)
