"""The laptops that belong: who works at each, when it was last heard of; and removing one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.clock import now
from desktop.exchange.words import clock_words, heard_words, laptop_words
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.chips import Chip
from desktop.parts.frames import clear, column, row, rule
from desktop.parts.messages import Grounded
from desktop.parts.own_sure import OwnSure
from desktop.parts.ruled_card import RuledCard, inset
from desktop.parts.sure import Once
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.keeping.exchange import ExchangeState, Laptop

_OVER: Final = 10


class LaptopsCard(RuledCard):
    """One row for each; what a removal means is said before it is asked for once more."""

    removing = Signal(str, str, str)
    adding = Signal()

    def __init__(self) -> None:
        add = Button(texts.say("devices.add"), "small", icon_name="plus")
        super().__init__(texts.say("devices.trusted"), beside=[add])
        self.add = add.does(self.adding.emit)
        # What each laptop that can be removed is called, and what asks for it.
        self.asks: dict[str, tuple[str, Button]] = {}
        self._shown: tuple[tuple[tuple[Laptop, str], ...], bool] = ((), False)
        self._lines = column()
        # Where a removal was asked for that is being done.
        self._asking: OwnSure | None = None
        self.body.addLayout(self._lines)

    @property
    def rows(self) -> list[Button]:
        """Return what asks to remove each laptop, in the order in which they stand."""
        return [button for _words, button in self.asks.values()]

    def show_state(self, state: ExchangeState) -> None:
        """Show which laptops there are."""
        self.setVisible(not state.is_alone)
        self.add.setVisible(state.may_change)
        laptops = tuple((one, clock_words(one, state)) for one in state.laptops)
        shown = (laptops, state.may_change)
        if shown == self._shown or any(one.isVisible() for one in self.findChildren(OwnSure)):
            # A question that stands is not taken away under somebody's hands.
            return
        self._shown = shown
        clear(self._lines)
        self._asking = None
        self.asks = {}
        for number, (one, clock) in enumerate(laptops):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(one, clock, may_remove=state.may_change))

    def _line(self, one: Laptop, clock: str, *, may_remove: bool) -> QWidget:
        words = laptop_words(one)
        has = look().colours
        icon = "prohibit" if one.is_removed else "laptop"
        drawn = Grounded(icon, has.muted, has.nav, across=34)
        role = "strong" if one.is_here else "body"
        named = Words(words, role, wrap=True, colour="muted" if one.is_removed else "text")
        said = Words(heard_words(one, now().date()), "small", wrap=True)
        line = row(drawn, column(named, said, gap=0), gap=10)
        line.setStretch(1, 1)
        held, under = QWidget(), (6, Words(clock, "small", wrap=True)) if clock else ()
        if one.is_here:
            line.addWidget(Chip(texts.say("devices.this"), "accent"))
        elif may_remove and not one.is_removed:
            remove = Button(texts.say("devices.remove"), "small")
            remove.setAccessibleName(texts.say("devices.remove_name", laptop=words))
            sure = OwnSure()
            remove.does(partial(self._ask, one.id, words, sure, remove))
            self.asks[one.id] = words, remove
            line.addWidget(remove)
            held.setLayout(inset(column(line, *under, sure), _OVER, _OVER))
            return held
        held.setLayout(inset(column(line, *under), _OVER, _OVER))
        return held

    def _ask(self, laptop: str, words: str, sure: OwnSure, asker: Button) -> None:
        """Say what it means, and ask once more: what is removed does not come back."""
        once = Once(
            texts.say("devices.remove_means", laptop=words),
            texts.say("devices.remove_yes"),
            texts.say("devices.remove_yes_name", laptop=words),
            texts.say("devices.keep"),
        )
        sure.ask_own(once, partial(self._remove, laptop, words, sure), asker)

    def _remove(self, laptop: str, words: str, sure: OwnSure, own: str) -> None:
        self._asking = sure
        self.removing.emit(own, laptop, words)

    def removed(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.withdraw()

    def refused(self, error: Exception) -> bool:
        """Say at one's own passphrase why none was removed, if that is what it is about."""
        return self._asking is not None and self._asking.refused(error)
