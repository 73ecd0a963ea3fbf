"""Check a backup: every page of it is opened, if wished by the printed code alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import texts
from desktop.codes import tidy_code
from desktop.pages.backups.words import contents_words
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.path_field import PathField
from desktop.parts.refusals import Refusals, concerned
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
        self.code = Line()
        self.check = Button(texts.say("backups.check")).does(self._check)
        self._said = column(gap=6)
        hint = texts.say("backups.code_note")
        code = Field(texts.say("backups.code"), self.code, hint=hint)
        self._refusals = Refusals(self._said, concerned(code, self.file))
        self.body.addLayout(
            column(
                Words(texts.say("backups.check_note"), "small", wrap=True),
                self.file,
                code,
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
        self._said.addWidget(Words(texts.say("backups.working"), "small", wrap=True))
        self.check.setEnabled(False)
        look = partial(self._safe.compare, self.file.path, tidy_code(self.code.text()))
        self._room.jobs.try_to(self, look, self._found, self._refused)

    def _found(self, found: tuple[Counted, Counted]) -> None:
        held, here = found
        by_code = bool(self.code.text().strip())
        # The code opens everything: it does not stay on the screen.
        self.code.clear()
        self._end()
        good = "backups.good_by_code" if by_code else "backups.good"
        self._said.addWidget(MessageBar(texts.say(good)))
        in_it = texts.say("backups.in_it", contents=contents_words(held))
        now = texts.say("backups.in_use", contents=contents_words(here))
        for words in (in_it, now):
            self._said.addWidget(Words(words, wrap=True))

    def _refused(self, error: Exception) -> None:
        self._end()
        self._refusals.tell(error)

    def _end(self) -> None:
        clear(self._said)
        self.check.setEnabled(True)
        self.check.setFocus()
