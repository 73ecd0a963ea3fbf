"""While nobody works it is looked, little by little, whether all is shown as it was written."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.frame.room import Room

# So long nobody may have pressed anything.
QUIET: Final = 30
_LOOK_MS: Final = 10_000
# Between two slices whoever comes back has the store.
_NEXT_MS: Final = 250
# Once all was looked through it is asked again whether a week went by.
_REST_MS: Final = 3_600_000


class Rechecking(QObject):
    """Asks for one slice after the other, as long as it stays quiet."""

    def __init__(self, parent: QObject, room: Room, quiet: Callable[[], int]) -> None:
        super().__init__(parent)
        self._room, self._quiet = room, quiet
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Ask for one slice, if nobody works and nothing else is under way."""
        jobs, house = self._room.jobs, self._room.house
        if house is None or self._quiet() < QUIET or jobs.errand.is_on or not jobs.idle:
            self._timer.setInterval(_LOOK_MS)
            return
        look_further = import_module("desktop.exchange.rechecked").look_further
        jobs.try_to(self, partial(look_further, house), self._looked, self._failed)

    def _looked(self, strayed: bool | None) -> None:
        self._timer.setInterval(_NEXT_MS if strayed is None else _REST_MS)
        if strayed:
            self._room.jobs.changed.emit(import_module("desktop.exchange.rechecked").strayed())

    def _failed(self, error: Exception) -> None:
        # What can not be read is told of once, and not again and again.
        self._timer.stop()
        self._room.jobs.failed.emit(error)
