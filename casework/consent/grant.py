"""A grant: what she agreed to, for which purpose, to whom, until when; and when it stops."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from casework.consent.signing import alone_from
from casework.records.birth import turns_on

if TYPE_CHECKING:
    from datetime import date, datetime

_ONE_DAY: Final = timedelta(days=1)
# The form lets no yes last longer; another program may say so, and no yes does.
LONGEST: Final = timedelta(days=366)


class Purpose(enum.StrEnum):
    """Why something is kept or leaves the file; none implies another."""

    CASE_SERVICE = "case_service"
    SUPERVISION_IDENTIFIED = "supervision_identified"
    REFERRAL = "referral"
    TRANSFER = "transfer"
    JUSTICE_REPORT = "justice_report"
    STATUS_CLAIM = "residence_or_status_claim"
    STATISTICS_INTERNAL = "statistics_internal"
    STATISTICS_EXTERNAL = "statistics_external"
    STORE_ELSEWHERE = "store_elsewhere"
    FOLLOW_UP_CONTACT = "follow_up_contact"
    FAMILY_TRACING = "family_tracing"
    ADVOCACY_ANONYMOUS = "advocacy_anonymous"
    RESEARCH = "research"


# Purposes that are carried out inside the office, so that no recipient is named.
OWN_PURPOSES = frozenset(
    {
        Purpose.CASE_SERVICE,
        Purpose.SUPERVISION_IDENTIFIED,
        Purpose.STATISTICS_INTERNAL,
        Purpose.STATISTICS_EXTERNAL,
        Purpose.FOLLOW_UP_CONTACT,
    }
)

# What is asked of everybody, in the order in which it is read out. Nothing is counted by a yes to
# figures of the own office: its code is retired, and what was said of it is read (decision 0053).
ASKED_OF_ALL = (
    Purpose.CASE_SERVICE,
    Purpose.REFERRAL,
    Purpose.STATISTICS_EXTERNAL,
    Purpose.FOLLOW_UP_CONTACT,
)

# Purposes that a letter may serve: a referral has gone out when any of them let one go.
LETTER_PURPOSES = frozenset({Purpose.REFERRAL, Purpose.TRANSFER, Purpose.STATUS_CLAIM})

# Adults whose yes stands for a child's until she comes of age.
_IN_HER_PLACE = frozenset({"caregiver", "other_adult", "caseworker"})
_CAREGIVER = "caregiver"


class Pause(enum.StrEnum):
    """Why what was agreed is suspended until somebody has looked at it with her."""

    CAREGIVER_UNSAFE = "caregiver_unsafe"
    CAPACITY_DOUBT = "capacity_doubt"
    CONFLICT_FOUND = "conflict_found"
    RESTORED = "restored"
    # The case came back here without something that had been said in it.
    BROUGHT_BACK = "brought_back"


# By these a workbook suspends of itself.
OF_ITSELF = frozenset({Pause.RESTORED, Pause.BROUGHT_BACK})


class Reach(enum.StrEnum):
    """How wide a grant names its recipient."""

    OWN = "own"
    SERVICE = "service"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be told: one service of the directory, its kind, and what it offers."""

    id: str
    kind: str
    name: str = field(repr=False)
    offers: frozenset[str] = frozenset()


OWN_OFFICE = Recipient("own", "own", "")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a grant names: the own office, one service, or every service of a kind."""

    reach: Reach
    id: str = ""

    def includes(self, recipient: Recipient) -> bool:
        """Return whether this names the recipient."""
        if self.reach is Reach.OWN:
            return recipient == OWN_OFFICE
        named = recipient.id if self.reach is Reach.SERVICE else recipient.kind
        return recipient != OWN_OFFICE and self.id == named


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission out of one consent event; it is never edited, only ended by a later event."""

    id: str
    event_id: str
    purpose: Purpose
    scope: Scope
    given_at: datetime
    valid_from: date
    valid_until: date
    categories: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    excluded_episodes: frozenset[str] = frozenset()
    refused: bool = False
    conditions: str = field(default="", repr=False)
    given_by: str = "survivor"

    @property
    def in_her_place(self) -> bool:
        """Return whether an adult gave this for a child."""
        return self.given_by in _IN_HER_PLACE

    @property
    def by_caregiver(self) -> bool:
        """Return whether it was her caregiver who gave this."""
        return self.given_by == _CAREGIVER

    def concerns(self, purpose: Purpose, recipient: Recipient) -> bool:
        """Return whether this was said about that purpose and recipient."""
        return self.purpose is purpose and self.scope.includes(recipient)


@dataclass(frozen=True, slots=True)
class Ending:
    """A withdrawal or suspension: it ends what it has seen and all that was given before it.

    An empty scope means every recipient of the purpose. A suspension has a reason, and the
    event by which it may be lifted.
    """

    purpose: Purpose
    at: datetime
    scope: Scope | None = None
    seen: frozenset[str] = frozenset()
    suspends: bool = False
    event_id: str = ""
    reason: str = ""

    def ends(self, grant: Grant, recipient: Recipient | None = None) -> bool:
        """Return whether that grant is over because of this, for everybody or for one recipient.

        When she ends the work with the team, nothing is told to anybody any more.
        """
        concerned = grant.purpose is self.purpose and self._reaches(grant, recipient)
        if not concerned and self.purpose is not Purpose.CASE_SERVICE:
            return False
        if self.reason == Pause.CAREGIVER_UNSAFE:
            # Whenever it was given: while this stands, nobody may have asked a caregiver.
            return grant.by_caregiver
        return self.comes_after(grant)

    def comes_after(self, grant: Grant) -> bool:
        """Return whether this has seen a grant, or was said when it had been given.

        Where nobody knows what is missing, nobody knows what it had seen.
        """
        if self.reason == Pause.BROUGHT_BACK:
            return True
        return grant.id in self.seen or grant.given_at <= self.at

    def _reaches(self, grant: Grant, recipient: Recipient | None) -> bool:
        if self.scope is None or self.scope == grant.scope:
            return True
        return recipient is not None and self.scope.includes(recipient)


