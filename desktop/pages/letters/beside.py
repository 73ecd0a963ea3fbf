"""What is made with a letter: her own copy, a sheet on top of it, a page to answer on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.referrals.issuing import Companion
from desktop.parts.frames import column
from desktop.parts.ticks import Tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# What stands after the letter's own number in the name of a file: it tells nothing.
PLACES: Final = {Companion.OWN_COPY: 2, Companion.COVER: 3, Companion.REPLY: 4}


class Besides(QWidget):
    """A tick for each paper that may go with a letter; nothing is ticked by itself."""

    changed = Signal()

    def __init__(self, chosen: Collection[Companion]) -> None:
        super().__init__()
        self.ticks = {one: Tick(called(one)) for one in Companion}
        head = Words(texts.say("letter_page.also"), "h3")
        note = Words(texts.say("letter_page.also_why"), "small", wrap=True)
        for one, tick in self.ticks.items():
            tick.setChecked(one in chosen)
            tick.setAccessibleDescription(texts.say("letter_page.also"))
            tick.toggled.connect(self._toggled)
        self.setLayout(column(head, 2, *self.ticks.values(), 2, note, gap=0))

    def chosen(self) -> tuple[Companion, ...]:
        """Return what is to be made, in the order in which it is shown."""
        return tuple(one for one, tick in self.ticks.items() if tick.isChecked())

    def stops(self) -> Sequence[QWidget]:
        """Return what the focus goes through, in reading order."""
        return tuple(self.ticks.values())

    def _toggled(self, _on: bool) -> None:
        self.changed.emit()


def called(one: Companion) -> str:
    """Return what a paper that goes with a letter is called."""
    return texts.say(f"letter_page.also.{one.value}")
