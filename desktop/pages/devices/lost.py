"""What to do about a laptop that is lost: which one it is, and then what removes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QWidget

import texts
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.sight import bring_into_sight
from desktop.parts.ticks import Dot
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from casework.keeping.exchange import ExchangeState
    from desktop.pages.devices.laptops import LaptopsCard


class LostCard(Card):
    """For whoever may remove one: she says which it is, and none is chosen before she does."""

    def __init__(self, laptops: LaptopsCard) -> None:
        super().__init__(texts.say("devices.lost_title"))
        self._laptops = laptops
        why = Words(texts.say("devices.lost_why"), "small", wrap=True)
        self.lost = Button(texts.say("devices.lost"), "small").does(self._begin)
        self.go = Button(texts.say("devices.lost_go"), "small").does(self._go)
        self.leave = Button(texts.say("devices.lost_leave"), "small").does(self._leave)
        self.dots: dict[str, Dot] = {}
        self._group = QButtonGroup(self)
        self._choices, self._step = column(gap=0), QGroupBox()
        self._step.setAccessibleName(texts.say("devices.lost_which"))
        ways = QWidget()
        ways.setLayout(Flow((self.go, self.leave), gap=8, line_gap=8))
        asked = Words(texts.say("devices.lost_which"), "strong", wrap=True)
        self._step.setLayout(column(4, asked, self._choices, 6, ways, gap=4))
        self._step.hide()
        self.body.addLayout(column(why, row(self.lost, None), self._step, gap=8))

    def show_state(self, state: ExchangeState) -> None:
        """Show it where there is a laptop to remove."""
        self.setVisible(not state.is_alone and bool(self._laptops.asks))
        if not self._step.isHidden() and list(self.dots) != list(self._laptops.asks):
            # What was asked is no longer what there is.
            self._fold()

    def _begin(self) -> None:
        """Ask which one it is; none is chosen."""
        clear(self._choices)
        self.dots = {}
        for laptop, (words, _button) in self._laptops.asks.items():
            self.dots[laptop] = dot = Dot(words)
            dot.toggled.connect(self._may_go)
            self._group.addButton(dot)
            self._choices.addWidget(dot)
        self._may_go()
        self.lost.hide()
        self._step.show()
        next(iter(self.dots.values())).setFocus()
        announce(self, texts.say("devices.lost_which"))
        bring_into_sight(self._step)

    def _chosen(self) -> str:
        return next((one for one, dot in self.dots.items() if dot.isChecked()), "")

    def _may_go(self, _on: bool = False) -> None:
        self.go.refuse("" if self._chosen() else texts.say("devices.lost_none"))

    def _go(self) -> None:
        """Ask for its removal as its own row does."""
        _words, ask = self._laptops.asks[self._chosen()]
        self._fold()
        ask.click()

    def _leave(self) -> None:
        self._fold()
        self.lost.setFocus()

    def _fold(self) -> None:
        self._step.hide()
        self.lost.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape for leaving it as it is."""
        if event.key() == Qt.Key.Key_Escape and not self._step.isHidden():
            self._leave()
        else:
            super().keyPressEvent(event)
