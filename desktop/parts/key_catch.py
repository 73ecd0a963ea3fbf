"""A button that shows a key and, once pressed, waits for another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

import texts
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.sight import bring_into_sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

_ALONE: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_unknown,
    }
)
_LEAVES: Final = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


class KeyCatch(Button):
    """It never traps: Esc and Tab leave the key as it was; of a key it refuses it waits on."""

    caught = Signal(str)
    # Qt sends events while the button is still being made.
    _waits = False
    # What is to be read with it, and so is seen whenever the keyboard comes to it.
    beside: QWidget | None = None

    def __init__(self, name: str, keys: str, refuses: Callable[[QKeySequence], bool]) -> None:
        super().__init__(keys or texts.say("keys.none"), "small")
        self._name, self._keys, self._refuses = name, keys, refuses
        self._tell()
        self.clicked.connect(self._wait)

    def _tell(self) -> None:
        shown = texts.say("keys.press") if self._waits else self._keys or texts.say("keys.none")
        self.rename(shown)
        self.setAccessibleName(texts.say("keys.of", name=self._name, keys=shown))

    def _wait(self) -> None:
        self._waits = True
        self._tell()

    def _stop(self) -> None:
        self._waits = False
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Bring what is to be read with it into sight."""
        super().focusInEvent(event)
        if self.beside is not None:
            bring_into_sight(self.beside)

    def event(self, event: QEvent) -> bool:
        """Take every key while waiting, before it means anything else."""
        if self._waits and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._pressed(event)
        return super().event(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _ALONE or event.isAutoRepeat():
            return True
        if key in _LEAVES:
            self._stop()
            return key == Qt.Key.Key_Escape or super().event(event)
        keys = QKeySequence(event.keyCombination())
        if self._refuses(keys):
            self.rename(texts.say("keys.for_typing"))
            announce(self, texts.say("keys.for_typing"), at_once=True)
            return True
        self._stop()
        self.caught.emit(keys.toString())
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop waiting when the focus goes elsewhere."""
        super().focusOutEvent(event)
        self._stop()
