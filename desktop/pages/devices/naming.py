"""Saying where the server is: its address, the code of an invitation, and the key that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.exchange.given import Naming
from desktop.parts.buttons import Button
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import column
from desktop.parts.own_secret import OwnSecret
from desktop.parts.ticks import Tick
from desktop.parts.under_tick import under_tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QKeyEvent

# What is wrong with the address, and with the code; all else is said below.
_OF_ADDRESS: Final = frozenset({"line_address", "line_open"})
_OF_INVITE: Final = frozenset({"line_invite"})


class NamingForm(QWidget):
    """Four questions and two buttons; Escape closes it and keeps what was typed, but no secret."""

    named = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.address, self.invite, self.own = Line(), Line(), OwnSecret()
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
                self.own,
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

    def wrong(self, error: Exception) -> bool:
        """Say at its field what was refused; return whether it is about one of them."""
        if not self.isVisible():
            return False
        if self.own.refused(error):
            return True
        code = doors.code_of(error)
        for codes, field in ((_OF_ADDRESS, self._address), (_OF_INVITE, self._invite)):
            if code in codes:
                field.wrong(doors.why(error))
                field.editor.setFocus()
                return True
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Let nothing of a passphrase stand where nobody sees it."""
        super().hideEvent(event)
        self.own.forget()

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
        if self.own.is_missing():
            self.own.secret.setFocus()
            return
        invite, pinned = self.invite.text().strip(), self.pin.isChecked()
        self.named.emit(Naming(self.own.take(), address, invite, pinned))
