"""Pages are imported while nobody waits for them: whoever comes to one finds it read already."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from desktop.frame.by_name import page_named
from desktop.frame.rights import may_open

if TYPE_CHECKING:
    from desktop.frame.room import Room

# What one comes to from the list and from Today, and what takes longest to import.
_PAGES: Final = ("case", "form", "consent", "letter", "episodes", "entries", "history", "figures")
# Not while the first page is read, and never for long: Python lets one thread go on at a time.
_FIRST_MS, _NEXT_MS = 2_000, 100


class ReadingAhead(QObject):
    """Reads one page after the other, on the thread for paper, as long as its owner is there."""

    def __init__(self, owner: QObject, room: Room) -> None:
        super().__init__(owner)
        self._jobs = room.jobs
        self._left = [page for page in _PAGES if may_open(room.office.worker, page)]
        self._timer = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self._timer.timeout.connect(self._read)
        self._timer.start()

    def _read(self) -> None:
        if self._left:
            self._jobs.draw(self, partial(page_named, self._left.pop(0)), self._has_read)

    def _has_read(self, _page: object) -> None:
        self._timer.start(_NEXT_MS)
