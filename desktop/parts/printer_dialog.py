"""Which printer, and how often: asked in a dialog of our own that Hide can close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLayout

import texts
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.focus import FocusRing
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar
from texts.dates import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

_WIDTH: Final = 440
_MOST_COPIES: Final = 20


class Choice(NamedTuple):
    """A printer by its name, and how many copies."""

    printer: str
    copies: int


class PrinterDialog(QDialog):
    """It stands at once; printers are offered when the system has told which there are."""

    taken = Signal(object)

    def __init__(self, parent: QWidget, said: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(texts.say("printer.title"))
        self.which = Drop([("", texts.say("printer.looking"))])
        self.which.setEnabled(False)
        self.copies = Drop([(str(n), number(n)) for n in range(1, _MOST_COPIES + 1)])
        self.goes = Button(texts.say("paper_out.print"), "primary", icon_name="printer")
        self.goes.does(self.accept).setEnabled(False)
        # Enter prints, wherever the keyboard is.
        self.goes.setDefault(True)
        leaves = Button(texts.say("printer.leave")).does(self.reject)
        self._said = column()
        # Why it was not printed, if it was tried before.
        self._why = MessageBar(said, "problem")
        if not said:
            self._why.hide()
        self._inside = column(
            self._why,
            Field(texts.say("printer.which"), self.which),
            self._said,
            Field(texts.say("printer.copies"), self.copies),
            Flow((self.goes, leaves)),
            gap=16,
            margin=20,
        )
        # Else Qt asks for the height that it would take in the shortest lines.
        self._inside.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(self._inside)
        self.setFixedWidth(look().px(_WIDTH))
        self._fit()
        FocusRing(self)
        self.accepted.connect(self._take)

    def offer(self, told: Mapping[str, str | Sequence[str]]) -> None:
        """Offer printers by their names, the usual one first chosen."""
        clear(self._said)
        names = told["printers"]
        if not names:
            self._tell("printer.none")
            return
        self.which.offer([(name, name) for name in names], str(told["usual"]))
        for part in (self.which, self.goes):
            part.setEnabled(True)
        self.which.setFocus()
        self._fit()

    def tell_silence(self) -> None:
        """Say that the system has not answered; it may yet."""
        clear(self._said)
        self._tell("printer.no_answer")

    def _tell(self, text_id: str) -> None:
        words = texts.say(text_id)
        self._why.hide()
        self.which.offer(())
        bar = MessageBar(words, "care")
        self._said.addWidget(bar)
        # What is not shown yet takes no room.
        bar.show()
        announce(self, words)
        self._fit()

    def _fit(self) -> None:
        """Be as high as what stands here takes."""
        self._inside.invalidate()
        self.resize(self.width(), self._inside.totalHeightForWidth(self.width()))

    def _take(self) -> None:
        self.taken.emit(Choice(self.which.code(), int(self.copies.code())))
