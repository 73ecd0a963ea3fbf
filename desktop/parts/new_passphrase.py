"""Choosing a passphrase: typed twice, or suggested; its strength in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import column
from desktop.parts.secret_field import SecretField
from desktop.parts.strength import Strength, is_enough

if TYPE_CHECKING:
    from desktop.parts.fields import Field


class NewPassphrase(QWidget):
    """Two fields and a bar; `wants_words` asks for a suggestion."""

    wants_words = Signal()
    entered = Signal()

    def __init__(self, typed: str = "", again: str = "") -> None:
        super().__init__()
        self.suggest = Button(texts.say("secret.suggest"), icon_name="arrows-clockwise")
        self.suggest.does(self.wants_words.emit)
        over = look().reflows
        # Beside its line, whatever is said under that; where words are large, below.
        self.first = SecretField(texts.say("secret.new"), beside=None if over else self.suggest)
        self.second = SecretField(texts.say("secret.again"), hint=texts.say("secret.paste"))
        for part in (self.first.secret, self.second.secret, self.suggest):
            part.setProperty("tall", True)
        self.strength = Strength()
        below = [self.suggest] if over else []
        self.setLayout(column(column(self.first, *below, gap=8), 8, self.strength, 16, self.second))
        self.first.secret.textChanged.connect(self.strength.judge)
        self.first.secret.setText(typed)
        self.second.secret.setText(again)
        for field in (self.first, self.second):
            field.secret.returnPressed.connect(self.entered)

    def take(self, words: str) -> None:
        """Take suggested words and show them: they are to be copied by hand."""
        self.first.secret.setText(words)
        self.first.secret.eye.setChecked(True)
        self.second.secret.clear()
        self.first.wrong("")

    def text(self) -> str:
        """Return what was typed."""
        return self.first.text()

    def problem(self) -> Field | None:
        """Say at its field what is wrong; return that field, or None when all is well."""
        short = not is_enough(self.first.text())
        other = self.first.text().strip() != self.second.text().strip()
        self.first.wrong(texts.say("secret.too_short") if short else "")
        self.second.wrong(texts.say("secret.differs") if other and not short else "")
        if short:
            return self.first
        return self.second if other else None
