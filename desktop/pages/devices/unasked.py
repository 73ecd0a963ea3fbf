"""Whether this laptop exchanges over the server by itself: a tick, and what it comes to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop.parts.frames import column
from desktop.parts.ticks import Tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from desktop.frame.room import Room


class UnaskedTick(QWidget):
    """It holds for this laptop; whoever works at it says so, as she is the one who may be watched.

    Somebody who stopped an exchange is told how it goes on: ticked alone it would say too much.
    """

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.tick, self.why = Tick(texts.say("devices.by_itself")), Words("", "small", wrap=True)
        self.setLayout(column(self.tick, self.why, gap=4))
        self.tick.clicked.connect(self._choose)
        room.settings_kept.connect(self._show)
        self._show()

    def _show(self, _kept: object = None) -> None:
        settings = self._room.settings
        self.tick.setChecked(settings.exchange_by_itself)
        is_held = settings.exchange_by_itself and settings.exchange_held
        why = texts.say("devices.by_itself_held" if is_held else "devices.by_itself_why")
        self.why.setText(why)
        self.tick.setAccessibleDescription(why)

    def _choose(self, on: bool) -> None:
        settings = self._room.settings
        self._room.keep_settings(replace(settings, exchange_by_itself=on, exchange_held=False))
