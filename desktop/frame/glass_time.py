"""What was opened with a reason is masked again on the screen too, when its time is over."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from desktop.frame.places import Place
    from desktop.frame.room import Room

# A laptop may have slept: no timer is trusted for longer than this.
_LOOK_AGAIN: Final = timedelta(seconds=20)
_AFTER: Final = timedelta(seconds=1)


class GlassTime(QObject):
    """Asks the office how long the cases stay open that are on the screen, or were."""

    over = Signal(str)

    def __init__(self, seen: QWidget, room: Room, here: Callable[[], Place]) -> None:
        super().__init__(seen)
        self._room, self._here = room, here
        self._open: set[str] = set()
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self.look)
        if room.office.worker.sees_all_cases:
            # For everybody else nothing is opened: what she reaches is her own.
            seen.installEventFilter(self)
            room.jobs.changed.connect(self._changed)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look when one comes back from under the cover."""
        if event.type() == QEvent.Type.Show:
            self.look()
        return False

    def _changed(self, _change: Change) -> None:
        self.look()

    def look(self) -> None:
        """Ask after the case that is shown, and after those that were open."""
        room = self._room
        if not room.office.worker.sees_all_cases:
            return
        for case in self._open | {self._here().case} - {""}:
            left = partial(room.office.glass.left, case)
            room.jobs.try_to(self, left, partial(self._told, case), lambda _error: None)

    def _told(self, case: str, left: timedelta | None) -> None:
        if left is not None:
            self._open.add(case)
            wait = min(left + _AFTER, _LOOK_AGAIN)
            self._wait.start(int(wait.total_seconds() * 1000))
        elif case in self._open:
            self._open.discard(case)
            self.over.emit(case)
