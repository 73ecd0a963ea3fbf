"""What became of a letter, told above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.parts.announce import announce
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.pages.letters.view import LetterView


class LetterNews(QWidget):
    """One message; the keyboard comes to it from the ways out, which lose it while greyed."""

    def __init__(self) -> None:
        super().__init__()
        self.view: LetterView | None = None
        self._from_bar = False
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
        """Say once more the words that open the file: nothing keeps them."""
        clear(self._place)
        if passphrase:
            said = texts.say("letter_page.tell_words", passphrase=isolate(passphrase))
            bar = MessageBar(said, "info", icon_name="key")
            self._tell(bar, texts.say("letter_page.noted"), self._noted)
        else:
            self._go_on()
        announce(self, words)

    def stuck(self, words: str, again: str, act: Callable[[], object] | None) -> None:
        """Say what went wrong, and offer to try again."""
        clear(self._place)
        self._tell(MessageBar(words, "problem"), again, act)
        announce(self, words)

    def _tell(self, bar: MessageBar, words: str, act: Callable[[], object] | None) -> None:
        if act is not None:
            bar.offer(words, act)
        around = QWidget()
        around.setLayout(column(bar, margin=12))
        self._place.addWidget(around)
        if self.view is not None and bar.button is not None:
            self.view.chain(bar.button)
            self._lead_to(bar.button)

    def _noted(self) -> None:
        clear(self._place)
        self._go_on()

    def _go_on(self) -> None:
        if self.view is not None:
            self._lead_to(self.view.bar.saves)

    def _lead_to(self, button: QWidget) -> None:
        if self._from_bar:
            button.setFocus()
