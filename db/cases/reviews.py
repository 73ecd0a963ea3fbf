"""A supervisor's look at plans and closures, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, text

from casework.ids import new_id
from casework.team.supervision import ReviewLine, ReviewState
from db.guards.reach import reach_of, reached
from db.rows.moments import read, stored
from db.rows.own_office import IS_OWN_OFFICE, of_own_office
from db.rows.people import ReviewRow
from db.rows.readings import read_as
from db.rows.tables import OfficeRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from casework.team.worker import Worker
    from db.log.ground import Ground

_LINES: Final = (
    "select w.id, w.case_id, casefile.code, w.entry_id, w.form_id, w.status, w.asked_by,"
    " ifnull(a.name, ''), w.asked_at, ifnull(d.name, ''), w.note from review as w"
    " join casefile on casefile.id = w.case_id left join app_user as a on a.id = w.asked_by"
    " left join app_user as d on d.id = w.decided_by where {reached}"
).replace("{reached}", reached())
_OF: Final = f"{_LINES} and w.case_id = :id order by w.asked_at desc, w.id"
_ONE: Final = f"{_LINES} and w.id = :id"
_WAITING: Final = (
    f"{_LINES} and w.status = 'asked' and w.asked_by <> :worker order by w.asked_at, w.id"
)
_NEEDS: Final = of_own_office("1", "closing_review = 'yes'")


class SqlReviews:
    """What a supervisor was asked to look at, and what she said."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def ask(self, case_id: str, entry_id: str, form_id: str) -> str:
        """Keep that this worker asks for a look at a form; return the id of it."""
        key = new_id()
        row = ReviewRow(
            id=key,
            case_id=bytes.fromhex(case_id),
            entry_id=bytes.fromhex(entry_id),
            form_id=form_id,
            status=ReviewState.ASKED.value,
            asked_by=bytes.fromhex(self._worker.id),
            asked_at=stored(self._now()),
            decided_by=None,
            decided_at=None,
            note="",
        )
        self._ground.session.add(row)
        return key.hex()

    def of(self, case_id: str) -> Sequence[ReviewLine]:
        """Return what was asked in a case, the newest first."""
        return self._lines(_OF, case_id)

    def waiting(self) -> Sequence[ReviewLine]:
        """Return what waits for this worker, who looks after the team; the longest first."""
        return self._lines(_WAITING) if self._worker.sees_all_cases else []

    def named(self, review_id: str) -> ReviewLine | None:
        """Return one of them that this worker may see, or None."""
        found = self._lines(_ONE, review_id)
        return found[0] if found else None

    def decide(self, review_id: str, status: str, note: str) -> None:
        """Keep what this worker said."""
        row = self._ground.session.get_one(ReviewRow, bytes.fromhex(review_id))
        row.status, row.note = status, note
        row.decided_by = bytes.fromhex(self._worker.id)
        row.decided_at = stored(self._now())

    def closing_needs_one(self) -> bool:
        """Return whether this office closes no case before a supervisor looked."""
        return self._ground.cursor().execute(_NEEDS).fetchone() is not None

    def set_closing(self, *, needs_one: bool) -> None:
        """Keep whether closing a case needs a look first."""
        office = self._ground.session.scalars(select(OfficeRow).where(text(IS_OWN_OFFICE))).one()
        office.closing_review = "yes" if needs_one else "no"

    def _lines(self, query: str, key: str = "") -> list[ReviewLine]:
        values = reach_of(self._worker, self._now()) | {"id": bytes.fromhex(key)}
        return [_line(row) for row in self._ground.cursor().execute(query, values).fetchall()]


def _line(row: tuple[Any, ...]) -> ReviewLine:
    key, case, code, entry, form, status, asker, worker, at, by, note = row
    return ReviewLine(
        id=key.hex(),
        case_id=case.hex(),
        case_code=code,
        entry_id=entry.hex(),
        form_id=form,
        state=read_as(ReviewState, status, ReviewState.ASKED),
        asked_by_id=asker.hex(),
        worker=worker,
        asked_at=read(at),
        by=by,
        note=note,
    )
