"""Above a case: that others may be of the same person, with the way to both beside each other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.frame.room import Room


class AlikeBar(QWidget):
    """A calm bar that names a few cases until somebody says what they are; or none."""

    def __init__(self, room: Room, code: str) -> None:
        super().__init__()
        self._room, self._code = room, code
        self._codes: tuple[str, ...] = ()
        self._is_asked = False
        self._bars = column()
        self._bars.setContentsMargins(0, 0, 0, look().px(8))
        self.setLayout(self._bars)
        self.setAccessibleName(texts.say("pairs.title"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def ask(self) -> None:
        """Ask once for each time that a case is opened: whoever is shown one stands in the log."""
        if not self._is_asked:
            self._is_asked = True
            ask = partial(self._room.office.likeness.of, self._code)
            self._room.jobs.ask(self, ask, self.show_cases)

    def forget(self) -> None:
        """Ask again with the next look at the case."""
        self._is_asked = False

    def show_cases(self, codes: Sequence[str]) -> None:
        """Show others; what stands there already stays, and the keyboard in it."""
        if tuple(codes) == self._codes:
            return
        self._codes = tuple(codes)
        clear(self._bars)
        if codes:
            some = texts.say("list.join").join(map(isolate, codes))
            bar = MessageBar(texts.say("pairs.may_be", codes=some), icon_name="users-three")
            for other in codes:
                bar.add(self._compare(other))
            self._bars.addWidget(bar)
        self.setVisible(bool(codes))

    def _compare(self, other: str) -> Button:
        act = Button(texts.say("pairs.compare_with", code=isolate(other)), "quiet")
        return act.does(partial(self._room.go, "pairs", "", f"{self._code} {other}"))
