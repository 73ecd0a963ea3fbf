"""The desk for the service directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.seat import Seat
    from casework.service import Service


class ServicesDesk:
    """What a worker may ask about services."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> Sequence[Service]:
        """Return every active service, A to Z by name."""
        with self._seat.begin(Act.READ_SERVICES) as work:
            return work.services.all()
