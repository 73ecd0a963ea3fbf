"""The desk for the course of a case: pause, go on, close, open again, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.cases.course import (
    FORM,
    CaseStep,
    CourseView,
    Missing,
    NotYetClosed,
    PauseReason,
    missing,
)
from casework.changes import Change
from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing
from casework.ids import new_id
from casework.records.case import CaseStatus, StepNotAllowed, following, step
from casework.records.record import FINAL
from casework.referrals.desk import ReferralRefused
from casework.referrals.view import TOOK_HER_ON
from casework.team.reviews import closing_waits
from casework.team.seat import NotFound, case_named
from casework.team.walls import service_for
from casework.team.worker import Act

if TYPE_CHECKING:
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat

_S: Final = CaseStatus
# Steps of another kind: opening follows from consent, and erasing is a procedure of its own.
_NOT_HERE: Final = frozenset({_S.DISCARDED, _S.ERASURE_DUE, _S.ERASED})
_TAKEN_BACK: Final = "taken_back"


class CourseDesk:
    """What a worker may do with the status of a case."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> CourseView:
        """Return where a case stands, where it may go, and what is missing before it closes."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            steps = tuple(work.course.of(case.id))
            found = CourseView(
                status=case.status,
                may=frozenset() if case.status is _S.DRAFT else following(case.status) - _NOT_HERE,
                missing=_missing(work, case),
                steps=steps,
            )
            work.note("course_read", case.id)
        return found

    def pause(self, case_code: str, reason: PauseReason) -> Change:
        """Let a case rest, for safety or because there is no contact."""
        return self._go(case_code, _S.PAUSED, "case_paused", reason.value)

    def resume(self, case_code: str) -> Change:
        """Go on with a case that rested, or that was about to close."""
        return self._go(case_code, _S.OPEN, "case_resumed", only_from=(_S.PAUSED, _S.CLOSING))

    def begin_closing(self, case_code: str) -> Change:
        """Begin to bring the work together to an end."""
        return self._go(case_code, _S.CLOSING, "case_closing")

    def close(self, case_code: str) -> Change:
        """Close a case; nothing is erased by it.

        Raises NotYetClosed with what is missing: the safety plan looked at or a reason, and
        whether she was told that she may return.
        """
        return self._go(case_code, _S.CLOSED, "case_closed")

    def reopen(self, case_code: str) -> Change:
        """Open a closed case again, under the code that it had."""
        return self._go(case_code, _S.OPEN, "case_reopened", only_from=(_S.CLOSED,))

    def transfer(self, case_code: str, service: str) -> Change:
        """Hand the work over to a service that accepted; she has to have agreed to that.

        Raises ReferralRefused where no referral says that they took her on, and ConsentMissing.
        """
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            to = service_for(work, case, service)
            known = work.referrals.of(case.id)
            if not any(one.service_id == to.id and one.status in TOOK_HER_ON for one in known):
                raise ReferralRefused("transfer_not_accepted")
            said, now = work.consents.of(case.id), self._seat.now()
            if not said.in_force(Purpose.TRANSFER, to.recipient, now):
                raise ConsentMissing(Purpose.TRANSFER)
            return self._step(work, case, _S.TRANSFERRED_OUT, "case_transferred", to.code)

    def take_back(self, case_code: str) -> Change:
        """Take the last step back; that it was made and taken back stays on record."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            last = next(reversed(work.course.of(case.id)), None)
            if last is None or last.new is not case.status or last.reason == _TAKEN_BACK:
                raise NotFound("step_not_found")
            return self._keep(work, case, last.old, "case_step_taken_back", _TAKEN_BACK)

    def _go(
        self,
        case_code: str,
        new: CaseStatus,
        kind: str,
        reason: str = "",
        only_from: tuple[CaseStatus, ...] = tuple(CaseStatus),
    ) -> Change:
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            if case.status not in only_from:
                raise StepNotAllowed(case.status, new)
            return self._step(work, case, new, kind, reason)

    def _step(
        self, work: UnitOfWork, case: CaseSummary, new: CaseStatus, kind: str, reason: str
    ) -> Change:
        # A draft is opened by what she agreed to, and by nothing else.
        if case.status is _S.DRAFT:
            raise StepNotAllowed(case.status, new)
        explained = work.cases.have_limits_explained(case.id)
        step(case.status, new, limits_explained=explained)
        if new is _S.CLOSED and (lacking := _missing(work, case)):
            raise NotYetClosed(lacking)
        return self._keep(work, case, new, kind, reason)

    def _keep(
        self, work: UnitOfWork, case: CaseSummary, new: CaseStatus, kind: str, reason: str
    ) -> Change:
        now = self._seat.now()
        work.cases.set_status(case.id, new)
        made = CaseStep(
            id=new_id().hex(),
            case_id=case.id,
            old=case.status,
            new=new,
            at=now,
            on=now.date(),
            worker_id=self._seat.worker.id,
            reason=reason,
        )
        work.course.add(made)
        change = Change(kind, case.id, case.code, made.id, reason)
        work.commit(change)
        return change


def _missing(work: UnitOfWork, case: CaseSummary) -> tuple[Missing, ...]:
    """Return what is missing before a case closes; a closure from before a return says nothing."""
    steps = work.course.of(case.id)
    returned = [one.at for one in steps if one.old is _S.CLOSED and one.reason != _TAKEN_BACK]
    since = max(returned, default=None)
    found = [
        record
        for record in work.records.of(case.id)
        if record.form_id == FORM and record.state == FINAL and (not since or record.at > since)
    ]
    if not found:
        return missing(None)
    waits = closing_waits(work, case.id, found[-1].id)
    return (*missing(found[-1].doc.values), *((Missing.REVIEW,) if waits else ()))
