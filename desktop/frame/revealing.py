"""The key that reads masked words: they are open while it is held, and no moment longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QInputEvent, QWindow


class RevealKey(QObject):
    """An ear of the whole program, so that lists and fields are heard too."""

    held = Signal(bool)

    def __init__(self, keys: Sequence[QKeySequence], window: QObject | None = None) -> None:
        # It goes with its window: others of the program's come into sight after that.
        super().__init__(window)
        self._keys = list(keys)
        self._down = False
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._let_go)

    def change(self, keys: Sequence[QKeySequence]) -> None:
        """Listen for other keys."""
        self._keys = list(keys)

    def hears(self, event: QInputEvent) -> bool:
        """Notice the key go down and up again."""
        if not isinstance(event, QKeyEvent):
            return False
        kind = event.type()
        if kind not in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            return False
        if not self._is_ours(event):
            return False
        if not event.isAutoRepeat():
            self._turn(on=kind == QEvent.Type.KeyPress)
        return True

    def _is_ours(self, event: QKeyEvent) -> bool:
        if QKeySequence(event.keyCombination()) in self._keys:
            return True
        if not self._down or event.type() != QEvent.Type.KeyRelease:
            return False
        # A modifier may be let go before the key itself.
        alone = QKeySequence(event.key()).toString()
        return any(keys.toString().endswith(alone) for keys in self._keys)

    def _let_go(self, _window: QWindow | None) -> None:
        """Let it go when one goes to another window: its going up is not heard there."""
        self._turn(on=False)

    def _turn(self, *, on: bool) -> None:
        if on != self._down:
            self._down = on
            self.held.emit(on)
