"""How many open cases one has, beside the way to them: told on every page, and kept up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from desktop.frame.rights import may_open

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.cases.caseline import ViewCount
    from casework.changes import Change
    from desktop.frame.room import Room

_CASES: Final = "cases"
# What one page asks and tells by itself in this time is not asked again.
_CALM_MS: Final = 300


class CaseCount(QObject):
    """Asks soon after one signed in and after every change, where no page tells it by itself."""

    def __init__(self, owner: QObject, room: Room) -> None:
        super().__init__(owner)
        self._room = room
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._ask)
        if may_open(room.office.worker, _CASES):
            room.counted.connect(self._told)
            # A slot of its own: in another look it goes, and is told of nothing any more.
            room.jobs.changed.connect(self._changed)
            self._calm.start()

    def _changed(self, _change: Change) -> None:
        self._calm.start()

    def _ask(self) -> None:
        self._room.jobs.ask(self, self._room.office.caselist.views, self._show)

    def _show(self, counts: Sequence[ViewCount]) -> None:
        if counts:
            self._room.count(_CASES, counts[0].count)

    def _told(self, page: str, _number: str) -> None:
        if page == _CASES:
            self._calm.stop()
