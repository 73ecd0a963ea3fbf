"""The case and its states."""

from __future__ import annotations

import enum
from datetime import date
from typing import Final, NamedTuple


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


# Where a case never came to stand, or from where it is on its way out: nothing is counted of it.
UNCOUNTED: Final = frozenset(
    {CaseStatus.DRAFT, CaseStatus.DISCARDED, CaseStatus.ERASURE_DUE, CaseStatus.ERASED}
)
_NEXT: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.DRAFT: frozenset({CaseStatus.OPEN, CaseStatus.DISCARDED, CaseStatus.ERASURE_DUE}),
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


class CaseSummary(NamedTuple):
    """One line of the case list as the store keeps it: codes, never names.

    A list is made of many, so its words are turned into values only where asked.
    """

    key: bytes
    code: str
    status_code: str
    opened: str
    changed_at: str

    @property
    def id(self) -> str:
        """Return the id by which desks and the store speak of this case."""
        return self.key.hex()

    @property
    def status(self) -> CaseStatus:
        """Return where the case stands."""
        return CaseStatus(self.status_code)

    @property
    def opened_on(self) -> date:
        """Return the day of the first contact."""
        return date.fromisoformat(self.opened)


class StepNotAllowed(Exception):
    """Raised when a case cannot go from one status to another; carries codes only."""

    def __init__(self, old: CaseStatus, new: CaseStatus) -> None:
        self.old, self.new = old, new
        super().__init__(f"{old.value} {new.value}")


def following(status: CaseStatus) -> frozenset[CaseStatus]:
    """Return where a case may go from a status."""
    return _NEXT[status]


def step(old: CaseStatus, new: CaseStatus, *, limits_explained: bool) -> CaseStatus:
    """Return the new status of a case.

    Raises StepNotAllowed for a step that the states do not know, and for
    opening a case before the limits of confidentiality were explained.
    """
    if new not in _NEXT[old] or (new is CaseStatus.OPEN and not limits_explained):
        raise StepNotAllowed(old, new)
    return new
