"""What the list shows: the views, how they are sorted, and one line of a case."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from casework.consent.agreement import ConsentLine
    from casework.records.case import CaseStatus
    from casework.tasks.task import TaskKind

# The kind of array that numbers of cases come in: four bytes each.
NUMBERS: Final = "I"


class View(enum.StrEnum):
    """A saved view on the cases; a code that `texts` turns into words."""

    MINE_OPEN = "mine_open"
    FOLLOW_UP_DUE = "follow_up_due"
    DRAFTS = "drafts"
    CONSENT_REVIEW = "consent_review"
    CLOSED = "closed"
    ASIDE = "aside"
    SHARED = "shared"
    ALL_OPEN = "all_open"
    ALL_CLOSED = "all_closed"
    ALL_ASIDE = "all_aside"
    MINE = "mine"
    ALL = "all"


OWN_VIEWS: Final = (
    View.MINE_OPEN,
    View.FOLLOW_UP_DUE,
    View.DRAFTS,
    View.CONSENT_REVIEW,
    View.CLOSED,
    View.ASIDE,
)
TEAM_VIEWS: Final = (View.ALL_OPEN, View.ALL_CLOSED, View.ALL_ASIDE)
# Where these hold nothing there is nothing to choose.
SOMETIMES: Final = frozenset({View.ASIDE, View.SHARED, View.ALL_ASIDE})
# What a view is without its status: not offered among the views, and never counted beforehand.
WITHOUT_STATUS: Final = {
    View.MINE_OPEN: View.MINE,
    View.CLOSED: View.MINE,
    View.ASIDE: View.MINE,
    View.ALL_OPEN: View.ALL,
    View.ALL_CLOSED: View.ALL,
    View.ALL_ASIDE: View.ALL,
}


class Sort(enum.StrEnum):
    """By what a view is sorted; never by an experience."""

    CHANGED = "changed"
    CODE = "code"
    WHEN = "when"


class Due(enum.StrEnum):
    """Until when something is to be done in a case, as a list is narrowed by it."""

    TODAY = "today"
    WEEK = "week"
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a view is narrowed to besides words: each part that is said holds."""

    due: Due | None = None
    way: str = ""
    experience: str = ""

    def __bool__(self) -> bool:
        """Return whether anything is said."""
        return bool(self.due or self.way or self.experience)


WHOLE: Final = Narrowing()


@dataclass(frozen=True, slots=True)
class Listed:
    """Which cases a list shows, and in which order; `days` are today and how far ahead counts."""

    view: View
    sort: Sort
    days: tuple[date, date]
    narrowed: Narrowing = WHOLE


@dataclass(frozen=True, slots=True)
class ViewCount:
    """A view and how many cases it holds."""

    view: View
    count: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """The first open task of a case; `title` only if somebody typed one."""

    id: str
    kind: TaskKind
    title: str = field(repr=False)
    due: date | None
    at: time | None
    subject: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseCard:
    """What stands beside everything that concerns a case: its code, and how to reach her."""

    code: str
    safe_way: str
    code_word: str = field(repr=False)
    masked: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the list: codes, days and the next step, never a name."""

    number: int
    id: str
    code: str
    status: CaseStatus
    experiences: frozenset[str]
    safe_way: str
    code_word: str = field(repr=False)
    consent: ConsentLine
    services_agreed: int
    draft: str
    draft_id: str
    changed_at: datetime
    next: NextStep | None
    masked: bool
