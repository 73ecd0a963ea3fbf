"""Letting somebody in: a name, a role, one's own passphrase; hers is shown once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

import texts
from desktop.doors import why
from desktop.pages.team.words import roles
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.own_secret import OwnSecret
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.pages.team.door import Newcomer


class NewcomerCard(Card):
    """Who is to be let in; the words by which she comes in stand here until one goes on."""

    adding = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(texts.say("team.add"), note=texts.say("team.add_why"))
        self.name = Line()
        self.role, self.own = Drop(roles()), OwnSecret()
        self.add = Button(texts.say("team.let_in"), icon_name="plus").does(self._add)
        self.field = Field(texts.say("team.name"), self.name)
        self._news = column()
        self.body.addLayout(
            column(
                self.field,
                Field(texts.say("team.role_new"), self.role),
                self.own,
                row(self.add, None),
                self._news,
                gap=16,
            )
        )
        self.name.returnPressed.connect(self.own.secret.setFocus)
        self.own.secret.returnPressed.connect(self._add)

    def by_name(self) -> Mapping[str, QWidget]:
        """Return what waits while nobody is let in: one's own passphrase never does."""
        return {"name": self.name, "role": self.role}

    def show_words(self, newcomer: Newcomer) -> None:
        """Show the passphrase of whoever was let in: it is kept nowhere else."""
        self.add.refuse("")
        clear(self._news)
        said = texts.say(
            "team.words", name=isolate(newcomer.name), words=isolate(newcomer.passphrase)
        )
        self._news.addWidget(MessageBar(said, "care"))
        self.name.clear()
        self.name.setFocus()

    def refused(self, error: Exception) -> None:
        """Say why nobody was let in: at one's own passphrase, or at the name."""
        self.add.refuse("")
        if not self.own.refused(error):
            self.field.wrong(why(error))
            self.name.setFocus()

    def _add(self) -> None:
        if not self.add.isEnabled():
            return
        name = " ".join(self.name.text().split())
        self.field.wrong("" if name else texts.say("team.name_missing"))
        lacks_own = self.own.is_missing()
        if not name:
            self.name.setFocus()
        elif lacks_own:
            self.own.secret.setFocus()
        else:
            self.add.refuse(texts.say("backups.working"))
            self.adding.emit(self.own.take(), name, self.role.code())
