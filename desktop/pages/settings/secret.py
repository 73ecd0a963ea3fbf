"""One's own passphrase, changed by whoever knows the one there is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.new_passphrase import NewPassphrase
from desktop.parts.refusals import Refusals, of_fresh
from desktop.parts.secret_field import SecretField
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.frame.house import House
    from desktop.frame.room import Room


class SecretCard(Card):
    """A button, and under it what is asked once it was pressed."""

    def __init__(self, room: Room, house: House) -> None:
        super().__init__(texts.say("settings.secret"))
        self._room, self._house = room, house
        self.change = Button(texts.say("settings.secret_change")).does(self._open)
        self.now = SecretField(texts.say("settings.secret_now"))
        self.now.secret.setProperty("tall", True)
        self.fresh = NewPassphrase()
        self.fresh.wants_words.connect(self._suggest)
        self.fresh.entered.connect(self._keep)
        self.keep = Button(texts.say("settings.secret_keep")).does(self._keep)
        self.leave = Button(texts.say("settings.secret_leave"), "quiet").does(self._leave)
        self._said = column()
        fields = {"wrong_passphrase": self.now} | of_fresh(self.fresh.first)
        self._refusals = Refusals(self._said, fields)
        self._asked = QWidget()
        self._asked.setLayout(
            column(self.now, self.fresh, Flow((self.keep, self.leave)), gap=16),
        )
        self._asked.hide()
        note = Words(texts.say("settings.secret_why"), "small", wrap=True)
        self.body.addLayout(column(note, Flow((self.change,)), self._asked, self._said, gap=12))

    def _suggest(self) -> None:
        self._room.jobs.ask(self, doors.suggest_passphrase, self.fresh.take)

    def _open(self) -> None:
        self._refusals.calm()
        self.change.hide()
        self._asked.show()
        self.now.secret.setFocus()
        bring_into_sight(self._asked)

    def _leave(self) -> None:
        """Ask no more; what was typed is a secret and stays nowhere."""
        self._refusals.calm()
        for field in (self.now, self.fresh.first, self.fresh.second):
            field.secret.clear()
            field.wrong("")
        self.change.show()
        self.change.setFocus()
        self._asked.hide()

    def _keep(self) -> None:
        if not self._asked.isEnabled() or not self._complete():
            return
        self._refusals.calm()
        self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self._asked.setEnabled(False)
        name = self._room.office.worker.name
        typed = self.now.text(), self.fresh.text()
        act = partial(self._house.change_passphrase, name, *typed)
        self._room.jobs.try_to(self, act, self._changed, self._refused)

    def _complete(self) -> bool:
        """Say at each field what is missing; put the cursor at the first of them."""
        untyped = not self.now.text().strip()
        self.now.wrong(texts.say("field.missing") if untyped else "")
        wrong = self.fresh.problem()
        first = self.now if untyped else wrong
        if first is not None:
            first.editor.setFocus()
            bring_into_sight(first)
        return first is None

    def _changed(self, _nothing: None) -> None:
        self._asked.setEnabled(True)
        self._leave()
        clear(self._said)
        words = texts.say("passphrase.changed")
        self._said.addWidget(MessageBar(words))
        announce(self, words)

    def _refused(self, error: Exception) -> None:
        self._asked.setEnabled(True)
        self.keep.setFocus()
        self._refusals.tell(error)
        if doors.code_of(error) == "wrong_passphrase":
            # No name is asked here, and nothing is to be opened.
            self.now.wrong(texts.say("settings.secret_wrong"))
