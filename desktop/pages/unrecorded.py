"""Help for somebody who wants no record: what was given, of age or not, and nothing more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from casework.services.unrecorded import AGES, SERVICES
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words
from forms.codelists import in_display_order
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from desktop.frame.room import Room


class UnrecordedPage(Page):
    """Two questions about the help, none about the person; with a case, that is erased too."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
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
        act = "unrecorded.erase" if place.case else "unrecorded.count"
        self.act = Button(texts.say(act), "primary").does(self._do)
        self.leave = Button(texts.say("consent.leave_it")).does(partial(room.go, "today"))
        self._said = column()
        note = "unrecorded.note_case" if place.case else "unrecorded.note"
        card = Card()
        card.body.addLayout(
            column(
                Field(texts.say("unrecorded.service"), self.service),
                Field(texts.say("unrecorded.age"), self.age, hint=texts.say("unrecorded.age_why")),
                row(self.act, self.leave, None, gap=10),
                self._said,
                gap=16,
            )
        )
        head = Words(texts.say(note, code=isolate(place.case)), "small", wrap=True)
        self.setLayout(column(CardPage((head, card))))

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return ((texts.say("nav.cases"), Place("cases")), (texts.say("unrecorded.title"), None))

    def panes(self) -> Sequence[QWidget]:
        """Return the page."""
        return (self,)

    def first_focus(self) -> QWidget:
        """Begin with the help that was given."""
        return self.service

    def _do(self) -> None:
        clear(self._said)
        service, age, case = self.service.code(), self.age.code(), self.place.case
        if not (service and age):
            self._said.addWidget(MessageBar(texts.say("unrecorded.both"), "problem"))
            (self.age if service else self.service).setFocus()
            return
        desk = self.room.office.unrecorded
        act = partial(desk.discard, case) if case else desk.count
        self.act.setEnabled(False)
        self.room.jobs.try_to(self, partial(act, service, age), self._done, self._refused)

    def _refused(self, error: Exception) -> None:
        self.act.setEnabled(True)
        self.room.jobs.failed.emit(error)

    def _done(self, change: Change) -> None:
        said = texts.say("unrecorded.erased" if change.case_code else "unrecorded.counted")
        self._said.addWidget(MessageBar(said))
        self.act.refuse(said)
        announce(self, said)
        self.room.jobs.changed.emit(change)
