"""The desk that says how much waits for a decision: by itself, for it is asked at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.answers.outside import outside
from casework.team.worker import Act

if TYPE_CHECKING:
    from casework.team.seat import Seat


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much is to decide, and whether anything can come from another laptop at all."""

    number: int
    exchanges: bool


class WaitingDesk:
    """What a worker is told of decisions without asking for them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def number(self) -> Waiting:
        """Return how much this worker may decide: in cases seen as they are, and outside."""
        with self._seat.begin(Act.READ_CASES) as work:
            number = 0
            if work.waiting.is_any():
                number = work.conflicts.count() + len(outside(work, self._seat.worker))
            return Waiting(number, work.waiting.exchanges())
