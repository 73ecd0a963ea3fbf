"""The hybrid clock: wall time that never runs backwards and never believes a far future."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

COUNTER_BITS: Final = 16
# The top bit stays clear, so a moment fits the store's signed integer until the year 6429.
LARGEST: Final = 2**63 - 1
TOLERANCE_MS: Final = 24 * 60 * 60 * 1000


def moment(milliseconds: int, counter: int = 0) -> int:
    """Return milliseconds and counter as one comparable number."""
    return (milliseconds << COUNTER_BITS) | counter


def milliseconds(hlc: int) -> int:
    """Return the wall-clock part of a moment."""
    return hlc >> COUNTER_BITS


class HybridClock:
    """Moments that grow with every tick, whatever the wall clock does."""

    def __init__(self, now: Callable[[], datetime], last: int = 0) -> None:
        self.now = now
        self.last = last

    def tick(self) -> int:
        """Return a moment later than every one given or accepted before."""
        self.last = max(self._wall(), self.last + 1)
        return self.last

    def observe(self, received: int) -> bool:
        """Return whether a received moment is believed; only then does it advance the clock."""
        if milliseconds(received) > milliseconds(self._wall()) + TOLERANCE_MS:
            return False
        self.last = max(self.last, received)
        return True

    def _wall(self) -> int:
        return moment(int(self.now().timestamp() * 1000))
