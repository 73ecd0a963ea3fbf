"""Work off the window's thread: one worker owns the store, another draws paper, others wait.

Only frozen values cross. What a screen asked to see is dropped when the screen is gone; what came
of a change is told all the same.
"""

from __future__ import annotations

import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.beside.pressing import by_press, is_pressed
from desktop.beside.unheard import unheard

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from casework.changes import Change
    from desktop.beside.errand import Errand

T = TypeVar("T")
_SECOND = 1_000
_CHANGES: Final = "casework.changes"
# What hears of a result, of why there is none, and of either once the screen is gone.
_Ends = tuple[
    "Callable[[T], object]", "Callable[[Exception], object]", "Callable[[Future[Any]], object]"
]


class Jobs(QObject):
    """The queues between the screens and the store, in order, and between screens and paper."""

    changed = Signal(object)
    failed = Signal(object)
    _ready = Signal(object)
    _free = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._paper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="paper")
        # What another process works out is waited for here, so that nobody else has to. There are
        # two: who waits for figures does not wait for a line on which nobody answers.
        self._afar = ThreadPoolExecutor(max_workers=2, thread_name_prefix="afar")
        self._stops: set[Callable[[], object]] = set()
        self._closed = False
        # What goes on behind the cover, once the store is free or the time for that is over.
        self._next: Callable[[], object] | None = None
        self._unanswered = 0
        self._ready.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._free.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    def ask(self, owner: QObject, query: Callable[[], T], then: Callable[[T], object]) -> None:
        """Read on the store's thread, then show on the window's."""
        self._submit(self._store, owner, query, (then, self.failed.emit, _tell_nobody))

    def try_to(
        self,
        owner: QObject,
        act: Callable[[], T],
        then: Callable[[T], object],
        refused: Callable[[Exception], object],
    ) -> None:
        """Read or change on the store's thread; the screen itself says why it was refused.

        What was asked for by a press is told of by the window where the screen is gone by then.
        """
        told = self._tell_after if is_pressed() else _tell_nobody
        self._submit(self._store, owner, act, (*by_press(owner, (then, refused)), told))

    def put_away(
        self,
        owner: QObject,
        act: Callable[[], T],
        then: Callable[[T], object],
        refused: Callable[[Exception], object],
    ) -> None:
        """Keep what was typed: that comes with a press, and none was made for it or waits for it.

        A break from a form could not be begun as long as what was typed before was on its way.
        """
        self._submit(self._store, owner, act, (then, refused, _tell_nobody))

    def do(
        self,
        owner: QObject,
        use_case: Callable[[], Change],
        then: Callable[[Change], object] | None = None,
    ) -> None:
        """Change on the store's thread, then tell every screen what changed."""
        ends = by_press(owner, (partial(self._tell, then), self.failed.emit))
        self._submit(self._store, owner, use_case, (*ends, self._tell_after))

    def draw(
        self,
        owner: QObject,
        paper: Callable[[], T],
        then: Callable[[T], object],
        refused: Callable[[Exception], object] | None = None,
    ) -> None:
        """Draw pages on the thread for paper, which never touches the store."""
        self._submit(self._paper, owner, paper, (then, refused or self.failed.emit, _tell_nobody))

    def wait_for(
        self,
        owner: QObject,
        answer: Callable[[], T],
        ends: tuple[Callable[[T], object], Callable[[Exception], object]],
        stop: Callable[[], object],
    ) -> None:
        """Wait for what another process works out; at the end of all work it is stopped."""

        def found() -> T:
            self._stops.add(stop)
            if self._closed:
                stop()
            try:
                return answer()
            finally:
                self._stops.discard(stop)

        self._submit(self._afar, owner, found, (*ends, _tell_nobody))

    @cached_property
    def errand(self) -> Errand:
        """Something long that goes on while one works, if anything does."""
        made: Errand = import_module("desktop.beside.errand").Errand(self, self)
        return made

    @property
    def idle(self) -> bool:
        """Return whether every answer that was asked for has been given to its screen."""
        return self._unanswered == 0

    def last(self, act: Callable[[], T], within: float | None = None) -> T:
        """Do something after all that waits, and wait for it: on hide, lock and close.

        Raises TimeoutError where it takes longer than so many seconds.
        """
        return self._store.submit(act).result(within)

    def once_free(self, then: Callable[[], object], within: float) -> None:
        """Go on when the store has done all that waits, at the latest after so many seconds.

        No screen hears of what is done meanwhile: behind a cover it would open dialogs before it.
        The program is held up by nothing: whoever presses the keys that destroy is heard.
        """
        if self._next is not None:
            return
        if self.idle:
            then()
            return
        self._next = then
        self._store.submit(int).add_done_callback(lambda _done: self._free.emit(then))
        QTimer.singleShot(round(within * _SECOND), self, partial(self._go_on, then))

    def _go_on(self, then: Callable[[], object]) -> None:
        if self._next is then:
            self._next = None
            then()

    def close(self) -> None:
        """Finish what is queued and stop all threads; what another process does is given up."""
        self._closed = True
        self._afar.shutdown(wait=False, cancel_futures=True)
        for stop in tuple(self._stops):
            stop()
        self._afar.shutdown(wait=True)
        self._paper.shutdown(wait=True, cancel_futures=True)
        self._store.shutdown(wait=True)

    def _tell(self, then: Callable[[Change], object] | None, change: Change) -> None:
        if then is not None:
            then(change)
        self.changed.emit(change)

    def _tell_after(self, done: Future[Any]) -> None:
        """Tell what came of a change whose screen is gone: somebody takes it for done."""
        error = done.exception()
        if isinstance(error, Exception):
            self.failed.emit(error)
        elif error is None and isinstance(done.result(), import_module(_CHANGES).Change):
            self.changed.emit(done.result())

    def _submit(
        self,
        worker: ThreadPoolExecutor,
        owner: QObject,
        job: Callable[[], T],
        ends: _Ends[T],
    ) -> None:
        # What a timer still asks for after the end is asked by nobody.
        if self._closed:
            return
        screen = weakref.ref(owner)
        self._unanswered += 1
        done = worker.submit(job)
        done.add_done_callback(partial(self._come_back, screen, ends))

    def _come_back(
        self,
        screen: weakref.ref[QObject],
        ends: _Ends[T],
        done: Future[T],
    ) -> None:
        if shiboken6.isValid(self):
            self._ready.emit(partial(_deliver, screen, ends, done))

    def _call(self, deliver: Callable[[], None]) -> None:
        self._unanswered -= 1
        # An answer that comes after the end would only make its screen ask the next thing.
        if not self._closed and self._next is None:
            with unheard():
                deliver()


def _deliver(
    screen: weakref.ref[QObject],
    ends: _Ends[T],
    done: Future[T],
) -> None:
    """Give the result to the screen that asked, if it is still there, or tell why there is none."""
    if done.cancelled():
        return
    alive = screen()
    # Both are needed: a parented widget keeps its Python half, a deleted one its weak reference.
    then, refused, after = ends
    if alive is None or not shiboken6.isValid(alive):
        after(done)
        return
    error = done.exception()
    if error is None:
        then(done.result())
    elif isinstance(error, Exception):
        refused(error)


def _tell_nobody(_done: Future[Any]) -> None:
    """Let a reading go that nobody waits for any more."""
