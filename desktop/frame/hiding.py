"""The hide key: F9 or Shift three times, heard before every widget, menu and dialog."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
_TAPS, _WITHIN_SECONDS = 3, 1.2


class HideKeys(QObject):
    """An ear of the whole program."""

    pressed = Signal()
    active = Signal()
    keyed = Signal()
    clicked = Signal()

    def __init__(self, keys: Sequence[QKeySequence], *, shift: bool) -> None:
        super().__init__()
        self._keys, self._shift = list(keys), shift
        self._taps: list[float] = []
        self._down = False

    def change(self, keys: Sequence[QKeySequence], *, shift: bool) -> None:
        """Listen for other keys."""
        self._keys, self._shift = list(keys), shift

    def hears(self, event: QInputEvent) -> bool:
        """Swallow the hide key wherever it is pressed."""
        kind = event.type()
        if kind in _SIGNS:
            self._tell(kind)
        if kind == QEvent.Type.KeyRelease:
            self._down = False
        if kind not in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            return False
        if not isinstance(event, QKeyEvent) or event.isAutoRepeat():
            return False
        if QKeySequence(event.keyCombination()) in self._keys:
            if kind == QEvent.Type.KeyPress:
                self.pressed.emit()
            event.accept()
            return True
        return self._tapped(event)

    def _tell(self, kind: QEvent.Type) -> None:
        self.active.emit()
        if kind == QEvent.Type.KeyPress:
            self.keyed.emit()
        elif kind == QEvent.Type.MouseButtonPress:
            self.clicked.emit()

    def _tapped(self, event: QKeyEvent) -> bool:
        """Count taps of Shift; any other key between them begins anew."""
        if event.key() != Qt.Key.Key_Shift or not self._shift:
            # Of a key that does something of its own, as Shift+F6, its press is never heard.
            self._taps.clear()
            return False
        if self._down or event.type() != QEvent.Type.KeyPress:
            # One press reaches several objects on its way up; it is one tap.
            return False
        self._down = True
        moment = monotonic()
        self._taps = [tap for tap in self._taps if moment - tap <= _WITHIN_SECONDS] + [moment]
        if len(self._taps) < _TAPS:
            return False
        self._taps.clear()
        self.pressed.emit()
        return True
