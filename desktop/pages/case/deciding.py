"""Above a case in which two laptops said different things: that it is so, and the way to decide."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar

if TYPE_CHECKING:
    from casework.cases.overview import Overview
    from desktop.frame.room import Room


class DecideBar(QWidget):
    """One bar as long as something waits, or nothing."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._bars = column()
        self._bars.setContentsMargins(0, 0, 0, look().px(10))
        self.setLayout(self._bars)
        self.setAccessibleName(texts.say("decide.name"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_case(self, overview: Overview) -> None:
        """Say that something is to decide in a case, where it is seen as it is."""
        clear(self._bars)
        waits = bool(overview.to_decide) and not overview.masked
        if waits:
            bar = MessageBar(texts.say("decide.case"), icon_name="arrows-left-right")
            go = partial(self._room.go, "decide", overview.code)
            self._bars.addWidget(bar.offer(texts.say("decide.go"), go))
        self.setVisible(waits)
