"""Naming a law in a letter: one is chosen from the library; what is unchecked is marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.treaty import citation
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.treaty import Treaty

_NARROW: Final = 8


class Cite(QWidget):
    """A list of laws; what is chosen is named in the worker's own words."""

    chosen = Signal(str)

    def __init__(self, laws: Sequence[Treaty]) -> None:
        super().__init__()
        self._laws = {one.key: one for one in laws}
        first = ("", texts.say("consent.choose"))
        self.drop = Drop([first, *((one.key, _label(one)) for one in laws)])
        self.drop.setMinimumContentsLength(_NARROW)
        self.drop.setSizeAdjustPolicy(Drop.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.drop.activated.connect(self._choose)
        self.mark = Words("", "small", colour="care", wrap=True)
        self.mark.hide()
        self.setLayout(column(Field(texts.say("letter.cite"), self.drop), self.mark, gap=4))

    def watch(self, words: str) -> None:
        """Say which of the laws that words name no lawyer has checked."""
        named = [one for one in self._laws.values() if not one.verified and citation(one) in words]
        lines = [_label(one) for one in named]
        self.mark.setText("\n".join(lines))
        self.mark.setVisible(bool(lines))

    def _choose(self, _at: int) -> None:
        one = self._laws.get(self.drop.code())
        self.drop.setCurrentIndex(0)
        if one is not None:
            self.chosen.emit(citation(one))


def _label(one: Treaty) -> str:
    return one.title if one.verified else texts.say("letter.cite_unchecked", title=one.title)
