"""A card with a button, and under it what is asked once it was pressed: secrets, kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column
from desktop.parts.new_passphrase import NewPassphrase
from desktop.parts.refusals import Refusals, of_fresh
from desktop.parts.secret_field import SecretField
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.frame.house import House
    from desktop.frame.room import Room
    from desktop.parts.buttons import Button
    from desktop.parts.fields import Field

_NO_MORE: Final[Mapping[str, Field]] = {}


class AskingCard(Card):
    """Asks for one's passphrase of now and for a new one, and for what a kind of card adds."""

    def __init__(
        self, room: Room, house: House, said: tuple[str, str], buttons: tuple[Button, ...]
    ) -> None:
        heading, why = said
        super().__init__(heading)
        self._room, self._house = room, house
        self.begin, self.act, self.leave = buttons
        self.begin.does(self._open)
        self.leave.does(self._leave)
        self.now = SecretField(texts.say("settings.secret_now"))
        self.now.secret.setProperty("tall", True)
        self.fresh = NewPassphrase()
        self.fresh.wants_words.connect(self._suggest)
        self._said, self._asked = column(), QWidget()
        note = Words(why, "small", wrap=True)
        self.body.addLayout(column(note, Flow((self.begin,)), self._asked, self._said, gap=12))

    def ask_for(self, *more: QWidget, about: Mapping[str, Field] = _NO_MORE) -> None:
        """Ask for more than passphrases; `about` says at which field a refusal is told."""
        fields = {"wrong_passphrase": self.now} | of_fresh(self.fresh.first)
        self._refusals = Refusals(self._said, {**fields, **about})
        buttons = Flow((self.act, self.leave))
        self._asked.setLayout(column(self.now, self.fresh, *more, buttons, gap=16))
        self._asked.hide()

    def _suggest(self) -> None:
        self._room.jobs.ask(self, doors.suggest_passphrase, self.fresh.take)

    def _open(self) -> None:
        self._refusals.calm()
        self.begin.hide()
        self._asked.show()
        self.now.secret.setFocus()
        bring_into_sight(self._asked)

    def _leave(self) -> None:
        """Ask no more; what was typed are secrets and stay nowhere."""
        self._refusals.calm()
        for field in (self.now, self.fresh.first, self.fresh.second):
            field.secret.clear()
            field.wrong("")
        self.begin.show()
        self.begin.setFocus()
        self._asked.hide()

    def _wait(self) -> None:
        """Say that it is under way, and take nothing more meanwhile."""
        self._refusals.calm()
        self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self._asked.setEnabled(False)

    def _refused(self, error: Exception) -> None:
        self._asked.setEnabled(True)
        self.act.setFocus()
        self._refusals.tell(error)
        if doors.code_of(error) == "wrong_passphrase":
            # No name is asked here, and nothing is to be opened.
            self.now.wrong(texts.say("settings.secret_wrong"))
