"""A new key for the workbook, where its files and a passphrase may have been copied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from casework.team.worker import Act, may
from desktop import doors
from desktop.codes import tidy_code
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column
from desktop.parts.new_passphrase import NewPassphrase
from desktop.parts.refusals import Refusals, concerned, of_fresh
from desktop.parts.secret_field import SecretField
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.frame.house import House
    from desktop.frame.room import Room


def may_renew(room: Room) -> bool:
    """Return whether it is for her to give a new key; in practice there is no sheet to ask for."""
    return may(room.office.worker, Act.PEOPLE) and not room.practice


class NewKeyCard(Card):
    """What it means, a button, and under it what is asked; given, the window locks.

    So nothing of the older key stays in memory, and the new passphrase is tried at once.
    """

    def __init__(self, room: Room, house: House) -> None:
        super().__init__(texts.say("settings.new_key"))
        self._room, self._house = room, house
        self.begin = Button(texts.say("settings.new_key_begin")).does(self._open)
        self.now = SecretField(texts.say("settings.secret_now"))
        self.now.secret.setProperty("tall", True)
        self.fresh = NewPassphrase()
        self.fresh.wants_words.connect(self._suggest)
        self.code = Line()
        self._code = Field(texts.say("back.code"), self.code, hint=texts.say("back.code_how"))
        self.give = Button(texts.say("settings.new_key_give")).does(self._give)
        self.leave = Button(texts.say("settings.secret_leave"), "quiet").does(self._leave)
        self._said = column()
        about = of_fresh(self.fresh.first) | concerned(self._code)
        secrets = {"wrong_passphrase": self.now, "same_passphrase": self.fresh.first}
        self._refusals = Refusals(self._said, {**about, **secrets})
        self._asked = QWidget()
        buttons = Flow((self.give, self.leave))
        self._asked.setLayout(column(self.now, self.fresh, self._code, buttons, gap=16))
        self._asked.hide()
        note = Words(texts.say("settings.new_key_why"), "small", wrap=True)
        self.body.addLayout(column(note, Flow((self.begin,)), self._asked, self._said, gap=12))

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
        self.code.clear()
        self._code.wrong("")
        self.begin.show()
        self.begin.setFocus()
        self._asked.hide()

    def _give(self) -> None:
        first = self._first_missing()
        if first is not None:
            first.editor.setFocus()
            bring_into_sight(first)
            return
        self._refusals.calm()
        self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self._asked.setEnabled(False)
        typed = self.now.text(), self.fresh.text(), tidy_code(self.code.text())
        act = partial(self._house.give_new_key, *typed)
        self._room.jobs.try_to(self, act, self._given, self._refused)

    def _first_missing(self) -> Field | None:
        """Say at each field what is missing; return the first of them."""
        asked = ((self.now, self.now.text()), (self._code, self.code.text()))
        untyped = [field for field, typed in asked if not typed.strip()]
        for field, _typed in asked:
            field.wrong(texts.say("field.missing") if field in untyped else "")
        wrong = self.fresh.problem()
        in_order = (self.now, wrong, self._code)
        return next((one for one in in_order if one and (one is wrong or one in untyped)), None)

    def _given(self, _others: object) -> None:
        self._room.perform("lock")

    def _refused(self, error: Exception) -> None:
        self._asked.setEnabled(True)
        self.give.setFocus()
        self._refusals.tell(error)
        if doors.code_of(error) == "wrong_passphrase":
            # No name is asked here, and nothing is to be opened.
            self.now.wrong(texts.say("settings.secret_wrong"))
