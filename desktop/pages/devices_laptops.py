"""The laptops that belong: who works at each, when it was last heard of; and removing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.clock import now
from desktop.exchange_words import heard_words, laptop_words
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.chips import Chip
from desktop.parts.frames import Card, clear, column, row, rule
from desktop.parts.messages import Grounded
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.exchange import ExchangeState, Laptop


class LaptopsCard(Card):
    """One row for each; what a removal means is said before it is asked for once more."""

    removing = Signal(str, str)
    adding = Signal()

    def __init__(self) -> None:
        add = Button(texts.say("devices.add"), icon_name="plus")
        super().__init__(texts.say("devices.trusted"), beside=[add])
        self.add = add.does(self.adding.emit)
        self.rows: list[Button] = []
        self._shown: tuple[tuple[Laptop, ...], bool] = ((), False)
        self._lines = column(gap=10)
        self._lost = Words(texts.say("devices.lost_why"), "small", wrap=True)
        self.lost = Button(texts.say("devices.lost")).does(self._which)
        self._after = QWidget()
        head = Words(texts.say("devices.lost_title"), "h3", wrap=True)
        self._after.setLayout(column(rule(), 8, head, self._lost, 6, row(self.lost, None), gap=2))
        self.body.addLayout(self._lines)
        self.body.addSpacing(look().px(10))
        self.body.addWidget(self._after)

    def show_state(self, state: ExchangeState) -> None:
        """Show which laptops there are."""
        self.setVisible(not state.is_alone)
        self.add.setVisible(state.may_change)
        shown = (state.laptops, state.may_change)
        if shown == self._shown:
            # A question that stands is not taken away under somebody's hands.
            return
        self._shown = shown
        clear(self._lines)
        self.rows = []
        for number, one in enumerate(state.laptops):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(one, may_remove=state.may_change))
        self._after.setVisible(bool(self.rows))

    def _line(self, one: Laptop, *, may_remove: bool) -> QWidget:
        words = laptop_words(one)
        has = look().colours
        icon = "prohibit" if one.is_removed else "laptop"
        drawn = Grounded(icon, has.muted, has.nav, across=34)
        role = "strong" if one.is_here else "body"
        named = Words(words, role, wrap=True, colour="muted" if one.is_removed else "text")
        said = Words(heard_words(one, now().date()), "small", wrap=True)
        line = row(drawn, column(named, said, gap=0), gap=10)
        line.setStretch(1, 1)
        held = QWidget()
        if one.is_here:
            line.addWidget(Chip(texts.say("devices.this"), "accent"))
        elif may_remove and not one.is_removed:
            remove = Button(texts.say("devices.remove"), "small")
            remove.setAccessibleName(texts.say("devices.remove_name", laptop=words))
            sure = Sure()
            remove.does(partial(self._ask, one.id, words, sure, remove))
            self.rows.append(remove)
            line.addWidget(remove)
            held.setLayout(column(line, sure))
            return held
        held.setLayout(column(line))
        return held

    def _ask(self, laptop: str, words: str, sure: Sure, asker: Button) -> None:
        """Say what it means, and ask once more: what is removed does not come back."""
        once = Once(
            texts.say("devices.remove_means", laptop=words),
            texts.say("devices.remove_yes"),
            texts.say("devices.remove_yes_name", laptop=words),
            texts.say("devices.keep"),
        )
        sure.ask(once, partial(self.removing.emit, laptop, words), asker)

    def _which(self) -> None:
        """Go to the first laptop that can be removed."""
        if self.rows:
            self.rows[0].setFocus()
