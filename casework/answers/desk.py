"""The desk for answers: what is asked, and recording what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casework.answers.recording import (
    AnswersRefused,
    Recording,
    UnknownForm,
    act_of,
    filled_in,
    lists_for,
    model_of,
)
from casework.team.seat import case_named
from casework.team.worker import Act
from forms.answers import fill, questions
from forms.session import open_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.changes import Change
    from casework.team.seat import Seat

__all__ = ["AnswersDesk", "AnswersRefused", "FormSource", "UnknownForm"]


@dataclass(frozen=True, slots=True)
class FormSource:
    """What a form was made of; `lists` are those of the office, which do not go out with it."""

    form_id: str
    version: str
    source: bytes = field(repr=False)
    lists: tuple[str, ...]


class AnswersDesk:
    """What a worker may ask and record by forms."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def forms(self) -> Sequence[str]:
        """Return the ids of the forms there are."""
        with self._seat.begin(Act.RECORD) as work:
            return work.documents.form_ids()

    def source(self, form_id: str) -> FormSource:
        """Return what a form was made of, for other programs: it is blank and about nobody.

        Raises UnknownForm.
        """
        with self._seat.begin(act_of(form_id)) as work:
            model = model_of(work, form_id)
            lists = tuple(sorted(name for name, one in model.lists.items() if one.external))
            found = work.documents.source(form_id) or b""
        return FormSource(model.form_id, model.version, found, lists)

    def questions(self, case_code: str | None, form_id: str, language: str) -> list[dict[str, Any]]:
        """Return what a form asks, ready for JSON."""
        with self._seat.begin(act_of(form_id)) as work:
            case = case_named(work, case_code) if case_code else None
            # Found before it is noted: what names no form may be any word, and no word is logged.
            model = model_of(work, form_id)
            if case is not None:
                work.note("questions_read", case.id, form_id)
            return questions(model, language, lists_for(work, case, language))

    def record(
        self, case_code: str | None, form_id: str, answers: Mapping[str, Any], language: str
    ) -> Change:
        """Record answers given by question name; without a case code a new case is opened.

        Raises AnswersRefused with every problem; then nothing is kept.
        """
        with self._seat.begin(act_of(form_id)) as work:
            case = case_named(work, case_code) if case_code else None
            model = model_of(work, form_id)
            lists = lists_for(work, case)
            session = open_session(model, None, self._seat.now, language, lists)
            filled = filled_in(session, fill(session, answers), language)
            change = Recording(self._seat, work).keep(case, filled)
            work.commit(change)
        return change
