"""Telling without consent: what a law or a life in danger asks for, decided by two persons.

It is the exception that is seen: it has a basis, lists single items, says whether she was told,
is looked at again on a day, and stands in what is printed for her.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from casework.consent.grant import OWN_OFFICE, Purpose
from casework.refused import DeskRefused

if TYPE_CHECKING:
    from datetime import date, datetime

    from casework.consent.grant import Recipient

# The one purpose that a decision can stand in for.
PURPOSE: Final = Purpose.JUSTICE_REPORT
# It is looked at again within three months, by the calendar of whichever they are.
REVIEWED_WITHIN: Final = timedelta(days=92)


class OverrideStatus(enum.StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    CARRIED_OUT = "carried_out"
    REVIEWED = "reviewed"
    DROPPED = "dropped"


class ToldHer(enum.StrEnum):
    """Whether she is told: before, after, or not, and then why."""

    BEFORE = "before"
    AFTER = "after"
    NO = "no"


class Basis(enum.StrEnum):
    """What a decision rests on, of the lawful bases; consent is none of these."""

    VITAL_INTEREST = "vital_interest"
    LEGAL_OBLIGATION = "legal_obligation"
    PUBLIC_TASK = "public_task"
    BEST_INTEREST = "best_interest"


_S = OverrideStatus
_NEXT: Final[dict[OverrideStatus, frozenset[OverrideStatus]]] = {
    _S.PROPOSED: frozenset({_S.DECIDED, _S.DROPPED}),
    _S.DECIDED: frozenset({_S.CARRIED_OUT, _S.DROPPED}),
    _S.CARRIED_OUT: frozenset({_S.REVIEWED}),
    _S.REVIEWED: frozenset(),
    _S.DROPPED: frozenset(),
}


class OverrideRefused(DeskRefused):
    """Raised for a step or a proposal that the rule does not allow."""


@dataclass(frozen=True, slots=True)
class Override:
    """One decision to tell an authority single items; `recipient` is its code in the directory."""

    id: str
    case_id: str
    basis: Basis
    recipient: str
    items: frozenset[str]
    reason: str = field(repr=False)
    told_her: ToldHer
    told_why: str = field(repr=False)
    review_on: date
    proposed_by: str
    proposed_at: datetime
    status: OverrideStatus = OverrideStatus.PROPOSED
    decided_by: str = ""
    decided_at: datetime | None = None
    letter: str = ""
    reviewed_by: str = ""
    review: str = field(default="", repr=False)

    def allows(self, purpose: Purpose, recipient: Recipient, at: datetime) -> bool:
        """Return whether it may be carried out now: decided by another person, and not too old."""
        return (
            self.status is OverrideStatus.DECIDED
            and purpose is PURPOSE
            and recipient != OWN_OFFICE
            and recipient.id == self.recipient
            and bool(self.decided_by)
            and self.decided_by != self.proposed_by
            and at.date() <= self.review_on
        )


def step(old: OverrideStatus, new: OverrideStatus) -> OverrideStatus:
    """Return the new status of a decision; raises OverrideRefused for an unknown step."""
    if new not in _NEXT[old]:
        raise OverrideRefused("override_step")
    return new
