"""What the desks of the registers need from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from casework.registers.breach import Breach, BreachLine, Taken
    from casework.registers.outside_request import OutsideRequest, RequestLine


class OutsideRequests(Protocol):
    """Who asked the office for data from outside, and how it answered."""

    def all(self) -> Sequence[RequestLine]:
        """Return the requests that this worker may read, the last asked first."""
        ...

    def waiting(self) -> Sequence[RequestLine]:
        """Return those that wait for an answer by this worker, the first asked first."""
        ...

    def note(self, request: OutsideRequest) -> None:
        """Keep what was asked; it waits for an answer."""
        ...

    def correct(self, wording: str, better: OutsideRequest) -> None:
        """Keep beside a wording how it is said better."""
        ...

    def give(self, request: OutsideRequest) -> None:
        """Keep how it was answered, when, and by whom; raises NotPermitted."""
        ...


class Breaches(Protocol):
    """What got to somebody who should not have it, and what was done."""

    def all(self) -> Sequence[BreachLine]:
        """Return the breaches that this worker may read, the last noticed first."""
        ...

    def about(self, case_id: str) -> Sequence[BreachLine]:
        """Return the breaches that are about a case, whoever wrote them down, the first first."""
        ...

    def waiting(self) -> Sequence[str]:
        """Return the ids of those that this worker is to see to, the first noticed first."""
        ...

    def note(self, breach: Breach) -> None:
        """Keep what happened; it is open."""
        ...

    def correct(self, wording: str, better: Breach) -> None:
        """Keep beside a wording how it is said better."""
        ...

    def leave(self, breach: Breach) -> None:
        """Keep whether something is left to do about a breach; raises NotPermitted."""
        ...

    def name_cases(self, breach_id: str, cases: AbstractSet[str]) -> None:
        """Keep whom a breach is about; of cases that this worker does not reach nothing changes."""
        ...

    def take(self, breach_id: str, taken: Taken) -> None:
        """Keep one thing that was done about a breach; raises NotPermitted."""
        ...

    def untake(self, taken_id: str) -> None:
        """Let go of one thing that was done; raises NotPermitted."""
        ...
