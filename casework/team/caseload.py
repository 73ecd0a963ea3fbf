"""The desk for who works with a case: sharing it, offering it to a colleague, handing it over.

An offered case stays with whom it was until the colleague says yes. A wall is asked each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.changes import Change
from casework.refused import DeskRefused
from casework.team.seat import NotFound, case_seen
from casework.team.worker import Act, Role, may

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat
    from casework.team.supervision import Offer
    from casework.team.worker import Worker

SHARED: Final = "shared"
COVER: Final = "cover"


@dataclass(frozen=True, slots=True)
class CaseTeam:
    """Who works with a case, who works along, and to whom it is offered, if to anybody."""

    sharers: tuple[Worker, ...] = field(repr=False)
    colleagues: tuple[Worker, ...] = field(repr=False)
    offer: Offer | None


class CaseloadRefused(DeskRefused):
    """Raised when a case cannot go to somebody."""


class CaseloadDesk:
    """What may be asked and done about who works with a case."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def team_of(self, case_code: str) -> CaseTeam:
        """Return who works with a case, and which colleagues could."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            owner = work.caseload.worker_of(case.id)
            offers = work.caseload.offers.open(case.id)
            found = CaseTeam(
                sharers=tuple(work.caseload.sharers(case.id)),
                colleagues=tuple(
                    one
                    for one in work.people.all()
                    if one.id != owner and may(one, Act.RECORD)
                    if work.caseload.may_take(case.id, one.id)
                    and (
                        work.caseload.goes_to(case.id, one.id)
                        or work.caseload.is_seen_by(case.id, one.id)
                    )
                ),
                offer=offers[0] if offers else None,
            )
            work.note("case_team_read", case.id)
        return found

    def share(self, case_code: str, user_id: str) -> Change:
        """Let a colleague work along in a case."""
        with self._seat.begin(Act.RECORD) as work:
            case = _seen(work, case_code, user_id)
            _demand_own(self._seat.worker, work, case)
            if not work.caseload.share(case.id, user_id, SHARED):
                raise CaseloadRefused("case_shared_already")
            return _done(work, "case_shared", case, user_id)

    def unshare(self, case_code: str, user_id: str) -> Change:
        """End that a colleague works along."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            _demand_own(self._seat.worker, work, case)
            if not work.caseload.unshare(case.id, user_id, SHARED):
                raise CaseloadRefused("case_not_shared")
            return _done(work, "case_unshared", case, user_id)

    def offer(self, case_code: str, user_id: str, note: str = "") -> Change:
        """Offer a case to a colleague, with words for her; it stays until she says yes."""
        words = _words(note)
        with self._seat.begin(Act.RECORD) as work:
            case = _seen(work, case_code, user_id)
            _demand_own(self._seat.worker, work, case)
            if work.caseload.offers.open(case.id):
                raise CaseloadRefused("case_offered_already")
            work.caseload.offers.keep(case.id, user_id, words)
            return _done(work, "case_offered", case, user_id)

    def take_back(self, offer_id: str) -> Change:
        """Take an offer back that nobody answered yet."""
        with self._seat.begin(Act.RECORD) as work:
            offer = _offered(work, offer_id)
            if self._seat.worker.id != offer.sender_id:
                raise NotFound("offer_not_found")
            return _answered(work, offer, "withdrawn", "case_offer_withdrawn", "")

    def accept(self, offer_id: str) -> Change:
        """Say yes to a case: from now on it is this worker's."""
        with self._seat.begin(Act.RECORD) as work:
            offer = self._for_me(work, offer_id)
            if not work.caseload.may_take(offer.case_id, offer.receiver_id):
                raise CaseloadRefused("colleague_not_free")
            work.caseload.assign(offer.case_id, offer.receiver_id, "transferred")
            return _answered(work, offer, "accepted", "case_accepted", "")

    def refuse(self, offer_id: str, words: str = "") -> Change:
        """Say no to a case; it stays with whom it was."""
        with self._seat.begin(Act.RECORD) as work:
            offer = self._for_me(work, offer_id)
            return _answered(work, offer, "refused", "case_refused", _words(words))

    def offers(self) -> Sequence[Offer]:
        """Return what this worker was offered or offers, the first first."""
        with self._seat.begin(Act.RECORD) as work:
            found = work.caseload.offers.open()
            work.note("offers_listed", reason=str(len(found)))
        return found

    def assign(self, case_code: str, user_id: str) -> Change:
        """Give a case of the team to somebody, at once."""
        with self._seat.begin(Act.TEAM) as work:
            case = _free(work, case_code, user_id)
            if work.caseload.worker_of(case.id) == user_id:
                raise CaseloadRefused("case_hers_already")
            if not work.caseload.goes_to(case.id, user_id):
                raise CaseloadRefused("colleague_elsewhere")
            work.caseload.assign(case.id, user_id, "assigned")
            return _done(work, "case_assigned", case, user_id)

    def hand_over(self, leaver_id: str, user_id: str) -> Change:
        """Give all cases of a worker that are not over to another; say how many went.

        One that a wall keeps from the other stays where it was, and one that does not come to the
        laptop of the other.
        """
        with self._seat.begin(Act.TEAM) as work:
            _demand_colleague(work, leaver_id, user_id)
            cases = work.caseload.cases_of(leaver_id)
            free = [case for case in cases if work.caseload.may_take(case.id, user_id)]
            going = [case for case in free if work.caseload.goes_to(case.id, user_id)]
            if free and not going:
                raise CaseloadRefused("colleague_elsewhere")
            for case in going:
                work.caseload.assign(case.id, user_id, "handed_over")
                _done(work, "case_assigned", case, user_id)
            went = len(going)
            change = Change("cases_handed_over", subject_id=leaver_id, reason=str(went))
            work.commit(change)
        return change

    def _for_me(self, work: UnitOfWork, offer_id: str) -> Offer:
        offer = _offered(work, offer_id)
        if self._seat.worker.id != offer.receiver_id:
            raise NotFound("offer_not_found")
        return offer


