"""The case and its states."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class CaseStatus(enum.StrEnum):
    """Where a case stands; urgency and experience play no part in it."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"
    TRANSFERRED_OUT = "transferred_out"
    DISCARDED = "discarded"
    ERASURE_DUE = "erasure_due"
    ERASED = "erased"


_NEXT: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.DRAFT: frozenset({CaseStatus.OPEN, CaseStatus.DISCARDED}),
    CaseStatus.OPEN: frozenset(
        {CaseStatus.PAUSED, CaseStatus.CLOSING, CaseStatus.TRANSFERRED_OUT, CaseStatus.ERASURE_DUE}
    ),
    CaseStatus.PAUSED: frozenset({CaseStatus.OPEN, CaseStatus.CLOSING, CaseStatus.ERASURE_DUE}),
    CaseStatus.CLOSING: frozenset({CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.ERASURE_DUE}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN, CaseStatus.ERASURE_DUE}),
    CaseStatus.TRANSFERRED_OUT: frozenset({CaseStatus.ERASURE_DUE}),
    CaseStatus.ERASURE_DUE: frozenset({CaseStatus.ERASED}),
    CaseStatus.DISCARDED: frozenset(),
    CaseStatus.ERASED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the case list: codes, never names."""

    id: str
    code: str
    status: CaseStatus
    opened_on: date
    changed_at: str


class StepNotAllowed(Exception):
    """Raised when a case cannot go from one status to another; carries codes only."""

    def __init__(self, old: CaseStatus, new: CaseStatus) -> None:
        self.old, self.new = old, new
        super().__init__(f"{old.value} {new.value}")


def step(old: CaseStatus, new: CaseStatus, *, limits_explained: bool) -> CaseStatus:
    """Return the new status of a case.

    Raises StepNotAllowed for a step that the states do not know, and for
    opening a case before the limits of confidentiality were explained.
    """
    if new not in _NEXT[old] or (new is CaseStatus.OPEN and not limits_explained):
        raise StepNotAllowed(old, new)
    return new
