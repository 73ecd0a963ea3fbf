"""Who hears the keys: at once those of the window, in a moment those of dialogs and menus too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputEvent, QShowEvent

from desktop.beside.unheard import listen, stop_listening

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_MOMENT_MS: Final = 300


class Ear(Protocol):
    """Whoever listens for keys of the whole program."""

    def hears(self, event: QInputEvent) -> bool:
        """Return whether an event is swallowed: nobody after it hears it, nor what it was for."""


class Hearing(QObject):
    """The one event filter of the program: lets ears hear of what somebody does, the first first.

    Every event of the program passes here, but for those of what is built unheard. What nobody did
    leaves at once: its class says so at a fraction of what asking for its type costs.

    The first time that Python hears of all there is in a program, Qt tells it of every kind of
    thing it has. Nobody should wait for that, and until then there is only the one window.
    """

    def __init__(self, window: QWidget, ears: Sequence[Ear]) -> None:
        super().__init__(window)
        self._window, self._ears, self._everywhere = window, ears, False
        self._shown = _Shown(window, self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tell each ear until one swallows it."""
        if not isinstance(event, QInputEvent):
            return False
        return any(ear.hears(event) for ear in self._ears)

    def at_once(self) -> None:
        """Hear the window's own keys, and in a moment everything."""
        self._window.windowHandle().installEventFilter(self)
        QTimer.singleShot(_MOMENT_MS, self, self.everywhere)

    def everywhere(self) -> None:
        """Hear everything from now on."""
        if not self._everywhere:
            self._everywhere = True
            listen(self)

    def stop(self) -> None:
        """Hear nothing any more."""
        self._everywhere = True
        stop_listening(self)


class _Shown(QObject):
    """Notices that the window is shown: only then its keys can be heard."""

    def __init__(self, window: QWidget, hearing: Hearing) -> None:
        super().__init__(window)
        self._hearing = hearing
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to hear as soon as it is shown."""
        if isinstance(event, QShowEvent):
            watched.removeEventFilter(self)
            self._hearing.at_once()
        return False
