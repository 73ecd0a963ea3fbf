"""Where the workbook lies, how much room it takes, on what disk; said on the screen alone."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from desktop.homes import size_of
from desktop.parts.frames import Card
from desktop.parts.words import Words
from desktop.safety.disk import look
from desktop.saying.unreached import BREAK
from texts.dates import isolate, number

if TYPE_CHECKING:
    from desktop.frame.room import Room
    from desktop.safety.disk import Disk

_MEGABYTE: Final = 1_000_000


class StorageCard(Card):
    """How big the workbook is, in which folder it lies, and whether the disk is encrypted."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("settings.storage"))
        self._folder = str(room.home or "")
        # Its room is taken at once; the number comes from the disk.
        self.told = Words(self._words("…"), "body", wrap=True)
        self.body.addWidget(self.told)
        self.body.addWidget(Words(texts.say("settings.storage_why"), "small", wrap=True))
        # Its room is taken at once too.
        self.disk = Words(texts.say("disk.unknown"), "small", wrap=True)
        self.body.addWidget(self.disk)
        if room.home is not None:
            room.jobs.ask(self, partial(size_of, room.home), self._tell)
        room.jobs.draw(self, look, self._tell_disk)

    def _tell(self, size: int) -> None:
        self.told.setText(self._words(number(max(0.1, round(size / _MEGABYTE, 1)))))

    def _tell_disk(self, disk: Disk) -> None:
        self.disk.setText(texts.say(f"disk.{disk}"))

    def _words(self, size: str) -> str:
        # A long path may break after each of its folders.
        folder = isolate(self._folder.replace(os.sep, os.sep + BREAK))
        return texts.say("settings.storage_told", size=size, folder=folder)
