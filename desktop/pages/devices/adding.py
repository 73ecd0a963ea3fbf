"""Letting a laptop in: the file it asked with, six words both ways, the file that answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal

import texts
from casework.team.worker import Role
from desktop import doors
from desktop.clock import now
from desktop.exchange.doors import let_in_by_file
from desktop.exchange.given import Asking
from desktop.exchange.words import read_words
from desktop.pages.team.words import roles
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file, choose_folder
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Box, Card, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.own_secret import OwnSecret
from desktop.parts.path_field import PathField
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from casework.keeping.exchange import ExchangeState
    from casework.services.service import Service
    from desktop.bootstrap import Workbook
    from desktop.frame.room import Room

_KNOWN: Final = "known"


class AddingCard(Card):
    """What the new laptop shows is typed here; what is shown here is compared there."""

    let_in = Signal()
    left = Signal()

    def __init__(self, room: Room, workbook: Workbook) -> None:
        super().__init__(texts.say("devices.add_title"))
        self._room, self._workbook = room, workbook
        self.file = PathField(texts.say("devices.request"), choose_file, Path.home())
        self.words, self.name = Line(), Line()
        # Last: whoever works here already keeps her role, and has her cases there too.
        known = (_KNOWN, texts.say("devices.known"))
        self.role = Drop([*roles(), known], Role.CASEWORKER.value)
        self.keeper, self.own = Drop(), OwnSecret()
        self.go = Button(texts.say("devices.let_in_do")).does(self._where)
        self._words_field = Field(
            texts.say("devices.their_words"), self.words, hint=texts.say("devices.their_words_why")
        )
        self._name_field = Field(texts.say("devices.who"), self.name)
        self._keeper_field = Field(
            texts.say("devices.keeper"), self.keeper, hint=texts.say("devices.keeper_why")
        )
        self._said = column(gap=8)
        self.body.addLayout(
            column(
                Words(texts.say("devices.add_why"), "small", wrap=True),
                self.file,
                self._words_field,
                self._name_field,
                Field(texts.say("team.role_new"), self.role),
                self._keeper_field,
                self.own,
                row(self.go, None),
                self._said,
                gap=16,
            )
        )
        self.own.secret.returnPressed.connect(self.go.click)
        self._is_open = False

    def show_state(self, state: ExchangeState) -> None:
        """Offer it to whoever may; alone, it is how several laptops begin."""
        if not state.may_change:
            self.hide()
            return
        self._keeper_field.setVisible(state.is_alone)
        if state.is_alone:
            self._room.jobs.ask(self, self._room.office.services.all, self._show_services)
        self.setVisible(state.is_alone or self._is_open)

    def begin(self) -> None:
        """Show it and go there."""
        self._is_open = True
        self.show()
        self.file.button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape where it can be opened again; what was typed is kept, but no secret."""
        if event.key() == Qt.Key.Key_Escape and self._is_open:
            self._is_open = False
            self.own.forget()
            self.hide()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_services(self, services: Sequence[Service]) -> None:
        nobody = ("", texts.say("devices.keeper_none"))
        chosen = self.keeper.code()
        self.keeper.offer([nobody, *((one.code, one.name) for one in services)], chosen)

    def _where(self) -> None:
        """Ask where the answer goes, once nothing is missing."""
        missing = texts.say("field.missing")
        self.file.wrong("" if self.file.path else missing)
        lacking = [
            (field, line)
            for field, line in (
                (self._words_field, self.words),
                (self._name_field, self.name),
            )
            if not line.text().strip()
        ]
        for field in (self._words_field, self._name_field):
            field.wrong("")
        for field, _line in lacking:
            field.wrong(missing)
        lacks_own = self.own.is_missing()
        if self.file.path is None:
            self.file.button.setFocus()
        elif lacking:
            lacking[0][1].setFocus()
        elif lacks_own:
            self.own.secret.setFocus()
        else:
            choose_folder(self, texts.say("devices.answer_where"), Path.home(), self.answer_into)

    def answer_into(self, folder: Path) -> None:
        """Let it in, and write the answer into a folder."""
        if self.file.path is None:
            return
        asking = Asking(
            self.file.path,
            " ".join(self.name.text().split()),
            None if self.role.code() == _KNOWN else Role(self.role.code()),
            " ".join(self.words.text().split()),
            self.keeper.code(),
        )
        answer = folder / f"answer-{now():%Y-%m-%d-%H%M%S}.join"
        self.go.refuse(texts.say("backups.working"))
        act = partial(let_in_by_file, self._workbook, self.own.take(), asking, answer)
        self._room.jobs.try_to(self, act, partial(self._is_in, answer), self._refused)

    def _is_in(self, answer: Path, words: str) -> None:
        self.go.refuse("")
        # Not alone any more, it stays until one goes on.
        self._is_open = True
        clear(self._said)
        said = texts.say("devices.answered", file=isolate(answer.name))
        shown = Words(read_words(words), "read_aloud", wrap=True)
        box = Box("info", column(shown, margin=12))
        box.setAccessibleName(words)
        for part in (Words(said, wrap=True), box):
            self._said.addWidget(part)
        self._said.addWidget(Words(texts.say("devices.then"), "small", wrap=True))
        announce(self, f"{said} {words}")
        for line in (self.words, self.name):
            line.clear()
        self.let_in.emit()

    def _refused(self, error: Exception) -> None:
        self.go.refuse("")
        clear(self._said)
        if not self.own.refused(error):
            self._said.addWidget(MessageBar(doors.why(error), "problem"))
            self.go.setFocus()
