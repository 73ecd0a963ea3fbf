"""The desk for talks with services: telling them something aloud, and taking their answers."""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent.grant import Purpose
from casework.disclosure import Request, disclose, preview
from casework.need_to_know import items
from casework.referrals.desk import ReferralRefused, demand_code, named_referral
from casework.referrals.referral import SLIP_ANSWERS, ReferralStatus, ReferralStepNotAllowed
from casework.referrals.sending import follow, sent
from casework.referrals.telling import telling_of
from casework.team.seat import NotFound, case_named
from casework.team.walls import demand_no_wall
from casework.team.worker import Act

if TYPE_CHECKING:
    from casework.disclosure import Preview
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.referrals.referral import Referral
    from casework.services.service import Service
    from casework.team.seat import Seat

_S = ReferralStatus


class TalksDesk:
    """What a worker may tell services without a letter, and what they say back."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def foresee(
        self,
        case_code: str,
        referral_id: str,
        language: str = "en",
        left_out: frozenset[str] = frozenset(),
    ) -> Preview:
        """Return what may be told aloud about a referral and what is held back, with reasons.

        Raises NotFound of a service out of use, and WallRefused when it must not hear of the case.
        """
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            service = _service(work, case, named_referral(work, case, referral_id))
            request = self._request(service, language, left_out)
            work.note("telling_previewed", case.id)
            file = work.documents.file_of(case, request.at.date())
            return preview(file, work.consents.of(case.id), request)

    def tell(
        self,
        case_code: str,
        referral_id: str,
        language: str = "en",
        left_out: frozenset[str] = frozenset(),
    ) -> Change:
        """Keep that a service was told aloud; it is a disclosure like a letter.

        Raises ConsentMissing when nothing she agreed to allows it, and else as `foresee` does.
        """
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            referral = named_referral(work, case, referral_id)
            service = _service(work, case, referral)
            request = self._request(service, language, left_out)
            file = work.documents.file_of(case, request.at.date())
            said = work.consents.of(case.id)
            disclosure = disclose(file, said, request)
            moved = sent(referral, ReferralStatus.TOLD_VERBALLY, disclosure)
            held = preview(file, said, request).withheld
            work.referrals.keep(moved)
            kept = tuple(f"{one.item}:{one.reason}" for one in held)
            by = self._seat.worker.id
            work.referrals.tell(telling_of(disclosure, moved, by, withheld=kept))
            follow(work, moved, self._seat.worker.id, disclosure.at.date())
            change = Change("referral_told", case.id, case.code, referral.id, service.code)
            work.commit(change)
        return change

    def reply(self, number: str, check: str, answer: str, reason: str = "") -> Change:
        """Take the answer on the slip of a letter, by its number and its check code.

        The same answer is taken once; a wrong code says no more than an unknown number.
        """
        status, now = SLIP_ANSWERS.get(answer), self._seat.now()
        if status is None:
            raise ReferralRefused("reply_answer_unknown")
        demand_code("refusal_reason", reason)
        with self._seat.begin(Act.LETTER) as work:
            letter = work.referrals.letter(_signs(number))
            if letter is None or not hmac.compare_digest(letter.check_code, _signs(check)):
                work.note("reply_not_taken", letter.case_id if letter else "")
                raise NotFound("reply_not_known")
            if letter.recalled:
                raise ReferralRefused("reply_recalled")
            if answer in letter.answers:
                raise ReferralRefused("reply_taken_before")
            case = case_named(work, letter.case_code)
            referral = named_referral(work, case, letter.referral_id)
            try:
                moved = referral.answered(status, now)
            except ReferralStepNotAllowed:
                raise ReferralRefused("reply_too_late") from None
            work.referrals.reply(letter, answer, now)
            return self._answered(work, case, moved, reason)

    def _answered(
        self, work: UnitOfWork, case: CaseSummary, referral: Referral, reason: str
    ) -> Change:
        moved = replace(referral, refusal=reason if referral.status is _S.REFUSED else "")
        work.referrals.keep(moved)
        follow(work, moved, self._seat.worker.id, moved.changed_at.date())
        change = Change("reply_taken", case.id, case.code, referral.id, referral.status.value)
        work.commit(change)
        return change

    def _request(self, service: Service, language: str, left_out: frozenset[str]) -> Request:
        return Request(
            purpose=Purpose.REFERRAL,
            recipient=service.recipient,
            items=tuple(items().values()),
            at=self._seat.now(),
            language=language,
            left_out=left_out,
        )


def _service(work: UnitOfWork, case: CaseSummary, referral: Referral) -> Service:
    """Return the service that is told; refuse one to which no letter may go either."""
    if not referral.service_id:
        raise ReferralRefused("referral_without_service")
    (service,) = work.services.these([referral.service_id])
    if not service.active:
        raise NotFound("service_not_found")
    demand_no_wall(work, case, service)
    return service


def _signs(typed: str) -> str:
    """Return what was typed as the signs of a code."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
