"""What holds for the whole office, set by whoever looks after the team; others have no card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from casework.worker import Act, may
from desktop.parts.frames import Card
from desktop.parts.ticks import Tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.changes import Change
    from casework.worker import Worker
    from desktop.frame.room import Room


def may_set(worker: Worker) -> bool:
    """Return whether a worker's role lets her see and set what holds for the office."""
    return may(worker, Act.TEAM) and may(worker, Act.PEOPLE)


class OfficeCard(Card):
    """Whether closing a case waits for a supervisor; it takes effect at once, for everybody."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("settings.office"))
        self._room, self._desk = room, room.office.reviews
        self.closing = Tick(texts.say("settings.closing_needs"))
        self.closing.setObjectName("set_closing_needs")
        self.closing.setAccessibleDescription(texts.say("settings.closing_needs_why"))
        # Until the store has said what holds, nothing can be set by mistake.
        self.closing.setEnabled(False)
        self.closing.clicked.connect(self._choose)
        self.body.addWidget(self.closing)
        self.body.addWidget(Words(texts.say("settings.closing_needs_why"), "small", wrap=True))
        self.ask()

    def ask(self) -> None:
        """Ask what holds now."""
        self._room.jobs.ask(self, self._desk.closing_needs_one, self._show)

    def _show(self, needs_one: bool) -> None:
        self.closing.setChecked(needs_one)
        self.closing.setEnabled(True)

    def _choose(self, needs_one: bool) -> None:
        room, desk = self._room, self._desk
        undo = partial(room.jobs.do, room, partial(desk.set_closing, needs_one=not needs_one))
        said = texts.say("settings.closing_needs.on" if needs_one else "settings.closing_needs.off")

        def done(_change: Change) -> None:
            room.done(said, undo)

        room.jobs.do(self, partial(desk.set_closing, needs_one=needs_one), done)
