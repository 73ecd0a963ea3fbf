"""Check a backup: every page of it is opened, if wished by the printed code alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import texts
from desktop.pages.backups.words import both_words
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.path_field import PathField
from desktop.parts.refusals import Refusals, concerned
from desktop.parts.sheet_code import SheetCode
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.frame.house import Counted, Safe
    from desktop.frame.room import Room


class LookingCard(Card):
    """A backup that nobody opened is a hope; with the code one also tries the sheet."""

    def __init__(self, room: Room, safe: Safe) -> None:
        super().__init__(texts.say("backups.check_title"))
        self._room, self._safe = room, safe
        self.file = PathField(texts.say("back.file"), choose_file, Path.home())
        self.sheet = SheetCode("backups.code", "backups.code_note")
        self.code = self.sheet.line
        self.check = Button(texts.say("backups.check")).does(self._check)
        self._said = column(gap=6)
        self._refusals = Refusals(self._said, concerned(self.sheet, self.file))
        self.body.addLayout(
            column(
                Words(texts.say("backups.check_note"), "small", wrap=True),
                self.file,
                self.sheet,
                Flow((self.check,)),
                self._said,
                gap=16,
            )
        )

    def _check(self) -> None:
        self._refusals.calm()
        if self.file.path is None:
            self.file.wrong(texts.say("field.missing"))
            self.file.button.setFocus()
            return
        code = "" if self.sheet.is_empty() else self.sheet.text()
        if code and (missing := self.sheet.missing()):
            missing.editor.setFocus()
            return
        self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self.check.setEnabled(False)
        look = partial(self._safe.compare, self.file.path, code)
        found = partial(self._found, bool(code))
        self._room.jobs.try_to(self, look, found, self._refused)

    def _found(self, by_code: bool, found: tuple[Counted, Counted]) -> None:
        held, here = found
        # The code opens everything: it does not stay on the screen.
        self.sheet.clear()
        self._end()
        good = "backups.good_by_code" if by_code else "backups.good"
        self._said.addWidget(MessageBar(texts.say(good)))
        for words in both_words(self._room.office.worker, held, here):
            self._said.addWidget(Words(words, wrap=True))

    def _refused(self, error: Exception) -> None:
        self._end()
        self._refusals.tell(error)

    def _end(self) -> None:
        clear(self._said)
        self.check.setEnabled(True)
        self.check.setFocus()
