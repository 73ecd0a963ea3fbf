"""The desk for the history of a case: who saw or changed what, and bringing an answer back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from casework.masking import masked
from casework.recording import Recording, filled_in, lists_for
from casework.seat import NotFound, case_named, case_seen
from casework.worker import Act
from forms.document import ID, rows_of
from forms.reopening import reopen_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.changes import Change
    from casework.past import AnswerChange, HistoryLine
    from casework.seat import Seat
    from forms.document import Answer

PAGE: Final = 100


class HistoryDesk:
    """What a worker may ask about the history of a case, and take back."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(
        self, case_code: str, *, limit: int = PAGE, before: int | None = None
    ) -> Sequence[HistoryLine]:
        """Return what happened in a case, the newest first; with `before`, what is older."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_seen(work, case_code)
            found = work.history.of(case.id, limit, before)
            clear = work.glass.is_clear(case.id)
            work.note("history_read", case.id)
        return found if clear else [masked(line.under_mask()) for line in found]

    def bring_back(self, case_code: str, change_id: str) -> Change:
        """Set the answer that stood before a change again, as a change of its own.

        Raises AnswersRefused when it does not fit the answers of today.
        """
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            earlier = work.history.change(case.id, change_id)
            entry = work.documents.entry(case.id, earlier.entry_id) if earlier else None
            if earlier is None or entry is None:
                raise NotFound("change_not_found")
            values = _set(entry.doc.values, earlier)
            docs = replace(entry.doc, values=values), entry.doc
            lists = lists_for(work, case)
            session = reopen_session(entry.model, docs, self._seat.now, entry.language, lists)
            filled = filled_in(session, session.problems(), entry.language)
            change = Recording(self._seat, work).change(case, earlier.entry_id, filled)
            work.commit(change)
        return change


def _set(values: Mapping[str, Answer], earlier: AnswerChange, row: str = "") -> dict[str, Any]:
    """Return answers with the earlier one in its place, in whichever row that is."""
    known: dict[str, Any] = {
        qid: [_set(one, earlier, str(one.get(ID, ""))) for one in rows_of(value)] or value
        for qid, value in values.items()
    }
    if row == earlier.row:
        known[earlier.qid] = earlier.before
        if earlier.before is None:
            del known[earlier.qid]
    return known
