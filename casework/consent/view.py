"""What was said about sharing, purpose by purpose, as it stands today."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from casework.consent.grant import OWN_PURPOSES, GrantState, Purpose

if TYPE_CHECKING:
    from datetime import date

    from casework.consent.grant import Consents, Grant


class PurposeState(enum.StrEnum):
    """Where a purpose stands; a code that `texts` turns into words."""

    AGREED = "agreed"
    NOT_YET = "not_yet"
    NO = "no"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    ENDED = "ended"
    NOT_ASKED = "not_asked"


# What a purpose without a grant in force says, where its recipients differ: what one may hope
# for first. What was replaced says nothing.
_STANDS_FOR: Final = {
    GrantState.NOT_YET: PurposeState.NOT_YET,
    GrantState.EXPIRED: PurposeState.ENDED,
    GrantState.WITHDRAWN: PurposeState.WITHDRAWN,
    GrantState.SUSPENDED: PurposeState.SUSPENDED,
    GrantState.REFUSED: PurposeState.NO,
}
# What she took back or said no to is so whatever the calendar says.
_ANY_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PurposeView:
    """One purpose: where it stands, and the day on which the first of its grants ends."""

    purpose: Purpose
    state: PurposeState
    until: date | None


@dataclass(frozen=True, slots=True)
class ConsentView:
    """All purposes, how many services of those asked about may be told, and the first end."""

    purposes: tuple[PurposeView, ...]
    services_agreed: int
    services_asked: int
    review_on: date | None


def consent_view(said: Consents, now: datetime) -> ConsentView:
    """Return where everything she said stands at a moment."""
    states = [(grant, said.state(grant, now)) for grant in said.grants]
    active = [grant for grant, state in states if state is GrantState.ACTIVE]
    asked = {grant.scope for grant in said.grants if grant.purpose is Purpose.REFERRAL}
    agreed = {grant.scope for grant in active if grant.purpose is Purpose.REFERRAL}
    return ConsentView(
        purposes=tuple(_purpose(purpose, said, now) for purpose in Purpose),
        services_agreed=len(agreed),
        services_asked=len(asked),
        review_on=min(
            (said.last_day(one) for one, state in states if _asked_again(said, one, state)),
            default=None,
        ),
    )


def no_contact(said: Consents) -> bool:
    """Return whether she said that nobody contacts her again; it holds on every day."""
    states = {PurposeState.NO, PurposeState.WITHDRAWN}
    return _purpose(Purpose.FOLLOW_UP_CONTACT, said, _ANY_DAY).state in states


def refused(said: Consents) -> frozenset[Purpose]:
    """Return to which purposes of the office itself she says no; it holds on every day."""
    views = (_purpose(purpose, said, _ANY_DAY) for purpose in OWN_PURPOSES)
    return frozenset(one.purpose for one in views if one.state is PurposeState.NO)


def _asked_again(said: Consents, grant: Grant, state: GrantState) -> bool:
    """Return whether she is asked again: before an end, and where her birth alone suspends it."""
    by_birth = state is GrantState.SUSPENDED and said.outcome(grant) is None
    return state is GrantState.ACTIVE or by_birth


def _purpose(purpose: Purpose, said: Consents, now: datetime) -> PurposeView:
    grants = [grant for grant in said.grants if grant.purpose is purpose]
    states = {grant: said.state(grant, now) for grant in grants}
    active = [grant for grant in grants if states[grant] is GrantState.ACTIVE]
    if active:
        until = min(map(said.last_day, active))
        return PurposeView(purpose, PurposeState.AGREED, until)
    for state, meaning in _STANDS_FOR.items():
        if state in states.values():
            return PurposeView(purpose, meaning, None)
    if any(ending.purpose is purpose for ending in said.endings):
        return PurposeView(purpose, PurposeState.WITHDRAWN, None)
    said_nothing = PurposeState.NO if purpose in said.said_no else PurposeState.NOT_ASKED
    return PurposeView(purpose, said_nothing, None)
