"""The three answers to a question of consent, and what is said above them when one is missing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

import texts
from desktop.look import look
from desktop.look.pictograms import pictogram_of
from desktop.pages.consent.choices import GIVEN, REFUSED
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

# A sign means the same wherever somebody is asked.
_SAID: Final = {GIVEN: "assents", REFUSED: "does_not_assent", "": "not_now"}
_PICTURE: Final = 32


class Answers(Box):
    """Yes, no and not now: of one size and one style, for no answer is the right one."""

    given = Signal(str)
    later = Signal()

    def __init__(self, left: str = "") -> None:
        super().__init__("panel")
        self.buttons: Mapping[str, Button] = {
            GIVEN: _button("consent.agrees", "check", partial(self.given.emit, GIVEN)),
            REFUSED: _button("consent.says_no", "minus", partial(self.given.emit, REFUSED)),
            "": _button("consent.not_now", "clock", self.later.emit),
        }
        for code, button in self.buttons.items():
            if pictogram := pictogram_of("child_assent", _SAID[code]):
                button.wear(pictogram, _PICTURE)
        self._trouble = column()
        note = Words(texts.say("consent.answers_note"), "small", wrap=True)
        note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = self.buttons.values()
        several = column(*buttons, gap=8) if look().reflows else row(*buttons, gap=10)
        self.setLayout(column(*self._say(left), self._trouble, several, note, gap=8))

    def _say(self, left: str) -> Sequence[QWidget]:
        """Say where an answer is given, and to whoever listens, that all of it is older."""
        if not left:
            return ()
        for button in self.buttons.values():
            button.setAccessibleDescription(left)
        return (MessageBar(left, icon_name="clock-counter-clockwise"),)

    def wait(self, *, waiting: bool) -> None:
        """Take no second answer while the first is on its way."""
        for button in self.buttons.values():
            button.setEnabled(not waiting)

    def trouble(self, words: str) -> None:
        """Say all that is missing."""
        self._trouble.addWidget(MessageBar(words, "problem"))

    def calm(self) -> None:
        """Take away what was said to be missing."""
        clear(self._trouble)


def _button(text_id: str, icon_name: str, act: Callable[[], object]) -> Button:
    made = Button(texts.say(text_id), "large", icon_name=icon_name).does(act)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
