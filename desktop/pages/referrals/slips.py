"""Taking what stands on the slip of a letter that came back: of this case or of another."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QWidget

import texts
from casework.records.unfinished import Spot
from casework.team.worker import Act, may
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.referrals.doing import wait
from desktop.pages.referrals.panels import ReplyPanel
from desktop.parts.buttons import Button
from desktop.parts.frames import clear, column
from texts.dates import isolate

if TYPE_CHECKING:
    from casework.changes import Change
    from desktop.frame.room import Room
    from desktop.pages.referrals.panels import Reply


class Slips(QWidget):
    """A place for the fields of a slip; its button stands where the page wants it."""

    def __init__(self, room: Room, case: str) -> None:
        super().__init__()
        self._room, self._case = room, case
        button = Button(texts.say("referrals.slip"), "quiet", icon_name="envelope-open")
        self.button = button.does(self._begin)
        if not may(room.office.worker, Act.LETTER):
            self.button.refuse(texts.say("error.not_permitted"))
        self._place = column()
        self.setLayout(self._place)
        # Empty it takes no room of its own, nor the gap beside it.
        self.hide()

    def go_on(self) -> None:
        """Open again the slip of which somebody left words."""
        if self.isHidden():
            self._open()

    def _begin(self) -> None:
        self._open().begin()

    def _open(self) -> ReplyPanel:
        # What was typed of a slip that is open waits for the new fields.
        self._room.keeping.emit()
        clear(self._place)
        panel = ReplyPanel()
        spot = Spot(panel.what, self._case)
        typed = UnfinishedFields(self._room, spot, panel, panel.fields())
        panel.done.connect(partial(self._reply, panel, typed))
        panel.dropping.connect(typed.let_go)
        panel.dropping.connect(self._end)
        panel.closing.connect(partial(wait, panel, typed))
        panel.closing.connect(self._end)
        self._place.addWidget(panel)
        self.show()
        return panel

    def _reply(self, panel: ReplyPanel, typed: UnfinishedFields, reply: Reply) -> None:
        act = typed.once(partial(self._room.office.talks.reply, *reply))
        self._room.jobs.try_to(self, act, self._taken, partial(self._not_taken, panel))

    def _taken(self, change: Change) -> None:
        self._end()
        state = texts.say(f"referral.{change.reason}")
        case = isolate(change.case_code)
        self._room.done(texts.say("referrals.reply_taken", case=case, state=state))
        self._room.jobs.changed.emit(change)

    def _not_taken(self, panel: ReplyPanel, error: Exception) -> None:
        refusal = importlib.import_module("desktop.saying.words").refusal_of(error)
        if refusal is None or not shiboken6.isValid(panel):
            self._room.jobs.failed.emit(error)
        else:
            panel.wrong("\n".join(refusal.sentences))

    def _end(self) -> None:
        clear(self._place)
        self.hide()
        self.button.setFocus()
