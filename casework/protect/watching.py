"""How far a proof is, for whoever waits for it, and the way to stop it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from casework.protect.errors import NotProtected

if TYPE_CHECKING:
    from collections.abc import Callable


class Watch:
    """One proof that somebody waits for; she may stop it from any thread, and hears of it at once.

    What is told goes to the thread that proves; whoever shows it brings it to her own.
    """

    def __init__(self, tell: Callable[[int, int], object] = lambda _done, _of: None) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._ends: list[Callable[[], object]] = []
        self._stopped = False

    def tell(self, done: int, of: int) -> None:
        """Say how many questions of how many are answered; raises NotProtected once stopped."""
        self.demand()
        self._tell(done, of)

    def demand(self) -> None:
        """Raise NotProtected once somebody said stop."""
        if self._stopped:
            raise NotProtected("stopped")

    def stop(self) -> None:
        """Let the proof end now, without an answer; later ones that use this watch as well."""
        with self._lock:
            self._stopped = True
            ends, self._ends = self._ends, []
        for end in ends:
            end()

    def at_stop(self, end: Callable[[], object]) -> None:
        """Do something as soon as somebody says stop; at once, if she has."""
        with self._lock:
            if not self._stopped:
                self._ends.append(end)
                return
        end()
