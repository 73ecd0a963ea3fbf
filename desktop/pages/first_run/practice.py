"""First run, practice: who can sign in, and with what; everybody in it is invented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

import texts
from desktop.frame.gate import View
from desktop.parts.frames import Card, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.practice.practising import User

_FIRST: Final = "caseworker"


class PracticeReady(View):
    """The names and passphrases, which can be copied, and the first of them to go in by."""

    def __init__(self, users: tuple[User, ...]) -> None:
        super().__init__()
        self.user = next(one for one in users if one.role == _FIRST)
        cards = []
        for one in users:
            role = texts.say(f"role.{one.role}")
            card = Card(texts.say("first.practice_user", name=one.name, role=role))
            words = Words(one.passphrase, "body", wrap=True)
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            words.setAccessibleName(f"{one.name}: {one.passphrase}")
            card.body.addWidget(words)
            cards.append(card)
        self._cards = cards
        title = Words(texts.say("first.practice_ready"), "display", wrap=True)
        why = Words(texts.say("first.practice_ready_why"), "muted", wrap=True)
        self.setLayout(column(title, 6, why, 20, column(*cards, gap=12)))

    def first(self) -> QWidget:
        """Return the first passphrase."""
        return self._cards[0]
