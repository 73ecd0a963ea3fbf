"""A new key for the workbook, where its files and a passphrase may have been copied."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from casework.team.worker import Act, may
from desktop.pages.settings.asking import AskingCard
from desktop.parts.buttons import Button
from desktop.parts.refusals import concerned
from desktop.parts.sheet_code import SheetCode
from desktop.parts.sight import bring_into_sight

if TYPE_CHECKING:
    from desktop.frame.house import House
    from desktop.frame.room import Room
    from desktop.parts.fields import Field


def may_renew(room: Room) -> bool:
    """Return whether it is for her to give a new key; in practice there is no sheet to ask for."""
    return may(room.office.worker, Act.PEOPLE) and not room.practice


class NewKeyCard(AskingCard):
    """What it means, a button, and under it what is asked; given, the window locks.

    So nothing of the older key stays in memory, and the new passphrase is tried at once.
    """

    def __init__(self, room: Room, house: House) -> None:
        said = texts.say("settings.new_key"), texts.say("settings.new_key_why")
        begin = Button(texts.say("settings.new_key_begin"))
        give = Button(texts.say("settings.new_key_give")).does(self._give)
        leave = Button(texts.say("settings.secret_leave"), "quiet")
        super().__init__(room, house, said, (begin, give, leave))
        self.sheet = SheetCode()
        self.code = self.sheet.line
        about = concerned(self.sheet) | {"same_passphrase": self.fresh.first}
        self.ask_for(self.sheet, about=about)

    def _leave(self) -> None:
        self.sheet.clear()
        super()._leave()

    def _give(self) -> None:
        first = self._first_missing()
        if first is not None:
            first.editor.setFocus()
            bring_into_sight(first)
            return
        self._wait()
        typed = self.now.text(), self.fresh.text(), self.sheet.text()
        act = partial(self._house.give_new_key, *typed)
        self._room.jobs.try_to(self, act, self._given, self._refused)

    def _first_missing(self) -> Field | None:
        """Say at each field what is missing; return the first of them."""
        silent = not self.now.text().strip()
        self.now.wrong(texts.say("field.missing") if silent else "")
        wrong, untyped = self.fresh.problem(), self.sheet.missing()
        return self.now if silent else wrong or untyped

    def _given(self, _others: object) -> None:
        self._room.perform("lock")
