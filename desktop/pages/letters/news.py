"""What became of a letter, told above it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.parts.announce import announce
from desktop.parts.frames import column
from desktop.parts.messages import MessageBar
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.pages.letters.view import LetterView


class LetterNews(QWidget):
    """What is to be told; the keyboard comes to it from what is greyed meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.view: LetterView | None = None
        self._from_bar = False
        self._wrong: MessageBar | None = None
        self._untold: list[MessageBar] = []
        self._place = column()
        self.setLayout(self._place)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def wait(self, on: bool) -> None:
        """Grey the ways out while a letter is on its way."""
        if self.view is None:
            return
        if on:
            focus: QWidget | None = self.window().focusWidget()
            self._from_bar = focus is not None and self.view.bar.isAncestorOf(focus)
        self.view.busy(on)

    def gone(self, words: str, passphrase: str) -> None:
        """Say once more the words that open the file: nothing keeps them, and so they stay.

        Of several letters in one evening each says which it is: else one is told to the other.
        """
        self._right()
        if passphrase:
            said = texts.say("letter_page.tell_words", passphrase=isolate(passphrase))
            bar = MessageBar(f"{words}\n{said}", "info", icon_name="key")
            self._untold.append(bar)
            self._tell(bar, texts.say("letter_page.noted"), partial(self._noted, bar))
        else:
            self._go_on()
        announce(self, words)

    def stuck(self, words: str, again: str, act: Callable[[], object] | None) -> None:
        """Say what went wrong, and offer to try again."""
        self._right()
        self._wrong = MessageBar(words, "problem")
        self._tell(self._wrong, again, act)
        announce(self, words)

    def _tell(self, bar: MessageBar, words: str, act: Callable[[], object] | None) -> None:
        if act is not None:
            bar.offer(words, act)
        around = QWidget()
        around.setLayout(column(bar, margin=12))
        self._place.addWidget(around)
        if self.view is not None and bar.button is not None:
            told = (one.button for one in self._untold if one.button is not None)
            self.view.chain(*told, *([bar.button] if bar is self._wrong else []))
            self._lead_to(bar.button)

    def _noted(self, bar: MessageBar) -> None:
        self._untold.remove(bar)
        self._take_away(bar)
        self._from_bar = True
        self._go_on()

    def _right(self) -> None:
        """Take away what went wrong before."""
        if self._wrong is not None:
            self._take_away(self._wrong)
            self._wrong = None

    def _take_away(self, bar: MessageBar) -> None:
        around = cast("QWidget", bar.parentWidget())
        self._place.removeWidget(around)
        around.hide()
        around.deleteLater()

    def _go_on(self) -> None:
        left = self._untold[-1].button if self._untold else None
        if self.view is not None:
            self._lead_to(left or self.view.bar.saves)

    def _lead_to(self, button: QWidget) -> None:
        if self._from_bar:
            button.setFocus()