def _seen(work: UnitOfWork, case_code: str, user_id: str) -> CaseSummary:
    """Return a case that somebody else may take, and has on her laptop."""
    case = _free(work, case_code, user_id)
    if not work.caseload.is_seen_by(case.id, user_id):
        raise CaseloadRefused("colleague_apart")
    return case


def _free(work: UnitOfWork, case_code: str, user_id: str) -> CaseSummary:
    """Return a case that somebody else may take."""
    case = case_seen(work, case_code)
    _demand_colleague(work, "", user_id)
    if not work.caseload.may_take(case.id, user_id):
        raise CaseloadRefused("colleague_not_free")
    return case


def _offered(work: UnitOfWork, offer_id: str) -> Offer:
    offer = work.caseload.offers.find(offer_id)
    if offer is None:
        raise NotFound("offer_not_found")
    return offer


def _demand_own(worker: Worker, work: UnitOfWork, case: CaseSummary) -> None:
    """Refuse to give away what one only works along in."""
    if worker.role is not Role.SUPERVISOR and work.caseload.worker_of(case.id) != worker.id:
        raise CaseloadRefused("case_only_shared")


def _demand_colleague(work: UnitOfWork, leaver_id: str, user_id: str) -> None:
    """Refuse somebody who does not work with cases, or who would hand over to herself."""
    known = {one.id for one in work.people.all() if may(one, Act.RECORD)}
    if user_id not in known or user_id == leaver_id:
        raise CaseloadRefused("colleague_not_free")


def _words(typed: str) -> str:
    words = " ".join(typed.split())
    if len(words) > lengths.OFFER:
        raise CaseloadRefused("offer_words_long")
    return words


def _answered(work: UnitOfWork, offer: Offer, status: str, kind: str, words: str) -> Change:
    work.caseload.offers.answer(offer.id, status, words)
    change = Change(kind, offer.case_id, offer.case_code, offer.id, offer.receiver_id)
    work.commit(change)
    return change


def _done(work: UnitOfWork, kind: str, case: CaseSummary, user_id: str) -> Change:
    change = Change(kind, case.id, case.code, user_id, user_id)
    work.commit(change)
    return change
