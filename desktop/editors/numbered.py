"""Choices by the numbers that stand beside them on paper, pressed as figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.reading_order import keeps_its_order, key_of

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from forms.model import Question


class Numbers:
    """Takes figures until they are as many as the number of a choice has."""

    def __init__(self, question: Question) -> None:
        self._holds = keeps_its_order(question)
        self._typed = ""

    def takes(self, event: QKeyEvent, amount: int) -> int | None:
        """Return the number that a key completes, 0 for one that is begun, None for other keys."""
        figure = event.text()
        if not self._holds or not figure.isdecimal() or not amount:
            self._typed = ""
            return None
        self._typed += str(int(figure))
        if len(self._typed) < len(key_of(1, amount)):
            return 0
        number, self._typed = int(self._typed), ""
        return number if number <= amount else 0
