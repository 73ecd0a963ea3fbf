"""Letting somebody in: a name, a role, and a passphrase that is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

import texts
from desktop.pages.team.words import roles
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import MessageBar
from texts.dates import isolate

if TYPE_CHECKING:
    from desktop.pages.team.door import Newcomer


class NewcomerCard(Card):
    """Who is to be let in; the words by which she comes in stand here until one goes on."""

    adding = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(texts.say("team.add"), note=texts.say("team.add_why"))
        self.name = Line()
        self.role = Drop(roles())
        self.add = Button(texts.say("team.let_in"), icon_name="plus").does(self._add)
        self.field = Field(texts.say("team.name"), self.name)
        self._news = column()
        self.body.addLayout(
            column(
                self.field,
                Field(texts.say("team.role_new"), self.role),
                row(self.add, None),
                self._news,
                gap=16,
            )
        )
        self.name.returnPressed.connect(self._add)

    def show_words(self, newcomer: Newcomer) -> None:
        """Show the passphrase of whoever was let in: it is kept nowhere else."""
        clear(self._news)
        said = texts.say(
            "team.words", name=isolate(newcomer.name), words=isolate(newcomer.passphrase)
        )
        self._news.addWidget(MessageBar(said, "care"))
        self.name.clear()
        self.name.setFocus()

    def wrong(self, words: str) -> None:
        """Say at the name why nobody was let in."""
        self.field.wrong(words)
        self.name.setFocus()

    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        self.field.wrong("" if name else texts.say("team.name_missing"))
        if name:
            self.adding.emit(name, self.role.code())
        else:
            self.name.setFocus()
