"""What was opened with a reason is masked again on the screen too, when its time is over."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer

import texts
from desktop.frame.places import Place
from texts.dates import isolate

if TYPE_CHECKING:
    from desktop.frame.workspace import Workspace

# A laptop may have slept: no timer is trusted for longer than this.
_LOOK_AGAIN: Final = timedelta(seconds=20)
_AFTER: Final = timedelta(seconds=1)


class GlassTime(QObject):
    """Asks the office how long the cases stay open that are on the screen, or were."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._open: set[str] = set()
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self.look)
        if workspace.room.office.worker.sees_all_cases:
            # For everybody else nothing is opened: what she reaches is her own.
            workspace.installEventFilter(self)
            workspace.room.jobs.changed.connect(lambda _change: self.look())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look when one comes back from under the cover."""
        if event.type() == QEvent.Type.Show:
            self.look()
        return False

    def look(self) -> None:
        """Ask after the case that is shown, and after those that were open."""
        room = self._workspace.room
        if not room.office.worker.sees_all_cases:
            return
        for case in self._open | {self._workspace.here().case} - {""}:
            left = partial(room.office.glass.left, case)
            room.jobs.try_to(self, left, partial(self._told, case), lambda _error: None)

    def _told(self, case: str, left: timedelta | None) -> None:
        if left is not None:
            self._open.add(case)
            wait = min(left + _AFTER, _LOOK_AGAIN)
            self._wait.start(int(wait.total_seconds() * 1000))
        elif case in self._open:
            self._open.discard(case)
            self._mask(case)

    def _mask(self, case: str) -> None:
        """Let nothing of the case stand in clear; what was typed was kept as one went."""
        space = self._workspace
        page = space.page
        if page is None:
            return
        if page.here().case == case and not page.masks_itself:
            space.show_place(Place("case", case))
        else:
            # Imported when it comes to that: the window opens without any case.
            change = import_module("casework.changes").Change("glass_ended", "", case)
            space.room.jobs.changed.emit(change)
        space.tell(texts.say("glass.over", code=isolate(case)))
