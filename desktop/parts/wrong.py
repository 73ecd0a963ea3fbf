"""What is wrong with an answer or a field: an icon and words, right where it is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.look import look
from desktop.parts.frames import row
from desktop.parts.messages import Picture
from desktop.parts.words import Words


class Wrong(QWidget):
    """What is wrong: an icon and the same words as in the summary, where there is one."""

    def __init__(self) -> None:
        super().__init__()
        self._words = Words("", "strong_small", colour="problem", wrap=True)
        drawn = Picture("warning-circle", look().colours.problem, 14)
        line = row(drawn, self._words, gap=6)
        drawn.at_first_line(line, "strong_small")
        self.setLayout(line)

    def say(self, words: str) -> None:
        """Say what is wrong."""
        self._words.setText(words)
