"""The keys for when someone takes the laptop: pressed once they hide, three times they destroy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMES: Final = 3
_WITHIN_MS: Final = 3_000


class PanicKeys(QObject):
    """An ear of the whole program; whoever did not turn it on has no such keys."""

    begun = Signal()
    over = Signal()
    done = Signal()

    def __init__(self, keys: Sequence[QKeySequence], *, on: bool) -> None:
        super().__init__()
        self._keys, self._on, self._pressed = list(keys), on, 0
        self._wait = QTimer(self, singleShot=True, interval=_WITHIN_MS)
        self._wait.timeout.connect(self._forget)

    def change(self, keys: Sequence[QKeySequence], *, on: bool) -> None:
        """Listen for other keys, or for none."""
        self._keys, self._on = list(keys), on

    def hears(self, event: QInputEvent) -> bool:
        """Swallow the keys wherever they are pressed; something that lies on them is one press."""
        if not (self._on and isinstance(event, QKeyEvent)):
            return False
        kind = event.type()
        if kind not in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}:
            return False
        if QKeySequence(event.keyCombination()) not in self._keys:
            return False
        if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._press()
        event.accept()
        return True

    def _press(self) -> None:
        self._pressed += 1
        if self._pressed == 1:
            self._wait.start()
            self.begun.emit()
        elif self._pressed == _TIMES:
            self._wait.stop()
            self._pressed = 0
            self.done.emit()

    def _forget(self) -> None:
        self._pressed = 0
        self.over.emit()
