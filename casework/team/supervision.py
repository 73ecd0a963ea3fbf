"""The values of supervision: what was opened in need, offered, looked at, and counted."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from casework.team.worker import Role


class Why(enum.StrEnum):
    """Why a case of a colleague has to be opened; a code that `texts` turns into words."""

    WORKER_AWAY = "worker_away"
    DANGER = "danger"
    SHE_ASKED = "she_asked"
    COMPLAINT = "complaint"
    FILE_CHECK = "file_check"
    OTHER = "other"


class Finding(enum.StrEnum):
    """What came of looking at it afterwards."""

    IN_ORDER = "in_order"
    TALKED = "talked"


@dataclass(frozen=True, slots=True)
class Opening:
    """A case to be opened: until when, and why; her own words where no reason fits."""

    case_id: str
    until: datetime
    why: Why
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GlassEvent:
    """That a case was opened: which, by whom, when, why, and what came of the review."""

    id: str
    case_id: str
    case_code: str
    worker_id: str
    worker: str = field(repr=False)
    at: datetime
    until: datetime
    why: Why
    words: str = field(repr=False)
    finding: Finding | None
    reviewed_by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A case offered to a colleague: by whom, to whom, since when, with which words."""

    id: str
    case_id: str
    case_code: str
    sender_id: str
    sender: str = field(repr=False)
    receiver_id: str
    receiver: str = field(repr=False)
    at: datetime
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works here or did: role, whether she is here, when she last came."""

    id: str
    name: str = field(repr=False)
    role: Role
    status: str
    last_seen: datetime | None


class ReviewState(enum.StrEnum):
    """Where a look stands; a code that `texts` turns into words."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A form that a supervisor is asked to look at: which, since when, and what she said."""

    id: str
    case_id: str
    case_code: str
    entry_id: str
    form_id: str
    state: ReviewState
    asked_by_id: str
    worker: str = field(repr=False)
    asked_at: datetime
    by: str = field(repr=False)
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Load:
    """How many cases are with one worker, and how much of it waits."""

    worker: str = field(repr=False)
    open: int
    drafts: int
    resting: int
    overdue: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Worked:
    """What was done in one case, in days and counts; no code and no person."""

    began: date
    assessed: date | None
    planned: bool
    approved: bool
    safety_plan: bool
    closed: date | None
    reasons: frozenset[str]
    referrals: int
    follow_ups: int
    experiences: int = 0
    # Days from the first experience to the first contact, where that day is known.
    delay: int | None = None
    # Each action of the plan has been done, or is needed no more.
    completed: bool = False
    services: int = 0
    review_late: bool = False
    # Requests that a service was told of, and those of them that it accepted.
    sent: int = 0
    accepted: int = 0
    # How many days each service took that has answered.
    answers: tuple[int, ...] = ()
