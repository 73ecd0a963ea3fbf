"""What the desks of the registers need from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.registers.outside_request import OutsideRequest, RequestLine


class OutsideRequests(Protocol):
    """Who asked the office for data from outside, and how it answered."""

    def all(self) -> Sequence[RequestLine]:
        """Return the requests that this worker may read, the last asked first."""
        ...

    def waiting(self) -> Sequence[RequestLine]:
        """Return those that wait for an answer by this worker, the first asked first."""
        ...

    def keep(self, request: OutsideRequest) -> None:
        """Keep a request as it is now."""
        ...
