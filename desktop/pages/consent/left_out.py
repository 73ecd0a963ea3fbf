"""What she left out of a yes before: it stays out of the next one until she says otherwise."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGroupBox, QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.parts.columns import Columns
from desktop.parts.frames import column
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from desktop.saying.words import item_words
from forms.codelists import code_list, label
from texts.sorting import sort_key

if TYPE_CHECKING:
    from casework.consent.sheet import SaidLine
    from desktop.pages.consent.choices import Chosen


class LeftOut(QGroupBox):
    """A tick for each kind and experience not to be told; without one it may be told again."""

    stays_out = Signal(str)
    touched = Signal()

    def __init__(self, line: SaidLine | None, chosen: Chosen) -> None:
        super().__init__()
        heading = texts.say("consent.left_out")
        self.setAccessibleName(heading)
        self._chosen = chosen
        named = _named(line) if line else {}
        self.ticks = {one: Tick(words) for one, words in named.items()}
        grid = Columns(most=1 if look().reflows else 2)
        for one, tick in self.ticks.items():
            tick.setChecked(one in chosen.left_out | chosen.episodes_left_out)
            tick.toggled.connect(partial(self._turned, one))
            grid.addWidget(tick)
        ticks = QWidget()
        ticks.setLayout(grid)
        ticks.setVisible(bool(self.ticks))
        single = _single(line) if line else ""
        note = Words(single, "small", wrap=True)
        note.setVisible(bool(single))
        self.setLayout(column(Words(heading, "h3", colour="muted", wrap=True), ticks, note, gap=4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setHidden(not (self.ticks or single))

    def _turned(self, one: str, stays_out: bool) -> None:
        if stays_out:
            self.stays_out.emit(one)
        self.touched.emit()

    def take(self) -> None:
        """Write what is still left out into what was chosen."""
        out = frozenset(one for one, tick in self.ticks.items() if tick.isChecked())
        self._chosen.left_out = out & _kinds()
        self._chosen.episodes_left_out = out - _kinds()

    def may_be_told(self, kind: str) -> None:
        """Leave a kind out no longer: it was ticked among what may be told."""
        if kind in self.ticks:
            self.ticks[kind].setChecked(False)


def _kinds() -> frozenset[str]:
    return frozenset(code_list("data_category").codes)


def _named(line: SaidLine) -> dict[str, str]:
    """Return the kinds, A to Z, and then the experiences that a line leaves out, as named."""
    language = texts.current().code
    kinds = {one: label("data_category", one, language) for one in line.excluded & _kinds()}
    in_order = sorted(kinds, key=lambda one: sort_key(kinds[one]))
    return {one: kinds[one] for one in in_order} | {
        one: texts.say("consent.experience", number=str(number))
        for one, number in line.excluded_episodes
    }


def _single(line: SaidLine) -> str:
    """Say which single things stay out until they are agreed to by name."""
    named = sorted(map(item_words, line.excluded - _kinds()))
    if not named:
        return ""
    return texts.say("consent.left_out_single", what=texts.say("list.join").join(named))
