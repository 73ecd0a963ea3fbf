"""How long something takes, and a row that says so beside its yardstick."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(act: Callable[[], Any], times: int) -> float:
    """Return what one call costs: the best of five rounds."""
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times):
            act()
        best = min(best, (time.perf_counter() - start) / times)
    return best


def row(name: str, ours: float, yardstick: float, goal: float) -> dict[str, Any]:
    """Return one measurement as `make bench` reads it."""
    return {
        "name": name,
        "ours": ours,
        "yardstick": yardstick,
        "ratio": ours / yardstick,
        "goal": goal,
    }
