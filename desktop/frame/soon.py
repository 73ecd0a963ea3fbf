"""When what is typed outside a form is kept: soon after the last key, and also while keys go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.look.tokens import timing

if TYPE_CHECKING:
    from collections.abc import Callable


class Soon(QObject):
    """Calls once typing rests, and as often as long as it does not.

    So a second after it was typed, a word or a tick is in the store.
    """

    def __init__(self, owner: QObject, keep: Callable[[], object]) -> None:
        super().__init__(owner)
        self._idle = QTimer(self, singleShot=True, interval=timing("autosave_idle_ms"))
        self._latest = QTimer(self, singleShot=True, interval=timing("autosave_max_ms"))
        for timer in (self._idle, self._latest):
            timer.timeout.connect(keep)

    @property
    def waits(self) -> bool:
        """Whether something was typed that nobody kept yet."""
        return self._idle.isActive()

    def touch(self, *_now: object) -> None:
        """Take note that somebody types."""
        self._idle.start()
        if not self._latest.isActive():
            self._latest.start()

    def stop(self) -> None:
        """Wait no more: it is kept now, or nobody wants it."""
        self._idle.stop()
        self._latest.stop()
