"""What a laptop that joins a team has done on the store's thread, one thing at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

import texts
from desktop.parts.announce import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.beside.jobs import Jobs

T = TypeVar("T")


class Working(QObject):
    """Whoever waits hears what goes on, that it is over, and why it was refused."""

    goes_on = Signal(str)
    refused = Signal(object)

    def __init__(self, page: QWidget, jobs: Jobs) -> None:
        super().__init__(page)
        self._page, self._jobs = page, jobs
        self.busy = self.stopped = False

    def do(self, words: str, act: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do something, unless something goes on already."""
        if self.busy:
            return
        self.busy = True
        said = texts.say(words)
        self.goes_on.emit(said)
        announce(self._page, said)
        self._jobs.try_to(self, act, partial(self._end, then), partial(self._end, self._tell))

    def _end(self, then: Callable[[T], object], result: T) -> None:
        self.busy = False
        self.goes_on.emit("")
        then(result)

    def _tell(self, error: Exception) -> None:
        self.refused.emit(error)
