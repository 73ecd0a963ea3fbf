"""What is said of a choice stands under its words, not under its box."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.parts.frames import row
from desktop.parts.words import Words

# Where the words of a tick begin.
_BEGINS: Final = 28


def under_tick(words: str) -> QWidget:
    """Return small words that begin where the words of the tick above them do."""
    held = QWidget()
    held.setLayout(row(_BEGINS, Words(words, "small", wrap=True), gap=0))
    return held
