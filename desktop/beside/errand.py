"""Something long that goes on while one works: in short steps, with a stop, at most one at a time.

Between two steps the store's thread belongs to whoever else asks; the page that began it may go.
What the window began by itself gives way to whatever somebody asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

T = TypeVar("T")

# What goes on by itself is told of when it lasts so long: most of it is over before anybody looks.
_LASTS_MS: Final = 1_500

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from casework.keeping.exchange import Brought, Stage

    Steps: TypeAlias = Generator[Stage, None, Brought]
    Told: TypeAlias = Callable[[T], object]


class GivenUp(Exception):
    """Raised where the store is wanted for something that was given up."""


@dataclass(frozen=True, slots=True)
class Ended:
    """That something is over, what it was, and what came of it."""

    kind: str
    brought: Brought
    # Nobody had asked for it.
    by_itself: bool = False


@dataclass(slots=True)
class _Run:
    """One errand under way, and what was said about its end."""

    by_itself: bool = False
    is_told: bool = True
    steps: Steps | None = None
    is_stopped: bool = False
    is_given_up: bool = False

    def stopped(self) -> bool:
        """Return whether somebody asked it to stop."""
        return self.is_stopped


class Queues(Protocol):
    """The threads by which an errand goes on."""

    def try_to(
        self, owner: QObject, act: Callable[[], T], then: Told[T], refused: Told[Exception]
    ) -> None:
        """Do something on the store's thread."""

    def wait_for(
        self,
        owner: QObject,
        answer: Callable[[], T],
        ends: tuple[Told[T], Told[Exception]],
        stop: Callable[[], object],
    ) -> None:
        """Wait for something on a thread of its own."""

    def last(self, act: Callable[[], T], within: float | None = None) -> T:
        """Do something on the store's thread, and wait for it, at most so many seconds."""
        ...


class AtStore:
    """Does something on the store's thread and waits for it, until that is given up."""

    def __init__(self, queues: Queues, run: _Run) -> None:
        self._queues, self._run = queues, run

    def __call__(self, act: Callable[[], T]) -> T:
        """Return what came of it.

        Raises GivenUp, also where that happened while it waited: the store may be closed by then.
        """
        return self._queues.last(partial(self._do, act))

    def _do(self, act: Callable[[], T]) -> T:
        if self._run.is_given_up:
            raise GivenUp
        return act()


class Errand(QObject):
    """What is under way, if anything is."""

    began = Signal()
    told = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    # What went on by itself was given up for something that somebody asked for.
    gave_way = Signal()
    # From whichever thread it is worked on.
    _far = Signal(object)

    def __init__(self, parent: QObject, queues: Queues) -> None:
        super().__init__(parent)
        self._queues = queues
        self._run: _Run | None = None
        self.kind = ""
        # Whether nobody asked for what is under way, or was last.
        self.by_itself = False
        self.stage: Stage | None = None
        self._far.connect(self._heard)

    @property
    def is_on(self) -> bool:
        """Return whether something is under way."""
        return self._run is not None

    @property
    def is_asked(self) -> bool:
        """Return whether something is under way that somebody asked for."""
        return self._run is not None and not self._run.by_itself

    @property
    def is_told(self) -> bool:
        """Return whether something is under way of which people are told."""
        return self._run is not None and self._run.is_told

    def begin(self, kind: str, steps: Callable[[Callable[[], bool]], Steps]) -> None:
        """Begin, unless something is under way; `steps` gets what says whether to stop."""
        self.give_way()
        if self._run is None:
            run = self._first(kind, _Run())
            run.steps = steps(run.stopped)
            self.began.emit()
            self._go_on(run)

    def begin_afar(
        self,
        kind: str,
        work: Callable[[Callable[[Stage], None], Callable[[], bool], AtStore], Brought],
        *,
        by_itself: bool = False,
    ) -> None:
        """Begin what mostly waits for others: it asks for the store only where it needs it."""
        if not by_itself:
            self.give_way()
        if self._run is None:
            run = self._first(kind, _Run(by_itself, is_told=not by_itself))
            if run.is_told:
                self.began.emit()
            else:
                QTimer.singleShot(_LASTS_MS, self, partial(self._tell_of, run))
            answer = partial(work, self._far.emit, run.stopped, AtStore(self._queues, run))
            ends = partial(self._over, run), partial(self._broke, run)
            self._queues.wait_for(self, answer, ends, partial(_give_up, run))

    def give_way(self) -> None:
        """Give up what goes on by itself, before something that somebody asks for."""
        if self._run is not None and self._run.by_itself:
            self.abandon()
            self.gave_way.emit()

    def stop(self) -> None:
        """Stop after the step under way."""
        if self._run is not None:
            self._run.is_stopped = True

    def abandon(self, within: float | None = None) -> None:
        """Let go of what is under way, before the workbook closes: it leaves nothing half done.

        Raises TimeoutError where that takes longer than so many seconds.
        """
        run, self._run = self._run, None
        if run is not None:
            _give_up(run)
            if run.steps is not None:
                self._queues.last(run.steps.close, within)

    def _first(self, kind: str, run: _Run) -> _Run:
        self.kind, self.by_itself, self.stage, self._run = kind, run.by_itself, None, run
        return run

    def _tell_of(self, run: _Run) -> None:
        if run is self._run:
            run.is_told = True
            self.began.emit()

    def _go_on(self, run: _Run) -> None:
        if run.steps is not None:
            step = partial(_step, run.steps)
            self._queues.try_to(self, step, partial(self._went, run), partial(self._broke, run))

    def _went(self, run: _Run, came: Stage | _Last) -> None:
        if isinstance(came, _Last):
            self._over(run, came.brought)
        elif run is self._run:
            self._heard(came)
            self._go_on(run)

    def _heard(self, stage: Stage) -> None:
        if self._run is not None:
            self.stage = stage
            if self._run.is_told:
                self.told.emit(stage)

    def _over(self, run: _Run, brought: Brought) -> None:
        if run is self._run:
            self._run = None
            self.ended.emit(Ended(self.kind, brought, run.by_itself))

    def _broke(self, run: _Run, error: Exception) -> None:
        if run is self._run:
            self._run = None
            self.failed.emit(error)


@dataclass(frozen=True, slots=True)
class _Last:
    """That there are no more steps."""

    brought: Brought


def _step(steps: Steps) -> Stage | _Last:
    try:
        return next(steps)
    except StopIteration as end:
        return _Last(end.value)


def _give_up(run: _Run) -> None:
    run.is_stopped = run.is_given_up = True
