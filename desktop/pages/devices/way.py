"""One way of exchanging: what it is, a button, and how far it has got."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

import texts
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, column, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words
from texts.dates import number

if TYPE_CHECKING:
    from casework.keeping.exchange import Stage

_HUNDRED: Final = 100


class Way(QWidget):
    """One thing to do: its button; while it goes on, how far it is and a stop in its place."""

    pressed = Signal()
    stopped = Signal()

    def __init__(self, kind: str, meanwhile: QWidget | None = None) -> None:
        super().__init__()
        self.kind = kind
        self.go = Button(texts.say(f"sync.way.{kind}_do"), "small").does(self.pressed.emit)
        self.stop = Button(texts.say("sync.stop"), "small").does(self.stopped.emit)
        self._told, self._far = Words("", "small", wrap=True), Words("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(texts.say(f"sync.way.{kind}"))
        told = row(self._told, self._far, gap=6)
        told.setStretch(0, 1)
        self._busy = QWidget()
        between = [meanwhile] if meanwhile is not None else []
        self._busy.setLayout(column(told, self._bar, *between, row(self.stop, None), gap=6))
        self._busy.hide()
        self.setLayout(column(self._busy, self.go, gap=6))

    def show_stage(self, stage: Stage | None) -> None:
        """Show how far it is."""
        had = self.go.hasFocus()
        self.go.hide()
        self._busy.show()
        if had:
            self.stop.setFocus()
        done, of = (stage.done, stage.of) if stage is not None else (0, 0)
        self._bar.setRange(0, _HUNDRED if of else 0)
        share = done * _HUNDRED // of if of else 0
        self._bar.setValue(share)
        far = texts.say("sync.percent", n=number(share)) if of else ""
        if stage is not None and stage.waits:
            far = texts.plural("sync.server_waits", stage.waits)
        self._told.setText(self._working(stage))
        self._far.setText(far)

    def _working(self, _stage: Stage | None) -> str:
        """Return what goes on, in words."""
        return texts.say(f"sync.way.{self.kind}_busy")

    def offer_again(self, *, again: bool) -> None:
        """Call its button by what it is: the first try, or another."""
        self.go.setText(texts.say("form.try_again" if again else f"sync.way.{self.kind}_do"))

    def rest(self, reason: str = "") -> None:
        """Offer the button again, or say why not now."""
        had = self._busy.isAncestorOf(self.window().focusWidget())
        self._busy.hide()
        self.go.show()
        self.go.refuse(reason)
        if had and not reason:
            self.go.setFocus()


class WayCard(Box):
    """One way to others: what it is, and what there is to do."""

    def __init__(self, kind: str, icon_name: str, *ways: Way) -> None:
        super().__init__("card")
        drawn = row(Picture(icon_name, look().colours.accent, 20), None)
        self._why = Words(texts.say(f"sync.way.{kind}_why"), "small", wrap=True)
        title = Words(texts.say(f"sync.way.{kind}"), "strong", wrap=True)
        self.setLayout(column(drawn, title, self._why, 8, None, *ways, gap=6, margin=14))

    @property
    def said(self) -> str:
        """Return what it says of itself."""
        return self._why.text()

    def explain(self, words: str) -> None:
        """Say something else of it."""
        self._why.setText(words)
