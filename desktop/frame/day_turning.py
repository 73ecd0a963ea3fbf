"""The day turns while the window is open: what is said of today is said of the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from desktop.clock import now

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# What every screen is told then; nothing was written.
DAY_TURNED: Final = "day_turned"
# A laptop may have slept, and a clock may be set: no timer is trusted until midnight.
_LOOK_AGAIN_MS: Final = 20_000


class DayTurning(QObject):
    """Looks what day it is, as long as the window is there."""

    turned = Signal()

    def __init__(self, seen: QWidget) -> None:
        super().__init__(seen)
        self._day = now().date()
        self._again = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)
        self._again.start()
        seen.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look when one comes back from under the cover."""
        if event.type() == QEvent.Type.Show:
            self.look()
        return False

    def look(self) -> None:
        """Tell it where another day has begun."""
        day, self._day = self._day, now().date()
        if self._day != day:
            self.turned.emit()
