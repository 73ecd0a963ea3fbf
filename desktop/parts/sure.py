"""What cannot come back is asked once more in place: what it means, and two answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.sight import bring_into_sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

# Between what asks and the question.
_ABOVE: Final = 8


class Once(NamedTuple):
    """What it means, the answer that does it and its name read aloud, and the one that does not."""

    means: str
    yes: str
    yes_name: str
    no: str


class Sure(QWidget):
    """Empty until something is asked; the safe answer has the focus, and Escape is that answer."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = column(gap=8)
        self._inside.setContentsMargins(0, look().px(_ABOVE), 0, 0)
        self.setLayout(self._inside)
        self._asker: QWidget | None = None
        self.yes: Button | None = None
        self.hide()

    def ask(self, once: Once, act: Callable[[], object], asker: QWidget) -> None:
        """Ask once more; whatever the answer, what asked gets the focus back."""
        clear(self._inside)
        self._asker = asker
        self.yes = Button(once.yes).does(partial(self._act, act))
        self.yes.setAccessibleName(once.yes_name)
        no = Button(once.no).does(self.withdraw)
        buttons = QWidget()
        buttons.setLayout(Flow((self.yes, no), gap=8, line_gap=8))
        self._inside.addWidget(MessageBar(once.means, "care"))
        self._ask_besides()
        self._inside.addWidget(buttons)
        self.show()
        no.setFocus()
        announce(self, once.means)
        bring_into_sight(self)

    def _ask_besides(self) -> None:
        """Ask what is needed for it, between what it means and the answers."""

    def withdraw(self) -> None:
        """Ask no more: nothing was done."""
        self.drop()
        if self._asker is not None and shiboken6.isValid(self._asker):
            self._asker.setFocus()

    def drop(self) -> None:
        """Ask no more, wherever the keyboard is: what was asked about is no longer chosen."""
        clear(self._inside)
        self.yes = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape for the safe answer."""
        if event.key() == Qt.Key.Key_Escape:
            self.withdraw()
        else:
            super().keyPressEvent(event)

    def _act(self, act: Callable[[], object]) -> None:
        self.withdraw()
        act()
