"""A list that drops down of places to go to: whoever walks through it by keys goes nowhere yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from desktop.parts.fields import Drop

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_KEY: Final = Qt.Key
_WALKING: Final = frozenset(
    (_KEY.Key_Up, _KEY.Key_Down, _KEY.Key_PageUp, _KEY.Key_PageDown, _KEY.Key_Home, _KEY.Key_End)
)
_HELD: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class GoingDrop(Drop):
    """Arrows and letters open the list; Enter goes to the place that is current, Esc to none.

    Qt would choose at every key, and each choice is another page.
    """

    def showPopup(self) -> None:
        """Begin where one is, and with no letter; Qt would begin where the list was left."""
        super().showPopup()
        self.view().keyboardSearch("")
        self.view().setCurrentIndex(self.model().index(self.currentIndex(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list where a key would choose in it unseen; all else as Qt does."""
        letter = event.text() if event.text().isalnum() else ""
        if event.modifiers() & _HELD or not (letter or event.key() in _WALKING):
            super().keyPressEvent(event)
            return
        self.showPopup()
        if letter:
            self.view().keyboardSearch(letter)
