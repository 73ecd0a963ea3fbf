"""Who hears the keys: at once those of the window, in a moment those of dialogs and menus too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QShowEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_MOMENT_MS: Final = 300


class Hearing(QObject):
    """Lets event filters hear of everything; the last of them hears first.

    The first time that Python hears of all there is in a program, Qt tells it of every kind of
    thing it has. Nobody should wait for that, and until then there is only the one window.
    """

    def __init__(self, window: QWidget, ears: Sequence[QObject]) -> None:
        super().__init__(window)
        self._window, self._ears, self._everywhere = window, ears, False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear the window's own keys as soon as it is shown."""
        if isinstance(event, QShowEvent):
            watched.removeEventFilter(self)
            self._hear(self._window.windowHandle())
            QTimer.singleShot(_MOMENT_MS, self, self.everywhere)
        return False

    def everywhere(self) -> None:
        """Hear everything from now on."""
        application = QCoreApplication.instance()
        if not self._everywhere and application is not None:
            self._everywhere = True
            self._hear(application)

    def _hear(self, what: QObject) -> None:
        for ear in self._ears:
            what.installEventFilter(ear)
