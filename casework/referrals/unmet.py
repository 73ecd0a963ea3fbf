"""Needs that nobody met: which help was asked for and not to be had, and in which part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.referrals.referral import ReferralStatus
from casework.services.search import region_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.referrals.referral import Referral

_S = ReferralStatus
_NOT_MET: Final = frozenset({_S.REFUSED, _S.WAITING_LIST, _S.NO_ANSWER, _S.PROVIDER_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class UnmetNeed:
    """One kind of help in one region that one person asked for and did not get."""

    case_id: str
    service_type: str
    region: str


def unmet_needs(referrals: Iterable[tuple[Referral, str]]) -> frozenset[UnmetNeed]:
    """Return each kind of help and region that was not met, once a person.

    Each referral comes with the area of its case. What nobody offers counts like what was
    refused; what she did not want, or had already, does not.
    """
    return frozenset(
        UnmetNeed(referral.case_id, referral.need.service_type, region_of(area))
        for referral, area in referrals
        if _is_unmet(referral)
    )


def _is_unmet(referral: Referral) -> bool:
    if referral.status in _NOT_MET:
        return True
    return not referral.service_id and referral.is_under_way
