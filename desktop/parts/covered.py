"""Words that a mask stands for in discreet mode, until somebody holds the key to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look import look
from desktop.parts.frames import row
from desktop.parts.mask import Mask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel


class Covered(QWidget):
    """A label; in discreet mode its mask."""

    def __init__(self, words: QLabel) -> None:
        super().__init__()
        self._words = words
        self._mask = Mask() if look().discreet else None
        masked = [self._mask] if self._mask is not None else []
        both = row(words, *masked, gap=0)
        if self._mask is not None:
            both.setAlignment(self._mask, Qt.AlignmentFlag.AlignLeading)
        self.setLayout(both)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.reveal(on=False)

    def reveal(self, *, on: bool) -> None:
        """Show the words while the key is held."""
        if self._mask is not None:
            self._words.setVisible(on)
            self._mask.setVisible(not on)
