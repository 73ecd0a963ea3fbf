"""A quiet line for those who chose it: that they have been with hard material for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

import texts

if TYPE_CHECKING:
    from desktop.frame.workspace import Workspace

_MINUTE_MS: Final = 60_000
# Pages on which one reads or writes what somebody lived through.
_HARD: Final = frozenset({"case", "episodes", "form", "consent", "letter", "history"})
# So long away from them, and one has had a pause.
_RESTED: Final = 5


class Pausing(QObject):
    """Counts minutes, not people or cases; nothing of it is kept."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._limit = workspace.room.settings.pause_minutes
        self._spent = self._away = 0
        self._timer = QTimer(self, interval=_MINUTE_MS)
        self._timer.timeout.connect(self.minute)
        self._timer.start()

    def minute(self) -> None:
        """Count one more minute where one is."""
        if self._workspace.here().page not in _HARD:
            self._away += 1
            if self._away >= _RESTED:
                self._spent = 0
            return
        self._away = 0
        self._spent += 1
        if self._spent >= self._limit:
            self._workspace.tell(texts.plural("pause.line", self._spent))
            self._spent = 0
