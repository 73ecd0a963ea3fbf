"""The desk for referrals: help that is asked for, from an idea to what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.changes import Change
from casework.consent.grant import Consents, Purpose
from casework.ids import new_id
from casework.records.case import CaseStatus
from casework.referrals.referral import Need, Referral, ReferralStatus
from casework.referrals.sending import SERVICES_ASKED, follow, stop
from casework.referrals.view import (
    NOT_BY_HAND,
    TOOK_HER_ON,
    CaseReferrals,
    ReferralLine,
    may_arrange,
    may_choose,
    more,
    refusal,
    usual,
)
from casework.refused import DeskRefused
from casework.services.search import Wish, region_of
from casework.team.seat import NotFound, case_named
from casework.team.walls import service_for
from casework.team.worker import Act
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.records.casefile import CaseFile
    from casework.referrals.referral import Appointment
    from casework.services.service import Service
    from casework.team.seat import Seat

_STOPPED: Final = frozenset({ReferralStatus.RECALLED, ReferralStatus.WITHDRAWN_BY_SURVIVOR})


class ReferralRefused(DeskRefused):
    """Raised for what cannot be done with a referral."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a referral: where to, why a service said no, and what came of it in words."""

    to: ReferralStatus
    refusal: str = ""
    outcome: str = ""


