"""To ask whoever said the other answer: a task of one's own, as no laptop asks another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from casework.team.worker import Act, may
from desktop.clock import now
from desktop.parts.buttons import Button
from desktop.saying.deciding import field_words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from casework.changes import Change
    from casework.records.conflict import ToDecide
    from desktop.frame.room import Room


class AskOther(Button):
    """A button that keeps to ask one colleague; it is there while just one said something else."""

    def __init__(self, room: Room) -> None:
        super().__init__("")
        self._room = room
        self._name = self._case = self._field = ""
        self.does(self._ask)
        self.hide()

    def about(self, one: ToDecide) -> None:
        """Offer to ask about something to decide, if one may keep a task in its case."""
        me = self._room.office.worker
        others = {head.who.by for head in one.heads} - {me.name, ""}
        known = others.pop() if len(others) == 1 else ""
        line = one.line
        self._name, self._case = in_own_direction(known), line.case_code
        self._field = field_words(line)
        self.rename(texts.say("decide.ask", name=self._name))
        self.setVisible(bool(known and self._case) and may(me, Act.RECORD))

    def _ask(self) -> None:
        title = texts.say("decide.ask_task", name=self._name, field=self._field)
        add = partial(self._room.office.tasks.add, self._case, title, now().date())
        self._room.jobs.do(self, add, self._kept)

    def _kept(self, change: Change) -> None:
        take_back = partial(self._room.office.tasks.cancel, change.subject_id)
        undo = partial(self._room.jobs.do, self._room, take_back)
        self._room.done(texts.say("decide.asked", name=self._name), undo)
