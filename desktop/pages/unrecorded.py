"""Help for somebody who wants no record: what was given, of age or not, and nothing more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

import texts
from casework.services.unrecorded import AGES, SERVICES
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column
from desktop.parts.messages import MessageBar
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words
from forms.codelists import in_display_order
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from casework.changes import Change
    from desktop.frame.room import Room


class UnrecordedPage(Page):
    """Two questions about the help, none about the person; with a case, that is erased too."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._over = False
        language = texts.current().code
        self.service, self.age = (
            Drop(
                [
                    ("", texts.say("consent.choose")),
                    *((one.id, one.label(language)) for one in in_display_order(list_id, language)),
                ]
            )
            for list_id in (SERVICES, AGES)
        )
        # What erases for good is never the one that stands out, and asks once more.
        act, role = ("unrecorded.erase", "plain") if place.case else ("unrecorded.count", "primary")
        self.act = Button(texts.say(act), role).does(self._do)
        self.leave = Button(texts.say("form.back")).does(room.back)
        self.sure = Sure()
        self._service = Field(texts.say("unrecorded.service"), self.service)
        self._age = Field(
            texts.say("unrecorded.age"), self.age, hint=texts.say("unrecorded.age_why")
        )
        self._said, self._asked = column(gap=16), QWidget()
        buttons = column(Flow((self.act, self.leave), gap=10, line_gap=10), self.sure)
        self._asked.setLayout(column(self._service, self._age, buttons, gap=16))
        note = "unrecorded.note_case" if place.case else "unrecorded.note"
        card = Card()
        card.body.addLayout(column(self._said, self._asked, gap=16))
        self._head = Words(texts.say(note, code=isolate(place.case)), "small", wrap=True)
        self.setLayout(column(CardPage((self._head, card))))

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return ((texts.say("nav.cases"), Place("cases")), (texts.say("unrecorded.title"), None))

    def here(self) -> Place:
        """Return where one is; of a case that is gone no code is kept."""
        return Place("cases") if self._over else self.place

    def chosen(self) -> Mapping[str, str]:
        """Return what was said of the help."""
        return {"service": self.service.code(), "age": self.age.code()}

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Say the same of it."""
        for drop, name in ((self.service, "service"), (self.age, "age")):
            drop.setCurrentIndex(max(0, drop.findData(chosen[name])))

    def panes(self) -> Sequence[QWidget]:
        """Return the page."""
        return (self,)

    def first_focus(self) -> QWidget:
        """Begin with the help that was given."""
        return self.service

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape: nothing was done, or all is."""
        if event.key() == Qt.Key.Key_Escape:
            self._go_on() if self._over else self.room.back()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        self.room.go("today")

    def _do(self) -> None:
        missing = texts.say("field.missing")
        self._service.wrong("" if self.service.code() else missing)
        self._age.wrong("" if self.age.code() else missing)
        if not (self.service.code() and self.age.code()):
            (self.age if self.service.code() else self.service).setFocus()
        elif self.place.case:
            yes = texts.say("erasure.yes")
            means = texts.say("unrecorded.sure", code=isolate(self.place.case))
            self.sure.ask(Once(means, yes, yes, texts.say("sure.leave_it")), self._send, self.act)
        else:
            self._send()

    def _send(self) -> None:
        desk, case = self.room.office.unrecorded, self.place.case
        act = partial(desk.discard, case) if case else desk.count
        self.act.setEnabled(False)
        act = partial(act, self.service.code(), self.age.code())
        self.room.jobs.try_to(self, act, self._done, self._refused)

    def _refused(self, error: Exception) -> None:
        self.act.setEnabled(True)
        self.act.setFocus()
        self.room.jobs.failed.emit(error)

    def _done(self, change: Change) -> None:
        """Say that it is done, and lead on: there is nothing to go back to."""
        self._over = True
        said = texts.say("unrecorded.erased" if change.case_code else "unrecorded.counted")
        done = Button(texts.say("consent.done")).does(self._go_on)
        self._said.addWidget(MessageBar(said))
        self._said.addLayout(Flow((done,)))
        # What it would be was said over the card; now it is done.
        self._head.hide()
        self._asked.hide()
        done.setFocus()
        announce(self, said)
        self.room.jobs.changed.emit(change)
