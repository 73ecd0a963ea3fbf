"""On which conditions she agreed, where something is told: only people can see to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop.parts.covered import Covered
from desktop.parts.frames import Box, clear, column
from desktop.parts.words import Words
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class OnCondition(Box):
    """Her own words about it; in discreet mode they are covered."""

    def __init__(self, conditions: Iterable[str]) -> None:
        super().__init__("care")
        self._covered = [
            Covered(Words(in_own_direction(one), "body", colour="text", wrap=True))
            for one in conditions
        ]
        heading = Words(texts.say("consent.on_condition"), "strong_small", wrap=True)
        self.setLayout(column(heading, *self._covered, gap=4, margin=12))
        self.setVisible(bool(self._covered))

    def reveal(self, *, on: bool) -> None:
        """Show the words while the key for it is held."""
        for one in self._covered:
            one.reveal(on=on)


class ConditionPlace(QWidget):
    """Where such words stand once it is known whom something is told."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: OnCondition | None = None
        self._revealed = False
        self._place = column()
        self.setLayout(self._place)
        self.hide()

    def show_words(self, conditions: Sequence[str]) -> None:
        """Show these in the place of those before; none leave nothing."""
        clear(self._place)
        self._shown = None
        self.setVisible(bool(conditions))
        if conditions:
            self._shown = OnCondition(conditions)
            self._shown.reveal(on=self._revealed)
            self._place.addWidget(self._shown)

    def reveal(self, *, on: bool) -> None:
        """Show the words while the key for it is held."""
        self._revealed = on
        if self._shown is not None:
            self._shown.reveal(on=on)
