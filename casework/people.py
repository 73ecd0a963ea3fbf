"""The desk for workers: who works here, and letting somebody new in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.changes import Change
from casework.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.office_facts import OfficeFacts
    from casework.seat import Seat
    from casework.worker import Role, Worker


class PeopleDesk:
    """What may be asked and done about workers and the office itself."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> Sequence[Worker]:
        """Return every worker, A to Z by name."""
        with self._seat.begin(Act.PEOPLE) as work:
            return work.people.all()

    def add(self, user_id: str, name: str, role: Role, author: bytes) -> Change:
        """Keep a new worker, whose keys were made before."""
        change = Change("worker_added", subject_id=user_id, reason=role.value)
        with self._seat.begin(Act.PEOPLE) as work:
            work.people.add(user_id, name, role, author)
            work.commit(change)
        return change

    def set_office(self, office: OfficeFacts) -> Change:
        """Keep how papers name the own organisation."""
        change = Change("office_named")
        with self._seat.begin(Act.PEOPLE) as work:
            work.people.set_office(office)
            work.commit(change)
        return change
