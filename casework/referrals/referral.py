"""A referral and its states: from an idea to help received, or to an answer why not."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime, time


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
    PROVIDED_HERE = "provided_here"
    ALREADY_RECEIVED = "already_received"
    NOT_APPLICABLE = "not_applicable"
    DECLINED_BY_SURVIVOR = "declined_by_survivor"
    RECALLED = "recalled"
    REFUSED = "refused"
    WAITING_LIST = "waiting_list"
    NO_ANSWER = "no_answer"
    WITHDRAWN_BY_SURVIVOR = "withdrawn_by_survivor"
    PROVIDER_UNAVAILABLE = "provider_unavailable"


_S = ReferralStatus
_SENT: Final = frozenset({_S.LETTER_ISSUED, _S.TOLD_VERBALLY})
# What may happen at any time before it is over: she takes it back, nobody can help there, or the
# need has gone: met elsewhere, or it never was one.
_STOPS: Final = frozenset(
    {
        _S.WITHDRAWN_BY_SURVIVOR,
        _S.PROVIDER_UNAVAILABLE,
        _S.ALREADY_RECEIVED,
        _S.NOT_APPLICABLE,
    }
)
_BEFORE: Final = _STOPS | {_S.DECLINED_BY_SURVIVOR, _S.PROVIDED_HERE}
_ENDS: Final = _STOPS | {_S.RECALLED}
_ANSWERS: Final = frozenset({_S.ACCEPTED, _S.REFUSED, _S.WAITING_LIST, _S.NO_ANSWER})

_NEXT: Final[dict[ReferralStatus, frozenset[ReferralStatus]]] = {
    _S.IDEA: _BEFORE | {_S.DISCUSSED, _S.AGREED},
    _S.DISCUSSED: _BEFORE | {_S.AGREED},
    _S.AGREED: _BEFORE | _SENT,
    _S.LETTER_ISSUED: _ENDS | _ANSWERS | {_S.RECEIVED, _S.LETTER_ISSUED},
    _S.TOLD_VERBALLY: _ENDS | _ANSWERS | {_S.RECEIVED, _S.LETTER_ISSUED},
    _S.RECEIVED: _ENDS | _ANSWERS | {_S.LETTER_ISSUED},
    _S.ACCEPTED: _ENDS | {_S.ATTENDED, _S.COMPLETED, _S.LETTER_ISSUED},
    _S.WAITING_LIST: _ENDS | _ANSWERS | {_S.LETTER_ISSUED},
    _S.NO_ANSWER: _ENDS | _ANSWERS | _SENT,
    _S.ATTENDED: _ENDS | {_S.COMPLETED, _S.LETTER_ISSUED},
}
# Where nothing was shared yet, so that nothing rests on her agreement to share.
_BEFORE_SHARING: Final = frozenset({_S.IDEA, _S.DISCUSSED})
# Every answer that an intake form knows, by the states in which it is the answer.
_ANSWER_OF: Final = {
    _S.LETTER_ISSUED: "referred",
    _S.TOLD_VERBALLY: "referred",
    _S.RECEIVED: "referred",
    _S.ACCEPTED: "referred",
    _S.ATTENDED: "referred",
    _S.COMPLETED: "referred",
    _S.RECALLED: "referred",
    _S.PROVIDED_HERE: "provided_here",
    _S.ALREADY_RECEIVED: "already_received",
    _S.NOT_APPLICABLE: "not_applicable",
    _S.DECLINED_BY_SURVIVOR: "declined",
    _S.REFUSED: "refused_by_provider",
    _S.WAITING_LIST: "waiting_list",
    _S.NO_ANSWER: "unavailable",
    _S.PROVIDER_UNAVAILABLE: "unavailable",
    _S.WITHDRAWN_BY_SURVIVOR: "withdrawn",
}
_SEEN: Final = frozenset({_S.ATTENDED, _S.COMPLETED})
# What the slip of a letter can say; whoever reads it learns nothing of a person.
SLIP_ANSWERS: Final = {
    "received": _S.RECEIVED,
    "accepted": _S.ACCEPTED,
    "waiting_list": _S.WAITING_LIST,
    "refused": _S.REFUSED,
    "attended": _S.ATTENDED,
    "completed": _S.COMPLETED,
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where she is expected; the hour and the place may not be known yet."""

    on: date
    at: time | None = None
    place: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Need:
    """What help is asked for: of which kind, why, who comes along, and by when to act.

    The urgency is that of an action; it says nothing of a person or of what happened.
    """

    service_type: str = ""
    reason: str = field(default="", repr=False)
    accompaniment: str = field(default="", repr=False)
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """One request for help; without a service it is a need that nobody meets yet.

    `before` is where it stood before the last step, as long as that can be taken back.
    """

    id: str
    case_id: str
    service_id: str
    status: ReferralStatus
    created_at: datetime
    changed_at: datetime
    need: Need = Need()
    appointment: Appointment | None = None
    refusal: str = ""
    outcome: str = field(default="", repr=False)
    before: tuple[ReferralStatus, datetime] | None = None

    @property
    def is_under_way(self) -> bool:
        """Return whether something may still come of it."""
        return bool(_NEXT.get(self.status))

    @property
    def rests_on_sharing(self) -> bool:
        """Return whether it would stop if she took back that somebody outside may be told."""
        return self.is_under_way and self.status not in _BEFORE_SHARING

    def moved(self, new: ReferralStatus, at: datetime, *, for_good: bool = False) -> Referral:
        """Return this referral one step on; raises ReferralStepNotAllowed."""
        status = step(self.status, new)
        before = None if for_good else (self.status, self.changed_at)
        return replace(self, status=status, changed_at=at, before=before)

    def answered(self, new: ReferralStatus, at: datetime) -> Referral:
        """Return this referral as a slip says; raises ReferralStepNotAllowed.

        Whoever was seen there was taken on, though no slip said so before.
        """
        if new not in _SEEN or _S.ACCEPTED not in following(self.status):
            return self.moved(new, at)
        # Taken back, it stands again where it stood before the slip came.
        before = (self.status, self.changed_at)
        return replace(self.moved(_S.ACCEPTED, at).moved(new, at), before=before)


class ReferralStepNotAllowed(Exception):
    """Raised when a referral cannot go from one status to another; carries codes only."""

    def __init__(self, old: ReferralStatus, new: ReferralStatus) -> None:
        self.old, self.new = old, new
        super().__init__(f"{old.value} {new.value}")


def step(old: ReferralStatus, new: ReferralStatus) -> ReferralStatus:
    """Return the new status of a referral; raises ReferralStepNotAllowed for an unknown step."""
    if new not in following(old):
        raise ReferralStepNotAllowed(old, new)
    return new


def following(status: ReferralStatus) -> frozenset[ReferralStatus]:
    """Return every status that a referral may go to from one."""
    return _NEXT.get(status, frozenset())


def answer_of(status: ReferralStatus) -> str:
    """Return the answer by which forms and exports know a status; none while nothing was asked."""
    return _ANSWER_OF.get(status, "")
