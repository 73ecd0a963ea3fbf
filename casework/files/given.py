"""A file that is given to a service: a disclosure like a letter, kept by its kind and number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.ids import new_id
from casework.referrals.referral import Referral, ReferralStatus
from casework.referrals.sending import follow, need_met_by, sent
from casework.referrals.telling import telling_of

if TYPE_CHECKING:
    from casework.disclosure import Disclosure
    from casework.files.attachment import Attachment
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.services.service import Service

_S = ReferralStatus
# What has not gone out yet goes out with the file; what is further on stays where it is.
_BEFORE: frozenset[ReferralStatus] = frozenset({_S.IDEA, _S.DISCUSSED, _S.AGREED})


def named_by_number(found: Attachment) -> str:
    """Return the kind of a file and the number it was kept under among those of the case."""
    return f"{found.sort.value} {found.number}"


def keep_given(
    work: UnitOfWork,
    case: CaseSummary,
    service: Service,
    disclosure: Disclosure,
    given: tuple[str, str],
) -> None:
    """Keep to whom a file was given: which one and by whom, for the register and her print-out."""
    file, by = given
    referral = _referral(work, case, service, disclosure)
    work.referrals.tell(telling_of(disclosure, referral, by, file=file))
    follow(work, referral, by, disclosure.at.date())


def _referral(
    work: UnitOfWork, case: CaseSummary, service: Service, disclosure: Disclosure
) -> Referral:
    """Return the referral a file goes with: the one under way, or a new one."""
    for one in work.referrals.of(case.id):
        if one.service_id == service.id and one.is_under_way:
            if one.status not in _BEFORE:
                return one
            moved = sent(one, _S.TOLD_VERBALLY, disclosure)
            work.referrals.keep(moved)
            return moved
    new = Referral(
        id=new_id().hex(),
        case_id=case.id,
        service_id=service.id,
        status=_S.TOLD_VERBALLY,
        created_at=disclosure.at,
        changed_at=disclosure.at,
        need=need_met_by(work.documents.file_of(case, disclosure.at.date()), service),
    )
    work.referrals.keep(new)
    return new
