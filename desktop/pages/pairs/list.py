"""The list of cases that may be of one person, two and two, by their codes alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, rule
from desktop.parts.messages import Placeholder
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.persons.pair import Pair

# More at once would not be read; what is answered makes room.
_MOST: Final = 50


class PairsList(QWidget):
    """A line for each two cases; nothing is ranked, they stand A to Z."""

    chosen = Signal(object)
    reading = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(gap=10)
        self.buttons: list[Button] = []
        card = Card(texts.say("pairs.title"))
        card.body.addWidget(Words(texts.say("pairs.why"), "muted", wrap=True))
        card.body.addSpacing(look().px(12))
        card.body.addLayout(self._lines)
        self.setLayout(column(CardPage([card])))

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show other cases."""
        clear(self._lines)
        self.buttons = []
        for number, pair in enumerate(pairs[:_MOST]):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(pair))
        if not pairs:
            self._lines.addWidget(Placeholder(texts.say("pairs.none"), icon_name="users-three"))
        elif len(pairs) > _MOST:
            more = texts.plural("pairs.more", len(pairs) - _MOST)
            self._lines.addWidget(Words(more, "small", wrap=True))
        if self.buttons:
            self.buttons[0].setFocus()

    def _line(self, pair: Pair) -> QWidget:
        both = texts.say("pairs.two", one=isolate(pair.one), other=isolate(pair.other))
        parts: list[QWidget] = [Words(both, "strong")]
        if pair.masked:
            parts += [self._look(code) for code in (pair.one, pair.other)]
        else:
            compare = Button(texts.say("pairs.compare")).does(partial(self.chosen.emit, pair))
            compare.setAccessibleName(texts.say("pairs.compare_named", pair=both))
            self.buttons.append(compare)
            parts.append(compare)
        whole = column(Flow(parts, gap=12, trailing=len(parts) - 1), gap=4)
        if pair.same_submission:
            whole.addWidget(Words(texts.say("pairs.same_submission"), "small", wrap=True))
        if pair.masked:
            whole.addWidget(Words(texts.say("pairs.masked"), "small", wrap=True))
        held = QWidget()
        held.setLayout(whole)
        return held

    def _look(self, code: str) -> Button:
        """Return the way to a colleague's case, which is masked until it is opened in need."""
        words = texts.say("likeness.look", code=isolate(code))
        button = Button(words, "link").does(partial(self.reading.emit, code))
        self.buttons.append(button)
        return button
