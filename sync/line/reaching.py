"""A line that is made while somebody may stop it: to look a name up may take half a minute.

Nothing ends that, nor the wait for a door that says nothing: whoever stops it does not wait.
"""

from __future__ import annotations

from concurrent.futures import Future, wait
from threading import Thread
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_LOOK: Final = 0.2


class _Line(Protocol):
    """What connects, and is closed."""

    def connect(self) -> None:
        """Connect."""

    def close(self) -> None:
        """Close."""


def reach(line: _Line, stopped: Callable[[], bool]) -> bool:
    """Connect a line; return whether it is, or was stopped before.

    Raises whatever connecting raises. What stands only after a stop is closed, and nothing is said.
    """
    trying = _Trying()
    Thread(target=trying.connect, args=(line,), name="reaching", daemon=True).start()
    while not wait((trying.end,), _LOOK).done:
        if stopped():
            trying.end.add_done_callback(lambda _: line.close())
            return False
    trying.end.result()
    return True


class _Trying:
    """One try, and how it ends."""

    def __init__(self) -> None:
        self.end: Future[None] = Future()

    def connect(self, line: _Line) -> None:
        """Connect; whatever that raises is told to whoever waits."""
        with self:
            line.connect()

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> Literal[True]:
        """Tell how it ended."""
        if error is None:
            self.end.set_result(None)
        else:
            self.end.set_exception(error)
        return True
