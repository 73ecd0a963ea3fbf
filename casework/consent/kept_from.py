"""What ends once a service must not hear of a case: what went there is called back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.consent.consequences import Reached
from casework.consent.ending import follow_up, letters_out, still_known
from casework.consent.grant import Purpose
from casework.referrals.referral import ReferralStatus, following

if TYPE_CHECKING:
    from datetime import datetime

    from casework.ports.stores import UnitOfWork
    from casework.referrals.referral import Referral
    from casework.team.seat import Seat


def end_what_went_there(
    seat: Seat, work: UnitOfWork, case_id: str, service_id: str, *, her_wish: bool
) -> None:
    """Recall letters to a service and stop referrals there, in every case of a person.

    Whoever works with a case is left whom to tell; the notice names a number and nobody.
    """
    me, at = seat.worker.id, seat.now()
    for one in (case_id, *(key for key, _ in work.likenesses.others(case_id))):
        worker = me if one == case_id else work.caseload.worker_of(one) or me
        found = _went(work, one, service_id)
        for letter in found.letters:
            work.letters.recall(one, letter.number, at, "conflict")
        for referral in found.referrals:
            work.referrals.keep(_stopped(referral, at, her_wish=her_wish))
        follow_up(work, (one, worker), (Purpose.REFERRAL, found), at)


def _went(work: UnitOfWork, case_id: str, service_id: str) -> Reached:
    letters = [one for one in letters_out(work, case_id) if one.service_id == service_id]
    referrals = [one for one in work.referrals.of(case_id) if one.service_id == service_id]
    tasks = [one for one in work.tasks.of([case_id]) if one.service_id == service_id]
    told = still_known(work, case_id)
    return Reached(
        letters=tuple(letters),
        referrals=tuple(one for one in referrals if one.is_under_way),
        tasks=tuple(one for one in tasks if one.rests_on),
        told=frozenset({service_id} & {one for one, _ in told}),
    )


def _stopped(referral: Referral, at: datetime, *, her_wish: bool) -> Referral:
    """Return a referral that ends because of a wall: by her own wish, or as one that is no help."""
    if her_wish:
        return referral.moved(ReferralStatus.WITHDRAWN_BY_SURVIVOR, at, for_good=True)
    sent = ReferralStatus.RECALLED in following(referral.status)
    new = ReferralStatus.RECALLED if sent else ReferralStatus.PROVIDER_UNAVAILABLE
    return referral.moved(new, at, for_good=True)
