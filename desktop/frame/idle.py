"""Nobody is there: a countdown that any key stops, and then the workbook locks."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

import texts
from desktop.safety.asleep import seconds_asleep

_WARNING_SECONDS = 30
_MINUTE = 60
# The clocks that tell of a sleep are not read in one moment.
_ASLEEP_SECONDS = 1


class Tells(Protocol):
    """Says when it locks, and whether that is soon."""

    def __call__(self, words: str, /, *, soon: bool) -> object:
        """Say so many minutes or seconds."""


class Idle(QObject):
    """Counts seconds in which no key and no button was pressed; a sleep of the machine ends it."""

    over = Signal()

    def __init__(self, parent: QObject, minutes: int) -> None:
        super().__init__(parent)
        self._limit = minutes * _MINUTE
        self._left = self._limit
        self._slept = seconds_asleep()
        self._tell: Tells | None = None
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)

    def change(self, minutes: int) -> None:
        """Lock after another time."""
        self._limit = minutes * _MINUTE
        self.somebody_is_there()

    def telling(self, tell: Tells) -> None:
        """Say the time left through this."""
        self._tell = tell
        self._say()

    @property
    def quiet(self) -> int:
        """Return for how many seconds nobody was there."""
        return self._limit - self._left

    def start(self) -> None:
        """Begin to count."""
        self._left, self._slept = self._limit, seconds_asleep()
        self._timer.start()

    def stop(self) -> None:
        """Stop counting: there is nothing to lock."""
        self._timer.stop()
        self._tell = None

    def somebody_is_there(self) -> None:
        """Begin to count anew."""
        told = self._left < self._limit
        self._left = self._limit
        if told:
            self._say()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0 or self._has_slept():
            self._timer.stop()
            self.over.emit()
        elif self._left <= _WARNING_SECONDS or self._left % _MINUTE == 0:
            self._say()

    def _has_slept(self) -> bool:
        """Return whether the machine slept since it was last asked: nobody is there then."""
        before, self._slept = self._slept, seconds_asleep()
        return self._slept - before > _ASLEEP_SECONDS

    def _say(self) -> None:
        if self._tell is None:
            return
        if self._left <= _WARNING_SECONDS:
            self._tell(texts.say("lock.in_seconds", seconds=self._left), soon=True)
        else:
            minutes = -(-self._left // _MINUTE)
            self._tell(texts.say("lock.in_minutes", minutes=minutes), soon=False)
