"""Letters that tell more than is agreed to since she agreed to less: they are called back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent.consequences import Reached
from casework.consent.ending import follow_up, letters_out
from casework.disclosure import Request, preview
from casework.need_to_know import items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from casework.consent.grant import Consents, Purpose
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.services.service import Service
    from casework.team.seat import Seat


class Narrowed:
    """A service that is told less for a purpose from a moment on, and what held until then."""

    def __init__(
        self, work: UnitOfWork, case: CaseSummary, purpose: Purpose, service: Service
    ) -> None:
        self._work, self._case, self._service = work, case, service
        self._purpose = purpose
        others = (key for key, _ in work.likenesses.others(case.id))
        self._before = work.consents.those([case.id, *others])

    def carry_out(self, seat: Seat, at: datetime) -> None:
        """Recall what tells more than is agreed to now, and keep whom to tell."""
        me = seat.worker.id
        for case_id, said in self._work.consents.those(self._before).items():
            numbers = set(self._wider(case_id, said, at))
            out = letters_out(self._work, case_id) if numbers else ()
            letters = tuple(one for one in out if one.number in numbers)
            for letter in letters:
                self._work.letters.recall(case_id, letter.number, at, "narrowed")
            mine = case_id == self._case.id
            worker = me if mine else self._work.caseload.worker_of(case_id) or me
            found = Reached(letters=letters, referrals=())
            follow_up(self._work, (case_id, worker), (self._purpose, found), at)

    def _wider(self, case_id: str, said: Consents, at: datetime) -> Iterator[str]:
        """Yield the numbers of letters of a case that last longer, or tell more, than she wishes.

        What she says in one case replaces her yes in the others: letters on it go with it.
        """
        who = self._service.recipient
        if not self._before[case_id].in_force(self._purpose, who, at):
            return
        left = said.in_force(self._purpose, who, at)
        last = min(map(said.last_day, left), default=None)
        gone = self._gone(said, at) if case_id == self._case.id else frozenset[str]()
        for one in self._work.notices.letters(case_id):
            meant = one.service_id == self._service.id and one.purpose == self._purpose
            longer = last is None or one.valid_until > last
            if meant and one.valid_until >= at.date() and (longer or gone.intersection(one.told)):
                yield one.number

    def _gone(self, said: Consents, at: datetime) -> frozenset[str]:
        """Return the items of which less may be told than before."""
        told, now = self._told(self._before[self._case.id], at), self._told(said, at)
        return frozenset(one for one, value in told.items() if now.get(one) != value)

    def _told(self, said: Consents, at: datetime) -> Mapping[str, str]:
        request = Request(self._purpose, self._service.recipient, tuple(items().values()), at)
        seen = preview(self._work.documents.file_of(self._case), said, request)
        return {one.item: one.value for one in seen.told}
