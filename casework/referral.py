"""A referral and its states: from an idea to help received, or to an answer why not."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class ReferralStatus(enum.StrEnum):
    """Where a referral stands."""

    IDEA = "idea"
    DISCUSSED = "discussed"
    AGREED = "agreed"
    LETTER_ISSUED = "letter_issued"
    TOLD_VERBALLY = "told_verbally"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ATTENDED = "attended"
    COMPLETED = "completed"
    DECLINED_BY_SURVIVOR = "declined_by_survivor"
    RECALLED = "recalled"
    REFUSED = "refused"
    WAITING_LIST = "waiting_list"
    NO_ANSWER = "no_answer"
    WITHDRAWN_BY_SURVIVOR = "withdrawn_by_survivor"
    PROVIDER_UNAVAILABLE = "provider_unavailable"


_S = ReferralStatus
_SENT = frozenset({_S.LETTER_ISSUED, _S.TOLD_VERBALLY})
# What may happen at any time before it is over: she takes it back, or nobody can help there.
_STOPS = frozenset({_S.WITHDRAWN_BY_SURVIVOR, _S.PROVIDER_UNAVAILABLE})
_ENDS = _STOPS | {_S.RECALLED}
_ANSWERS = frozenset({_S.ACCEPTED, _S.REFUSED, _S.WAITING_LIST, _S.NO_ANSWER})

_NEXT: dict[ReferralStatus, frozenset[ReferralStatus]] = {
    _S.IDEA: _STOPS | {_S.DISCUSSED, _S.AGREED, _S.DECLINED_BY_SURVIVOR},
    _S.DISCUSSED: _STOPS | {_S.AGREED, _S.DECLINED_BY_SURVIVOR},
    _S.AGREED: _STOPS | _SENT | {_S.DECLINED_BY_SURVIVOR},
    _S.LETTER_ISSUED: _ENDS | _ANSWERS | {_S.RECEIVED, _S.LETTER_ISSUED},
    _S.TOLD_VERBALLY: _ENDS | _ANSWERS | {_S.RECEIVED, _S.LETTER_ISSUED},
    _S.RECEIVED: _ENDS | _ANSWERS | {_S.LETTER_ISSUED},
    _S.ACCEPTED: _ENDS | {_S.ATTENDED, _S.COMPLETED, _S.LETTER_ISSUED},
    _S.WAITING_LIST: _ENDS | _ANSWERS | {_S.LETTER_ISSUED},
    _S.NO_ANSWER: _ENDS | _ANSWERS | _SENT,
    _S.ATTENDED: _ENDS | {_S.COMPLETED, _S.LETTER_ISSUED},
}


@dataclass(frozen=True, slots=True)
class Referral:
    """One request for help from one service."""

    id: str
    case_id: str
    service_id: str
    status: ReferralStatus
    created_at: datetime
    changed_at: datetime

    @property
    def is_under_way(self) -> bool:
        """Return whether something may still come of it."""
        return bool(_NEXT.get(self.status))


class ReferralStepNotAllowed(Exception):
    """Raised when a referral cannot go from one status to another; carries codes only."""

    def __init__(self, old: ReferralStatus, new: ReferralStatus) -> None:
        self.old, self.new = old, new
        super().__init__(f"{old.value} {new.value}")


def step(old: ReferralStatus, new: ReferralStatus) -> ReferralStatus:
    """Return the new status of a referral; raises ReferralStepNotAllowed for an unknown step."""
    if new not in _NEXT.get(old, frozenset()):
        raise ReferralStepNotAllowed(old, new)
    return new
