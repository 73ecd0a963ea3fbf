"""The desk for the history of a case: who saw or changed what, and bringing an answer back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from casework.answers.recording import Recording, filled_in, lists_for
from casework.team.masking import masked
from casework.team.seat import NotFound, case_named, case_seen
from casework.team.worker import Act
from forms.document import ID, rows_of
from forms.reopening import reopen_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.answers.past import AnswerChange, HistoryLine
    from casework.changes import Change
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat
    from forms.document import Answer

    Anew = Callable[[Mapping[str, Answer]], Mapping[str, Answer]]

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
            if earlier is None:
                raise NotFound("change_not_found")
            anew = partial(put_back, earlier=earlier)
            change = answers_anew(Recording(self._seat, work), case, earlier.entry_id, anew)
            work.commit(change)
        return change


def answers_anew(recording: Recording, case: CaseSummary, entry_id: str, anew: Anew) -> Change:
    """Give a finished form other answers, checked as if they were all given now."""
    work, clock = recording.work, recording.seat.now
    entry = work.documents.entry(case.id, entry_id)
    if entry is None:
        raise NotFound("change_not_found")
    docs = replace(entry.doc, values=anew(entry.doc.values)), entry.doc
    session = reopen_session(entry.model, docs, clock, entry.language, lists_for(work, case))
    filled = filled_in(session, session.problems(), entry.language)
    return recording.change(case, entry_id, filled)


def put_back(values: Mapping[str, Answer], earlier: AnswerChange, row: str = "") -> dict[str, Any]:
    """Return answers with the earlier one in its place, in whichever row that is."""
    known: dict[str, Any] = {
        qid: [put_back(one, earlier, str(one.get(ID, ""))) for one in rows_of(value)] or value
        for qid, value in values.items()
    }
    if row == earlier.row:
        known[earlier.qid] = earlier.before
        if earlier.before is None:
            del known[earlier.qid]
    return known
