"""How hard a passphrase is to guess, in words and on a bar of one colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.parts.frames import column
from desktop.parts.stressed import Stressed
from desktop.saying.shown import is_plain

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

PARTS: Final = 5
# What the store asks for at least: ten letters of which five differ.
_SHORTEST: Final = 10
_BITS_A_LETTER: Final = 2.0
_BITS_A_WORD: Final = 12.9
_FROM_BITS: Final = (30, 44, 58)
_HEIGHT, _GAP = 6, 4


def is_enough(passphrase: str) -> bool:
    """Return whether the workbook takes a passphrase."""
    typed = passphrase.strip()
    return is_plain(passphrase) and len(typed) >= _SHORTEST and len(set(typed)) >= _SHORTEST // 2


def strength_of(passphrase: str) -> int:
    """Return how many of five parts a passphrase fills; nothing when nothing is typed."""
    typed = passphrase.strip()
    if not typed:
        return 0
    if not is_enough(typed):
        return 1
    words = [word for word in typed.split() if len(word) > 1]
    letters = len(typed) * min(_BITS_A_LETTER, math.log2(len(set(typed))))
    # Ordinary words are guessed as words: letters count for no more than their words do.
    bits = min(letters, len(set(words)) * _BITS_A_WORD) if len(words) > 1 else letters
    return 2 + sum(bits >= least for least in _FROM_BITS)


class _Bar(QWidget):
    """Five equal parts; the first ones are filled."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a thin line of any length."""
        return QSize(look().px(120), look().px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts in reading direction."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = look().px(_GAP)
        wide = (self.width() - gap * (PARTS - 1)) / PARTS
        for number in range(PARTS):
            place = PARTS - 1 - number if self.isRightToLeft() else number
            full = number < self.filled
            painter.setBrush(look().colours.accent if full else look().colours.hidden)
            spot = QRectF(place * (wide + gap), 0, wide, self.height())
            painter.drawRoundedRect(spot, self.height() / 2, self.height() / 2)
        painter.end()


class _Verdict(Stressed):
    """A sentence or two of ours, the first of which stands out."""

    def setText(self, words: str) -> None:
        """Say something else."""
        super().setText(words)
        first, stop, _rest = words.partition(". ")
        if stop:
            self.stress(f"{first}.")


class Strength(QWidget):
    """The bar and the words under it; the words say all that the bar shows."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = _Bar()
        self.words = _Verdict("", "small", wrap=True)
        self.setLayout(column(self._bar, self.words, gap=6))
        self.judge("")

    def judge(self, passphrase: str) -> None:
        """Say how hard a passphrase is to guess."""
        self._bar.filled = strength_of(passphrase)
        self._bar.update()
        self.words.setText(texts.say(f"strength.{self._bar.filled}"))
