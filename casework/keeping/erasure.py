"""An erasure from the wish to the end, and the hold that stops one: pure rules."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from casework.refused import DeskRefused

# When nobody else agrees, so long is waited: somebody may have been made to ask.
WAITING: Final = timedelta(days=14)
# For so long a backup may be kept; the certificate says it.
BACKUP_DAYS: Final = timedelta(days=90)


class Basis(enum.StrEnum):
    """Why something is erased; the word stays beside the random id."""

    HER_WISH = "her_wish"
    CONSENT_ENDED = "consent_ended"
    TIME_OVER = "time_over"
    ORDERED = "ordered"
    OPENED_IN_ERROR = "opened_in_error"


class HoldBasis(enum.StrEnum):
    """On what a hold rests."""

    COURT = "court"
    CLAIM = "claim"
    HER_WISH = "her_wish"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Beyond:
    """What an erasure did not reach: folders of backups without the list, copies of the store.

    A backup in such a folder may bring back what was erased.
    """

    folders: tuple[str, ...] = field(default=(), repr=False)
    copies: tuple[str, ...] = field(default=(), repr=False)


class ErasureRefused(DeskRefused):
    """Raised for a step that an erasure cannot take."""


@dataclass(frozen=True, slots=True)
class Hold:
    """That a case must not be erased for now: why, who says so besides, when one looks again."""

    id: str
    case_id: str
    basis: HoldBasis
    reason: str = field(repr=False)
    held_by: str
    second_by: str
    since: date
    review_on: date
    agreed_on: date | None = None
    ended_on: date | None = None
    # What is printed for her may be read by whoever takes the paper from her.
    unsafe_to_tell: bool = False

    @property
    def until(self) -> date | None:
        """Return the day on which it ends unless the second person agrees; None once she did."""
        return None if self.agreed_on else self.since + WAITING


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure: asked for, agreed to or waited for, done or taken back.

    `before` is where the case stood, `held_until` when the last hold on it was ended. When it is
    done nothing here names anybody.
    """

    id: str
    case_id: str
    before: str
    basis: Basis
    in_danger: bool
    asked_on: date
    asked_by: str
    agreed_by: str = ""
    done_on: date | None = None
    taken_back_on: date | None = None
    forms: int = 0
    letters: int = 0
    files: int = 0
    held_until: date | None = None

    @property
    def due_on(self) -> date:
        """Return from which day nobody else need agree.

        Nobody alone ends a hold and erases what it kept: after a hold it is waited even in danger.
        """
        at_once = self.in_danger and self.basis is Basis.HER_WISH
        first = self.asked_on if at_once else self.asked_on + WAITING
        return max(first, self.held_until + WAITING) if self.held_until else first

    @property
    def is_open(self) -> bool:
        """Return whether it is neither done nor taken back."""
        return self.done_on is None and self.taken_back_on is None

    def may_be_done(self, today: date) -> bool:
        """Return whether two persons agree, or the time of waiting is over."""
        return bool(self.agreed_by) or today >= self.due_on

    @property
    def backups_until(self) -> date | None:
        """Return until when an older backup may still hold what was erased."""
        return self.done_on + BACKUP_DAYS if self.done_on else None