class ReferralsDesk:
    """What a worker may ask and do about help from others."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> CaseReferrals:
        """Return the referrals of a case with what can be done next, the oldest first."""
        now = self._seat.now()
        with self._seat.begin(Act.READ_CASES) as work:
            case = case_named(work, case_code)
            found = _seen(work, case, now)
            work.note("referrals_read", case.id)
        return found

    def begin(self, case_code: str, need: Need, service: str = "") -> Change:
        """Keep an idea of who might help; without a service it is a need that nobody meets yet."""
        now = self._seat.now()
        need = _checked(need)
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            chosen = service_for(work, case, service) if service else None
            if chosen is not None:
                _demand_none(work, case, chosen)
            referral = Referral(
                id=new_id().hex(),
                case_id=case.id,
                service_id=chosen.id if chosen else "",
                status=ReferralStatus.IDEA,
                created_at=now,
                changed_at=now,
                need=need,
            )
            return _kept(work, case, referral, "referral_begun")

    def choose(self, case_code: str, referral_id: str, service: str) -> Change:
        """Keep which service is asked, while nothing has gone out."""
        with self._seat.begin(Act.RECORD) as work:
            case, referral = _named(work, case_code, referral_id)
            chosen = service_for(work, case, service)
            if referral.rests_on_sharing or not referral.is_under_way:
                raise ReferralRefused("referral_has_gone_out")
            _demand_none(work, case, chosen)
            return _kept(work, case, replace(referral, service_id=chosen.id), "referral_chosen")

    def describe(self, case_code: str, referral_id: str, need: Need) -> Change:
        """Keep what is asked for, why, and by when to act."""
        need = _checked(need)
        with self._seat.begin(Act.RECORD) as work:
            case, referral = _named(work, case_code, referral_id)
            return _kept(work, case, replace(referral, need=need), "referral_described")

    def move(self, case_code: str, referral_id: str, move: Move) -> Change:
        """Keep what happened to a referral; letters and talks have their own ways.

        Raises ReferralStepNotAllowed, or ReferralRefused where she has not agreed to it.
        """
        if move.to in NOT_BY_HAND:
            raise ReferralRefused("referral_not_by_hand")
        demand_code("refusal_reason", move.refusal)
        now = self._seat.now()
        with self._seat.begin(Act.RECORD) as work:
            case, referral = _named(work, case_code, referral_id)
            agreed = _agreed(work, referral, work.consents.of(case.id), now)
            why = refusal(referral, move.to, agreed=agreed)
            if why:
                raise ReferralRefused(why)
            stopped = move.to in _STOPPED
            moved = referral.moved(move.to, now, for_good=stopped)
            moved = replace(
                moved,
                refusal=move.refusal if move.to is ReferralStatus.REFUSED else "",
                outcome=_short(move.outcome) or referral.outcome,
            )
            if stopped:
                stop(work, moved, self._seat.worker.id, now)
            follow(work, moved, self._seat.worker.id, now.date())
            return _kept(work, case, moved, "referral_moved", move.to.value)

    def arrange(self, case_code: str, referral_id: str, meeting: Appointment | None) -> Change:
        """Keep when and where she is expected, or that she is not any more."""
        now = self._seat.now()
        with self._seat.begin(Act.RECORD) as work:
            case, referral = _named(work, case_code, referral_id)
            if not may_arrange(referral):
                raise ReferralRefused("referral_no_appointment")
            if meeting is not None:
                meeting = replace(meeting, place=_short(meeting.place))
            arranged = replace(referral, appointment=meeting)
            follow(work, arranged, self._seat.worker.id, now.date())
            return _kept(work, case, arranged, "referral_arranged")

    def take_back(self, case_code: str, referral_id: str) -> Change:
        """Take back the last step, if nothing left the house by it."""
        now = self._seat.now()
        with self._seat.begin(Act.RECORD) as work:
            case, referral = _named(work, case_code, referral_id)
            if referral.before is None:
                raise ReferralRefused("referral_nothing_to_take_back")
            status, since = referral.before
            earlier = replace(
                referral,
                status=status,
                changed_at=since.astimezone(now.tzinfo),
                before=None,
                refusal="",
            )
            follow(work, earlier, self._seat.worker.id, now.date())
            return _kept(work, case, earlier, "referral_taken_back", status.value)


def named_referral(work: UnitOfWork, case: CaseSummary, referral_id: str) -> Referral:
    """Return one referral of a case; raises NotFound."""
    for referral in work.referrals.of(case.id):
        if referral.id == referral_id:
            return referral
    raise NotFound("referral_not_found")


def _named(work: UnitOfWork, case_code: str, referral_id: str) -> tuple[CaseSummary, Referral]:
    case = case_named(work, case_code)
    return case, named_referral(work, case, referral_id)


def _kept(
    work: UnitOfWork, case: CaseSummary, referral: Referral, kind: str, reason: str = ""
) -> Change:
    work.referrals.keep(referral)
    change = Change(kind, case.id, case.code, referral.id, reason)
    work.commit(change)
    return change


def _demand_none(work: UnitOfWork, case: CaseSummary, service: Service) -> None:
    """Refuse a second request to a service while one is under way: nobody could tell them apart."""
    known = work.referrals.of(case.id)
    if any(one.is_under_way and one.service_id == service.id for one in known):
        raise ReferralRefused("referral_under_way")


def _checked(need: Need) -> Need:
    demand_code("service_type", need.service_type)
    demand_code("urgency_of_action", need.urgency)
    return replace(need, reason=_short(need.reason), accompaniment=_short(need.accompaniment))


def demand_code(list_id: str, code: str) -> None:
    """Refuse what is no code of a list; raises ReferralRefused."""
    if code and code not in code_list(list_id).codes:
        raise ReferralRefused("referral_code_unknown")


def _short(words: str) -> str:
    words = words.strip()
    if len(words) > lengths.REFERRAL:
        raise ReferralRefused("referral_words_long")
    return words


def _agreed(work: UnitOfWork, referral: Referral, said: Consents, now: datetime) -> bool:
    """Return whether she agreed that this service is told, and still does."""
    if not referral.service_id:
        return False
    (service,) = work.services.these([referral.service_id])
    return _may_be_told(service, said, now)


def _may_be_told(service: Service, said: Consents, now: datetime) -> bool:
    return bool(said.in_force(Purpose.REFERRAL, service.recipient, now))


def _seen(work: UnitOfWork, case: CaseSummary, now: datetime) -> CaseReferrals:
    known = work.referrals.of(case.id)
    said, letters = work.consents.of(case.id), work.letters.of(case.id)
    services = {
        one.id: one for one in work.services.these({one.service_id for one in known} - {""})
    }
    # Of many requests to one service she is asked once what she said of it.
    agreed_to = {key for key, one in services.items() if _may_be_told(one, said, now)}
    told = {one.referral_id: one.at for one in work.referrals.tellings(case.id) if not one.file}
    lines = []
    for one in known:
        service = services.get(one.service_id)
        agreed = one.service_id in agreed_to
        gone = service is not None and not service.active
        at = told.get(one.id)
        lines.append(
            ReferralLine(
                id=one.id,
                service_code=service.code if service else "",
                service=service.name if service else "",
                gone=gone,
                status=one.status,
                need=one.need,
                begun_on=one.created_at.astimezone(now.tzinfo).date(),
                changed_on=one.changed_at.astimezone(now.tzinfo).date(),
                agreed=agreed,
                letters=tuple(
                    letter.number
                    for letter in letters
                    if service and letter.service_id == service.id and not letter.recalled
                ),
                told_on=at.astimezone(now.tzinfo).date() if at else None,
                appointment=one.appointment,
                refusal=one.refusal,
                outcome=one.outcome,
                usual=usual(one, agreed=agreed, gone=gone),
                more=more(one, agreed=agreed),
                may_choose=may_choose(one, gone=gone),
                may_arrange=may_arrange(one),
                may_take_back=one.before is not None,
                may_hand_over=case.status is CaseStatus.OPEN
                and one.status in TOOK_HER_ON
                and service is not None
                and bool(said.in_force(Purpose.TRANSFER, service.recipient, now)),
            )
        )
    file = work.documents.file_of(case, now.date())
    return CaseReferrals(tuple(lines), _asked(file, known), _wish(file))


def _asked(file: CaseFile, known: Sequence[Referral]) -> tuple[str, ...]:
    """Return the kinds of help that were asked for and that no referral is about."""
    wanted = set(_said(file, SERVICES_ASKED)) - {one.need.service_type for one in known}
    return tuple(code for code in code_list("service_type").codes if code in wanted)


def _wish(file: CaseFile) -> Wish:
    """Return what a service should be to fit; of several languages none is chosen for her."""
    languages, areas = _said(file, "person.languages"), _said(file, "location.area")
    regions = [region for area in areas if (region := region_of(area))]
    return Wish(
        language=languages[0] if len(languages) == 1 else "",
        region=regions[-1] if regions else "",
        children=any(one not in {"0", "no"} for one in _said(file, "family.children")),
    )


def _said(file: CaseFile, field: str) -> tuple[str, ...]:
    """Return what stands about a field, as codes or words."""
    found: list[str] = []
    for entry in file.of([field]):
        found += entry.value if isinstance(entry.value, tuple) else (str(entry.value),)
    return tuple(found)
