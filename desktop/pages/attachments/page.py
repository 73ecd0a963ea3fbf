"""The files of a case: listed, brought in, looked at in memory, copied out, removed for ever."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.files.attachment import Form, Removal, Sort
from casework.files.attachments import Coming
from desktop import doors
from desktop.pages.attachments.card import FileCard
from desktop.pages.attachments.new import NewFile
from desktop.pages.attachments.view import FileView
from desktop.pages.case.frame import CaseView
from desktop.pages.case.sections import section_icon
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_new_file
from desktop.parts.escape import leave_by_escape
from desktop.parts.frames import clear, column, row
from desktop.parts.messages import MessageBar, Placeholder
from desktop.parts.paper_out import write_one
from desktop.parts.so_many import SoMany
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.cases.overview import Overview
    from casework.changes import Change
    from casework.files.attachment import Attachment
    from casework.files.attachments import AttachmentsDesk, Shown
    from casework.services.desk import ServicesDesk
    from casework.services.service import Service
    from desktop.frame.places import Place
    from desktop.frame.room import Room

# What a copy ends in, so that another program knows what it is.
_ENDINGS: Final = {
    Form.JPEG: ".jpg",
    Form.PNG: ".png",
    Form.PDF: ".pdf",
    Form.TEXT: ".txt",
    Form.OFFICE: ".zip",
    Form.UNKNOWN: ".bin",
}


class AttachmentsPage(CaseView):
    """Files by what they show, never by a name; each look stands in the history of the case."""

    section = "attachments"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._desk = room.office.attachments
        self.add = Button(texts.say("attachments.add"), icon_name="plus")
        self.add.does(self._begin_adding)
        self.new = NewFile()
        self.new.bringing.connect(self._bring)
        self.new.hide()
        leave_by_escape(self.new, self._begin_adding)
        self.view = FileView(room.jobs)
        self.view.closed.connect(self._closed)
        leave_by_escape(self.view, self.view.close_button.click)
        self.view.hide()
        self._looked_at = ""
        self.cards: dict[str, FileCard] = {}
        self._said = column()
        self._services: Sequence[Service] = ()
        self._shown: tuple[Sequence[Service], Sequence[Attachment]] | None = None
        self._many = SoMany(self._card, gap=12)
        icon = section_icon("attachments")
        self._nothing = Placeholder(texts.say("attachments.none"), icon_name=icon)
        self._nothing.hide()
        heading = Words(texts.say("case.section.attachments"), "h1", wrap=True)
        note = Words(texts.say("attachments.note"), "small", wrap=True)
        whole = QWidget()
        line = row(heading, self.add, gap=8)
        line.setStretch(0, 1)
        head = column(line, note, gap=8)
        found = column(self._many, self._nothing)
        whole.setLayout(column(head, self._said, self.new, self.view, found, gap=12))
        self.furnish((whole,))

    def show_case(self, overview: Overview) -> None:
        """Ask for the files, and for whom copies may be made."""
        office = self.room.office
        ask = partial(_for_whom_and_what, office.services, self._desk, overview.code)
        self.room.jobs.ask(self, ask, self._show)

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        super().reveal(on=on)
        for card in self.cards.values():
            card.reveal(on=on)

    def enter(self) -> None:
        """Begin at adding."""
        self.body.begin_at(self.add)

    def _show(self, both: tuple[Sequence[Service], Sequence[Attachment]]) -> None:
        if both == self._shown:
            # What came in concerns no file: who is choosing for whom a copy is goes on choosing.
            for card in self.cards.values():
                card.ask_again()
            return
        self._shown = both
        self._services, found = both
        self.cards = {}
        self._many.show_lines(found)
        self._nothing.setVisible(not found)

    def _card(self, one: Attachment) -> FileCard:
        self.cards[one.id] = card = FileCard(one, self._services)
        card.looking.connect(self._look)
        card.choosing.connect(self._ask_condition)
        card.copying.connect(self._copy)
        card.removing.connect(self._remove)
        return card

    # --- bringing in

    def _begin_adding(self) -> None:
        self.new.setVisible(not self.new.isVisible())
        (self.new.sort if self.new.isVisible() else self.add).setFocus()

    def _bring(self, path: Path, said: Coming) -> None:
        """Read the file on the store's thread, bit by bit."""
        clear(self._said)
        self.new.wait(waiting=True)
        coming = Coming(self.place.case, Sort(said.sort), said.taken_on, said.source, said.as_it_is)
        read = partial(_bring_in, self._desk, coming, path)
        self.room.jobs.try_to(self, read, self._brought, self._not_brought)

    def _brought(self, change: Change) -> None:
        self.new.wait(waiting=False)
        self.new.hide()
        self.room.jobs.changed.emit(change)
        self.room.done(texts.say("attachments.added"))
        self.add.setFocus()

    def _not_brought(self, error: Exception) -> None:
        self.new.wait(waiting=False)
        unread = isinstance(error, OSError)
        self._tell(texts.say("error.file_unreadable") if unread else doors.why(error))

    # --- looking

    def _look(self, attachment_id: str) -> None:
        clear(self._said)
        self._looked_at = attachment_id
        look = partial(self._desk.show, self.place.case, attachment_id)
        self.room.jobs.try_to(self, look, self._looked, self._failed)

    def _looked(self, shown: Shown) -> None:
        self.view.show_file(shown)
        self.view.show()
        self.view.close_button.setFocus()

    def _closed(self) -> None:
        self.view.hide()
        card = self.cards.get(self._looked_at)
        (card.look if card is not None else self.add).setFocus()

    # --- copying out and removing

    def _ask_condition(self, attachment_id: str, service: str) -> None:
        """Ask on which conditions a service may have a file; why it may not is said at the copy."""
        ask = partial(self._desk.conditions, self.place.case, attachment_id, service)
        tell = partial(self.cards[attachment_id].tell_condition, service)
        self.room.jobs.try_to(self, ask, tell, lambda _: None)

    def _copy(self, attachment: Attachment, service: str) -> None:
        clear(self._said)
        name = f"paper-{token_hex(3)}{_ENDINGS[attachment.form]}"
        take = partial(self._copy_to, attachment.id, service)
        choose_new_file(self, texts.say("attachments.where"), Path.home() / name, take)

    def _copy_to(self, attachment_id: str, service: str, path: Path) -> None:
        copy = partial(_copy_out, self._desk, (self.place.case, attachment_id, service), path)
        told = texts.say("attachments.copied")
        self.room.jobs.try_to(self, copy, lambda _: self.room.done(told), self._failed)

    def _remove(self, attachment_id: str, why: str) -> None:
        self.view.forget()
        self.view.hide()
        act = partial(self._desk.remove, self.place.case, attachment_id, Removal(why))
        self.room.jobs.do(self, act, self._removed)

    def _removed(self, _change: Change) -> None:
        self.room.done(texts.say("attachments.removed"))
        self.add.setFocus()

    def _failed(self, error: Exception) -> None:
        unwritten = isinstance(error, OSError)
        self._tell(texts.say("error.file_not_written") if unwritten else doors.why(error))

    def _tell(self, words: str) -> None:
        clear(self._said)
        self._said.addWidget(MessageBar(words, "problem"))


def _for_whom_and_what(
    services: ServicesDesk, desk: AttachmentsDesk, case: str
) -> tuple[Sequence[Service], Sequence[Attachment]]:
    return services.all(), desk.of(case)


def _bring_in(desk: AttachmentsDesk, coming: Coming, path: Path) -> Change:
    with path.open("rb") as file:
        return desk.add(coming, file)


def _copy_out(desk: AttachmentsDesk, what: tuple[str, str, str], path: Path) -> None:
    """Write a copy whole or not at all; that it is made is written down before."""
    write_one(path, desk.copy(*what).content)
