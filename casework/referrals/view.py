"""The referrals of a case as they are shown: where each stands, and what can be done next."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from casework.referrals.referral import ReferralStatus, following

if TYPE_CHECKING:
    from datetime import date

    from casework.referrals.referral import Appointment, Need, Referral
    from casework.services.search import Wish

_S = ReferralStatus
# What comes next as a rule, in this order; all else that may happen stands behind it.
_USUAL: Final = {
    _S.IDEA: (_S.DISCUSSED, _S.AGREED, _S.DECLINED_BY_SURVIVOR),
    _S.DISCUSSED: (_S.AGREED, _S.DECLINED_BY_SURVIVOR),
    _S.AGREED: (),
    _S.LETTER_ISSUED: (_S.RECEIVED, _S.ACCEPTED, _S.WAITING_LIST, _S.REFUSED, _S.NO_ANSWER),
    _S.TOLD_VERBALLY: (_S.RECEIVED, _S.ACCEPTED, _S.WAITING_LIST, _S.REFUSED, _S.NO_ANSWER),
    _S.RECEIVED: (_S.ACCEPTED, _S.WAITING_LIST, _S.REFUSED, _S.NO_ANSWER),
    _S.WAITING_LIST: (_S.ACCEPTED, _S.REFUSED),
    _S.NO_ANSWER: (_S.ACCEPTED, _S.WAITING_LIST, _S.REFUSED),
    _S.ACCEPTED: (_S.ATTENDED, _S.COMPLETED),
    _S.ATTENDED: (_S.COMPLETED,),
}
# What is done by a letter or in a talk, and not by saying that it was done.
NOT_BY_HAND: Final = frozenset({_S.LETTER_ISSUED, _S.TOLD_VERBALLY})
# A status that needs a service and her agreement that it may be told.
NEEDS_CONSENT: Final = frozenset({_S.AGREED, *NOT_BY_HAND})
_SENT: Final = frozenset(
    {_S.LETTER_ISSUED, _S.TOLD_VERBALLY, _S.RECEIVED, _S.ACCEPTED, _S.WAITING_LIST, _S.ATTENDED}
)
# Whoever took her on may go on with the whole case.
TOOK_HER_ON: Final = frozenset({_S.ACCEPTED, _S.ATTENDED, _S.COMPLETED})
WITHOUT_SERVICE: Final = "referral_without_service"
WITHOUT_CONSENT: Final = "referral_needs_consent"
SERVICE_GONE: Final = "referral_service_gone"


@dataclass(frozen=True, slots=True)
class Possible:
    """A step that may come next; `refused` is the code of why it cannot, or nothing."""

    status: ReferralStatus
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral as it is shown, with the days of what happened and what can be done next."""

    id: str
    service_code: str
    service: str = field(repr=False)
    # The service has left the directory: nothing new goes there.
    gone: bool
    status: ReferralStatus
    need: Need
    begun_on: date
    changed_on: date
    agreed: bool
    letters: tuple[str, ...]
    told_on: date | None
    appointment: Appointment | None
    refusal: str
    outcome: str = field(repr=False)
    usual: tuple[Possible, ...]
    more: tuple[Possible, ...]
    may_choose: bool
    may_arrange: bool
    may_take_back: bool
    may_hand_over: bool


@dataclass(frozen=True, slots=True)
class CaseReferrals:
    """All referrals of a case, and the kinds of help asked for that none of them is about.

    `wish` is what a service should be to fit: language, region, whether children come along.
    """

    lines: tuple[ReferralLine, ...]
    asked: tuple[str, ...]
    wish: Wish


def usual(referral: Referral, *, agreed: bool, gone: bool = False) -> tuple[Possible, ...]:
    """Return the steps that come next as a rule, in reading order."""
    steps = _USUAL.get(referral.status, ())
    if _S.LETTER_ISSUED in following(referral.status):
        steps = (_S.LETTER_ISSUED, *steps)
    if _S.TOLD_VERBALLY in following(referral.status):
        steps = (*steps[:1], _S.TOLD_VERBALLY, *steps[1:])
    why = partial(refusal, referral, agreed=agreed, gone=gone)
    return tuple(Possible(one, why(one)) for one in steps)


def more(referral: Referral, *, agreed: bool) -> tuple[Possible, ...]:
    """Return whatever else may happen to a referral."""
    shown = {one.status for one in usual(referral, agreed=agreed)}
    rest = [one for one in ReferralStatus if one in following(referral.status) - shown]
    return tuple(Possible(one) for one in rest)


def refusal(referral: Referral, status: ReferralStatus, *, agreed: bool, gone: bool = False) -> str:
    """Return the code of why a step cannot be taken yet, or nothing.

    Of a service that is gone from the directory nothing is asked any more, nor written to it.
    """
    if status not in NEEDS_CONSENT:
        return ""
    if not referral.service_id:
        return WITHOUT_SERVICE
    if gone and (status is _S.LETTER_ISSUED or not agreed):
        return SERVICE_GONE
    return "" if agreed else WITHOUT_CONSENT


def may_choose(referral: Referral, *, gone: bool) -> bool:
    """Return whether a service is still to be chosen: there is none any more, nothing went out."""
    open_still = referral.is_under_way and not referral.rests_on_sharing
    return open_still and (gone or not referral.service_id)


def may_arrange(referral: Referral) -> bool:
    """Return whether an appointment can be written down."""
    return referral.status in _SENT
