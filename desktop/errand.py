"""Something long that goes on while one works: in short steps, with a stop, at most one at a time.

Between two steps the store's thread belongs to whoever else asks; the page that began it may go.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from casework.exchange import Brought, Stage
    from desktop.jobs import Jobs

    Steps: TypeAlias = Generator[Stage, None, Brought]


@dataclass(frozen=True, slots=True)
class Ended:
    """That something is over, what it was, and what came of it."""

    kind: str
    brought: Brought


class Errand(QObject):
    """What is under way, if anything is."""

    told = Signal(object)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._steps: Steps | None = None
        self._stopped = False
        self.kind = ""
        self.stage: Stage | None = None

    @property
    def is_on(self) -> bool:
        """Return whether something is under way."""
        return self._steps is not None

    def begin(self, kind: str, steps: Callable[[Callable[[], bool]], Steps]) -> None:
        """Begin, unless something is under way; `steps` gets what says whether to stop."""
        if self.is_on:
            return
        self.kind, self.stage, self._stopped = kind, None, False
        self._steps = steps(lambda: self._stopped)
        self._go_on()

    def stop(self) -> None:
        """Stop after the step under way."""
        self._stopped = True

    def abandon(self) -> None:
        """Let go of what is under way, before the workbook closes: it leaves nothing half done."""
        steps, self._steps = self._steps, None
        if steps is not None:
            self._jobs.last(steps.close)

    def _go_on(self) -> None:
        if self._steps is not None:
            step = partial(_step, self.kind, self._steps)
            self._jobs.try_to(self, step, partial(self._went, self._steps), self._failed)

    def _went(self, steps: Steps, came: Stage | Ended) -> None:
        if steps is not self._steps:
            return
        if isinstance(came, Ended):
            self._steps = None
            self.ended.emit(came)
            return
        self.stage = came
        self.told.emit(came)
        self._go_on()

    def _failed(self, error: Exception) -> None:
        if self._steps is not None:
            self._steps = None
            self.failed.emit(error)


def _step(kind: str, steps: Steps) -> Stage | Ended:
    try:
        return next(steps)
    except StopIteration as end:
        return Ended(kind, end.value)