class GrantState(enum.StrEnum):
    """Where a grant stands at one moment."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    NOT_YET = "not_yet"
    ACTIVE = "active"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Consents:
    """All that one person has said about sharing: the one place where consent is decided.

    `lifted` are the suspensions that were taken off again, `of_age_on` is the first day on which
    she may be of age, `births` the first possible day of birth by each of her cases that knows
    one. What she said `elsewhere`, in another case of hers, allows nothing here, but stands in
    place of what she said before; to what the office does itself she may have `said_no` there.
    """

    grants: tuple[Grant, ...] = ()
    endings: tuple[Ending, ...] = ()
    lifted: frozenset[str] = frozenset()
    of_age_on: date | None = None
    elsewhere: tuple[Grant, ...] = ()
    said_no: frozenset[Purpose] = frozenset()
    births: tuple[date, ...] = ()

    @property
    def pauses(self) -> tuple[Ending, ...]:
        """Return the suspensions that nobody lifted."""
        return tuple(one for one in self.endings if one.suspends and not self._is_lifted(one))

    @property
    def caregiver_unsafe(self) -> bool:
        """Return whether her caregiver is marked as not safe: never asked, never named."""
        return any(one.reason == Pause.CAREGIVER_UNSAFE for one in self.pauses)

    def last_day(self, grant: Grant) -> date:
        """Return the last day of a grant, by what is known of her birth now.

        What an adult gave for her lasts until she is of age; what she gave alone while somebody
        had to agree with her was over before it was given.
        """
        if grant.in_her_place and self.of_age_on is not None:
            return min(grant.valid_until, self.of_age_on - _ONE_DAY)
        if self._was_too_young(grant):
            return min(grant.valid_until, _day_of(grant) - _ONE_DAY)
        return grant.valid_until

    def _was_too_young(self, grant: Grant) -> bool:
        """Return whether she gave something alone for which she was too young on that day.

        The youngest of her cases counts. The day of the office may be the one after that of the
        moment, so a yes of the last day before counts as well.
        """
        years = alone_from().get(grant.given_by)
        if years is None or not self.births:
            return False
        return _day_of(grant) + _ONE_DAY < turns_on(max(self.births), years)

    def state(self, grant: Grant, at: datetime, recipient: Recipient | None = None) -> GrantState:
        """Return where one grant stands at a moment; what ends it wins over what keeps it.

        With a recipient: where it stands for that one, who may have been
        excepted from a grant to every service of a kind.
        """
        over = self.outcome(grant, recipient)
        if over is not None:
            return over
        if at.date() < grant.valid_from:
            return GrantState.NOT_YET
        if at.date() > grant.valid_until:
            return GrantState.EXPIRED
        # What is left until its own last day is suspended by her birth alone.
        return GrantState.SUSPENDED if at.date() > self.last_day(grant) else GrantState.ACTIVE

    def outcome(self, grant: Grant, recipient: Recipient | None = None) -> GrantState | None:
        """Return where what was said since put a grant, or None where only the calendar counts."""
        if grant.refused:
            return GrantState.REFUSED
        over = [
            ending
            for ending in self.endings
            if ending.ends(grant, recipient) and not self._is_lifted(ending)
        ]
        if over:
            lasting = all(ending.suspends for ending in over)
            return GrantState.SUSPENDED if lasting else GrantState.WITHDRAWN
        if any(_replaces(later, grant, recipient) for later in (*self.grants, *self.elsewhere)):
            return GrantState.REPLACED
        return None

    def is_paused_for(self, why: Pause) -> bool:
        """Return whether all that was agreed is suspended for a reason; a yes since then is not."""
        held = [pause for pause in self.pauses if pause.reason == why]
        return bool(held) and all(
            any(pause.comes_after(grant) for pause in held) for grant in self.grants
        )

    def _is_lifted(self, ending: Ending) -> bool:
        return ending.suspends and ending.event_id in self.lifted

    def in_force(self, purpose: Purpose, recipient: Recipient, at: datetime) -> tuple[Grant, ...]:
        """Return the grants that hold for a purpose and recipient at a moment."""
        return tuple(
            grant
            for grant in self.grants
            if grant.concerns(purpose, recipient)
            and self.state(grant, at, recipient) is GrantState.ACTIVE
        )


def _day_of(grant: Grant) -> date:
    return grant.given_at.astimezone(UTC).date()


def all_suspended(said: Consents, at: datetime) -> Ending:
    """Return what suspends all that was agreed up to a moment."""
    seen = frozenset(grant.id for grant in said.grants)
    return Ending(Purpose.CASE_SERVICE, at, None, seen, suspends=True)


def _replaces(later: Grant, grant: Grant, recipient: Recipient | None) -> bool:
    """Return whether what was said later, or a no in the same breath, stands above a grant."""
    if later.event_id == grant.event_id:
        if not later.refused:
            return False
    elif (later.given_at, later.event_id) <= (grant.given_at, grant.event_id):
        return False
    if later.refused and later.purpose is Purpose.CASE_SERVICE:
        return True
    return later.purpose is grant.purpose and _as_close(later, grant.scope, recipient)


def _as_close(later: Grant, scope: Scope, recipient: Recipient | None) -> bool:
    """Return whether a grant speaks of the same recipient at least as closely as a scope does."""
    if later.scope == scope:
        return True
    closer = later.refused or later.scope.reach is Reach.SERVICE
    return closer and recipient is not None and later.scope.includes(recipient)
