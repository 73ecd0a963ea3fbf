"""The same room: another laptop on one network is found, or called by an address one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.exchange.codes import SAID
from desktop.exchange.words import address_words
from desktop.pages.devices.way import Way
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.frames import column, row
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from casework.keeping.exchange import Stage


class Looking(QWidget):
    """What there is to know and to do while others are looked for."""

    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._there_too = Words(texts.say("sync.room_there_too"), "small", wrap=True)
        self._here = Words("", "small", wrap=True)
        self.other = Button(texts.say("sync.room_type"), "link").does(self._open)
        self.address = Line()
        # An address runs from left to right in every language.
        self.address.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._field = Field(texts.say("sync.room_address"), self.address)
        self.go = Button(texts.say("sync.room_go"), "small").does(self._go)
        self._form = QWidget()
        self._form.setLayout(column(self._field, row(self.go, None), gap=6))
        self._form.hide()
        self.setLayout(
            column(self._there_too, self._here, row(self.other, None), self._form, gap=6)
        )

    def show_stage(self, stage: Stage | None) -> None:
        """Show where this laptop answers, and what came of an address."""
        where = (stage.where if stage is not None else None) or ()
        # Whoever has a short one types no long one; that stays on its line.
        short = [isolate(one) for one in where if not one.startswith("[")]
        said = texts.say("list.join").join(short or map(address_words, where))
        self._here.setText(texts.say("sync.room_here", where=said) if said else "")
        self._here.setVisible(bool(said))
        if stage is not None and stage.trouble:
            words = texts.say(f"error.{SAID.get(stage.trouble, 'room_refused')}")
            self._field.wrong(words)
            announce(self, words)

    def begin(self) -> None:
        """Forget what was typed for somebody else."""
        self._form.hide()
        self.other.show()
        self.address.clear()
        self._field.wrong("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape; go on by Enter."""
        if event.key() == Qt.Key.Key_Escape and self._form.isVisible():
            self.begin()
            self.other.setFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._form.isVisible():
            self._go()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        self._form.show()
        self.address.setFocus()
        self.other.hide()

    def _go(self) -> None:
        typed = self.address.text().strip()
        self._field.wrong("" if typed else texts.say("field.missing"))
        if typed:
            self.typed.emit(typed)
        else:
            self.address.setFocus()


class RoomWay(Way):
    """The way with two faces: first others are looked for, then there is an exchange with one."""

    typed = Signal(str)

    def __init__(self) -> None:
        self.looking = Looking()
        super().__init__("room", self.looking)
        self.looking.typed.connect(self.typed.emit)
        self._looks = False

    def show_stage(self, stage: Stage | None) -> None:
        """Show for how long others are looked for still, or how far the exchange is."""
        looks = stage is None or stage.where is not None
        if looks and not self._looks:
            self.looking.begin()
        was_inside = self.looking.isAncestorOf(self.window().focusWidget())
        self._looks = looks
        self.looking.setVisible(looks)
        self.looking.show_stage(stage)
        super().show_stage(stage)
        if was_inside and not looks:
            self.stop.setFocus()

    def rest(self, reason: str = "") -> None:
        """Offer the button again, or say why not now."""
        self._looks = False
        super().rest(reason)

    def _working(self, stage: Stage | None) -> str:
        if stage is None or stage.where is not None:
            return texts.say("sync.room_looking")
        return super()._working(stage)
