"""Saying where the server is: its address, the code of an invitation, and the key that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop.exchange.acts import Naming
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import column
from desktop.parts.ticks import Tick
from desktop.parts.under_tick import under_tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

# What is wrong with the address, and with the code; all else is said below.
_OF_ADDRESS: Final = frozenset({"line_address", "line_open"})
_OF_INVITE: Final = frozenset({"line_invite"})


class NamingForm(QWidget):
    """Three questions and two buttons; Escape closes it and keeps what was typed."""

    named = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.address, self.invite = Line(), Line()
        self.pin = Tick(texts.say("devices.server_pin"))
        self.pin.setAccessibleDescription(texts.say("devices.server_pin_why"))
        # An address and a code run from left to right in every language.
        for line in (self.address, self.invite):
            line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._address = Field(
            texts.say("devices.server_address"),
            self.address,
            hint=texts.say("devices.server_address_why"),
        )
        self._invite = Field(
            texts.say("devices.server_invite"),
            self.invite,
            hint=texts.say("devices.server_invite_why"),
        )
        self.go = Button(texts.say("devices.server_go")).does(self._go)
        self.leave = Button(texts.say("sure.leave_it"), "quiet").does(self.left.emit)
        buttons = QWidget()
        buttons.setLayout(Flow((self.go, self.leave), gap=8, line_gap=8))
        pinned = column(self.pin, under_tick(texts.say("devices.server_pin_why")))
        self.setLayout(
            column(
                Words(texts.say("devices.server_means"), "small", wrap=True),
                self._address,
                self._invite,
                pinned,
                buttons,
                gap=16,
            )
        )

    def begin(self) -> None:
        """Go to the first question."""
        self._right()
        self.address.setFocus()

    def wait(self, reason: str) -> None:
        """Say why it cannot be done now, or that it can."""
        self.go.refuse(reason)

    def empty(self) -> None:
        """Forget what was typed, once it holds."""
        self.address.clear()
        self.invite.clear()
        self.pin.setChecked(False)

    def wrong(self, code: str, words: str) -> bool:
        """Say at its field what was refused; return whether it is about one of them."""
        for codes, field in ((_OF_ADDRESS, self._address), (_OF_INVITE, self._invite)):
            if code in codes and self.isVisible():
                field.wrong(words)
                field.editor.setFocus()
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Escape; go on by Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.go.isEnabled():
            self._go()
        else:
            super().keyPressEvent(event)

    def _right(self) -> None:
        for field in (self._address, self._invite):
            field.wrong("")

    def _go(self) -> None:
        self._right()
        address = self.address.text().strip()
        if not address:
            self._address.wrong(texts.say("field.missing"))
            self.address.setFocus()
            return
        self.named.emit(Naming(address, self.invite.text().strip(), self.pin.isChecked()))
