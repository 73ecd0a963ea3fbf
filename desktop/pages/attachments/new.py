"""What is asked when a file is brought in: what it shows, when, how, and where it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal

import texts
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from desktop.clock import now
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import Card, column, row
from desktop.parts.path_field import PathField
from desktop.parts.words import Words

_FIRST: Final = date(1950, 1, 1)
_DAY, _AS_IT_IS, _CLEAN = "day", "as_it_is", "clean"


class NewFile(Card):
    """The panel for one more file."""

    bringing = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(texts.say("attachments.new"))
        self.sort = Drop((one.value, texts.say(f"attachment.sort.{one.value}")) for one in Sort)
        self.when = Drop(
            [
                ("", texts.say("attachments.when_not_known")),
                (_DAY, texts.say("attachments.when_day")),
            ]
        )
        today = now().date()
        self.day = DayField(today, _FIRST, today)
        self.day.name(texts.say("attachments.when"))
        self.day.hide()
        self.how = Drop(
            [(name, texts.say(f"attachments.how_{name}")) for name in (_CLEAN, _AS_IT_IS)]
        )
        self.file = PathField(texts.say("attachments.file"), choose_file, Path.home())
        self.keep = Button(texts.say("attachments.keep")).does(self._keep)
        self._waits = Words("", "small", wrap=True)
        self._waits.hide()
        self.when.currentIndexChanged.connect(self._ask_day)
        parts = (
            Field(texts.say("attachments.sort"), self.sort),
            Field(texts.say("attachments.when"), self.when),
            self.day,
            Field(texts.say("attachments.how"), self.how, hint=texts.say("attachments.limits")),
            self.file,
            row(self.keep, self._waits, None, gap=8),
        )
        self.body.addLayout(column(*parts, gap=16))

    def wait(self, *, waiting: bool) -> None:
        """Say that a file is being read."""
        self.keep.setEnabled(not waiting)
        self._waits.setText(texts.say("attachments.reading") if waiting else "")
        self._waits.setVisible(waiting)

    def _ask_day(self) -> None:
        self.day.setVisible(self.when.code() == _DAY)

    def _keep(self) -> None:
        if self.file.path is None:
            self.file.wrong(texts.say("attachments.no_file"))
            self.file.button.setFocus()
            return
        taken = self.day.day if self.when.code() == _DAY else None
        said = Coming("", Sort(self.sort.code()), taken, "", self.how.code() == _AS_IT_IS)
        self.bringing.emit(self.file.path, said)
