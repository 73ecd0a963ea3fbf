"""Threads in which a database is waited for, while whoever else comes is heard."""

from __future__ import annotations

from asyncio import get_running_loop
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Self
from weakref import finalize

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, TypeVar, TypeVarTuple

    _Given = TypeVarTuple("_Given")
    _Found = TypeVar("_Found")


class Threads:
    """So many threads at most, begun as they are needed.

    Pools of libraries do more: to hand over to one takes the processor as long as to look into
    the database.
    """

    def __init__(self, most: int) -> None:
        self._most, self._begun, self._waiting = most, 0, 0
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        finalize(self, _end, self._calls, most)

    async def carry_out(self, does: Callable[[*_Given], _Found], *given: *_Given) -> _Found:
        """Return what comes of a call in a thread; what it raises is raised here."""
        self._waiting += 1
        if self._begun < min(self._waiting, self._most):
            self._begun += 1
            Thread(target=_work, args=(self._calls,), daemon=True).start()
        loop = get_running_loop()
        future: Future[Any] = loop.create_future()
        self._calls.put(_Call(loop, future, partial(does, *given)))
        try:
            found: _Found = await future
            return found
        finally:
            self._waiting -= 1
            # A fault knows this frame: together they would hold what was sent.
            del future


@dataclass(slots=True)
class _Call:
    """A call, and who waits for what comes of it, a fault too."""

    loop: AbstractEventLoop
    future: Future[Any]
    does: Callable[[], object]
    found: object = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: object, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        # Nobody waits any more at a server that was stopped.
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(_tell, self.future, self.found, error)
        return True


def _work(calls: SimpleQueue[_Call | None]) -> None:
    while (call := calls.get()) is not None:
        with call:
            call.found = call.does()
        # What was sent is not held until somebody asks again.
        del call


def _tell(future: Future[Any], found: object, error: BaseException | None) -> None:
    if future.cancelled():
        return
    if error is None:
        future.set_result(found)
    else:
        future.set_exception(error)


def _end(calls: SimpleQueue[_Call | None], begun: int) -> None:
    for _ in range(begun):
        calls.put(None)
