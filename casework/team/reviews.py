"""The desk for a supervisor's look at plans and closures: asked for, approved, sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.changes import Change
from casework.refused import DeskRefused
from casework.team.masking import masked
from casework.team.seat import NotFound, case_named, case_seen
from casework.team.supervision import ReviewState
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat
    from casework.team.supervision import ReviewLine

CLOSURE: Final = "closure"
FORMS: Final = frozenset({"action_plan", CLOSURE})


class ReviewRefused(DeskRefused):
    """Raised for a look that cannot be asked for or given."""


class ReviewsDesk:
    """What may be asked and done about a supervisor's look at a form."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def ask_newest(self, case_code: str, form_id: str) -> Change:
        """Ask a supervisor to look at the newest form of a kind."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            entries = work.documents.entries(case.id, form_id)
            return _asked(work, case, entries[0].id if entries else "")

    def ask(self, case_code: str, entry_id: str) -> Change:
        """Ask a supervisor to look at a plan or a closure as it is now."""
        with self._seat.begin(Act.RECORD) as work:
            return _asked(work, case_named(work, case_code), entry_id)

    def of(self, case_code: str) -> Sequence[ReviewLine]:
        """Return what a supervisor was asked in a case, the newest first."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            found = work.reviews.of(case.id)
            clear = work.glass.is_clear(case.id)
            work.note("reviews_read", case.id)
        return found if clear else [masked(line) for line in found]

    def waiting(self) -> Sequence[ReviewLine]:
        """Return what waits for a supervisor, the longest first."""
        with self._seat.begin(Act.TEAM) as work:
            found = work.reviews.waiting()
            work.note("reviews_listed", reason=str(len(found)))
        return found

    def approve(self, review_id: str, note: str = "") -> Change:
        """Say that a plan or a closure may stand."""
        return self._decide(review_id, ReviewState.APPROVED, note)

    def send_back(self, review_id: str, note: str) -> Change:
        """Send a plan or a closure back, saying what is still missing."""
        if not note.strip():
            raise ReviewRefused("review_note_missing")
        return self._decide(review_id, ReviewState.SENT_BACK, note)

    def closing_needs_one(self) -> bool:
        """Return whether this office closes no case before a supervisor looked."""
        with self._seat.begin(Act.TEAM) as work:
            return work.reviews.closing_needs_one()

    def set_closing(self, *, needs_one: bool = True) -> Change:
        """Keep whether closing a case needs a supervisor's look first."""
        change = Change("closing_rule_set", reason="yes" if needs_one else "no")
        with self._seat.begin(Act.PEOPLE) as work:
            work.reviews.set_closing(needs_one=needs_one)
            work.commit(change)
        return change

    def _decide(self, review_id: str, state: ReviewState, note: str) -> Change:
        if len(note) > lengths.REVIEW:
            raise ReviewRefused("review_note_long")
        with self._seat.begin(Act.TEAM) as work:
            line = work.reviews.named(review_id)
            if line is None:
                raise NotFound("review_not_found")
            if line.state is not ReviewState.ASKED:
                raise ReviewRefused("review_decided")
            if line.asked_by_id == self._seat.worker.id:
                raise ReviewRefused("review_own")
            work.reviews.decide(review_id, state.value, note.strip())
            kind = f"review_{state.value}"
            change = Change(kind, line.case_id, line.case_code, review_id, line.form_id)
            work.commit(change)
        return change


def review_of(work: UnitOfWork, case_id: str, entry_id: str) -> ReviewState | None:
    """Return where the last look at a form stands, or None when nobody was asked."""
    lines = (line for line in work.reviews.of(case_id) if line.entry_id == entry_id)
    return next((line.state for line in lines), None)


def closing_waits(work: UnitOfWork, case_id: str, entry_id: str) -> bool:
    """Return whether a case may not close yet because a supervisor has not approved it."""
    if not work.reviews.closing_needs_one():
        return False
    return review_of(work, case_id, entry_id) is not ReviewState.APPROVED


def _asked(work: UnitOfWork, case: CaseSummary, entry_id: str) -> Change:
    """Keep that a supervisor is asked to look at a form of a case."""
    entry = work.documents.entry(case.id, entry_id) if entry_id else None
    if entry is None or entry.model.form_id not in FORMS:
        raise NotFound("entry_not_found")
    if review_of(work, case.id, entry_id) is ReviewState.ASKED:
        raise ReviewRefused("review_asked_already")
    asked = work.reviews.ask(case.id, entry_id, entry.model.form_id)
    change = Change("review_asked", case.id, case.code, asked, entry.model.form_id)
    work.commit(change)
    return change
