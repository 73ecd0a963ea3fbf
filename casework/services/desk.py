"""The desk for the service directory: looking up, and keeping it true."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.services.directory import Directory
from casework.team.seat import NotFound
from casework.team.worker import Act, may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.ports.stores import UnitOfWork
    from casework.services.service import Service
    from casework.team.seat import Seat

_CHECKED: Final = "last_verified"


@dataclass(frozen=True, slots=True)
class ServicePageView:
    """One entry of the directory, how often something was sent there, and the day it is today.

    How often is for whoever reads cases: it tells the day on which somebody was sent.
    """

    service: Service
    sent: int | None
    today: date


class ServicesDesk:
    """What a worker may ask about services, and change in their directory."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self) -> Sequence[Service]:
        """Return every active service, A to Z by name."""
        with self._seat.begin(Act.READ_SERVICES) as work:
            return work.services.all()

    def everyone(self) -> Sequence[Service]:
        """Return every service, those that left the directory among them."""
        with self._seat.begin(Act.READ_SERVICES) as work:
            return work.services.everyone()

    def in_numbers(self, language: str) -> Directory:
        """Return what is counted of the directory on paper; who printed it is on record first."""
        with self._seat.begin(Act.READ_SERVICES) as work:
            services = work.services.all()
            found = Directory(language, work.people.office(), services, self._seat.now().date())
            work.note("directory_printed", reason=str(len(services)))
        return found

    def page(self, code: str) -> ServicePageView:
        """Return one entry of the directory by its code; raises NotFound."""
        with self._seat.begin(Act.READ_SERVICES) as work:
            service = _coded(work, code)
            knows = may(self._seat.worker, Act.READ_CASES)
            sent = work.referrals.sent().get(service.code, 0) if knows else None
        return ServicePageView(service, sent, self._seat.now().date())

    def checked(self, code: str) -> Change:
        """Keep that an entry was looked at today and is right."""
        today = self._seat.now().date().isoformat()
        with self._seat.begin(Act.SERVICES) as work:
            service = _coded(work, code)
            details = service.details | {_CHECKED: today}
            return _put(work, replace(service, details=details), "service_checked")

    def unchecked(self, code: str, since: str) -> Change:
        """Take back that an entry was looked at: it was last on an earlier day, or never."""
        with self._seat.begin(Act.SERVICES) as work:
            service = _coded(work, code)
            details = {name: said for name, said in service.details.items() if name != _CHECKED}
            if since:
                details[_CHECKED] = since
            return _put(work, replace(service, details=details), "service_changed")

    def retire(self, code: str) -> Change:
        """Take a service out of use; what was written to it stays readable."""
        with self._seat.begin(Act.SERVICES) as work:
            return _put(work, replace(_coded(work, code), active=False), "service_retired")

    def bring_back(self, code: str) -> Change:
        """Take a service into use again."""
        with self._seat.begin(Act.SERVICES) as work:
            return _put(work, replace(_coded(work, code), active=True), "service_brought_back")


def _coded(work: UnitOfWork, code: str) -> Service:
    for service in work.services.everyone():
        if service.code == code:
            return service
    raise NotFound("service_not_found")


def _put(work: UnitOfWork, service: Service, kind: str) -> Change:
    work.services.put(service)
    change = Change(kind, subject_id=service.id, reason=service.code)
    work.commit(change)
    return change
