"""Leaky buckets: how often somebody may come. They live in the process and guard nothing else."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_MOST_KNOWN: Final = 100_000


class Buckets:
    """One bucket a name; each leaks at the same rate and holds the same."""

    def __init__(
        self, per_second: float, holds: float, clock: Callable[[], float], most: int = _MOST_KNOWN
    ) -> None:
        self._rate, self._holds, self._clock, self._most = per_second, holds, clock, most
        self._full: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: Hashable, amount: float = 1) -> float:
        """Put an amount into a bucket and return 0, or the seconds until there is room for it.

        What is larger than a whole bucket goes into an empty one.
        """
        now = self._clock()
        with self._lock:
            level, since = self._full.pop(name, (0.0, now))
            level = max(0.0, level - (now - since) * self._rate)
            over = level + min(amount, self._holds) - self._holds
            self._full[name] = (level, now) if over > 0 else (level + amount, now)
            if len(self._full) > self._most:
                self._full.popitem(last=False)
        return max(0.0, over / self._rate)
