"""The desk that says how much waits for a decision: by itself, for it is asked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.conflict import Waiting
from casework.worker import Act

if TYPE_CHECKING:
    from casework.seat import Seat


class WaitingDesk:
    """What a worker is told of decisions without asking for them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def number(self) -> Waiting:
        """Return how much is to decide in the cases that this worker sees as they are."""
        with self._seat.begin(Act.READ_CASES) as work:
            number = work.conflicts.count() if work.waiting.is_any() else 0
            return Waiting(number, work.waiting.exchanges())
