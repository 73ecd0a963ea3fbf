"""The desk for filling in forms: drafts that are kept every second, and finishing them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from casework.answers.again import anew
from casework.answers.recording import (
    Recording,
    act_of,
    case_of,
    filled_in,
    lists_for,
    model_of,
    needs_no_case,
    new_case,
)
from casework.changes import Change
from casework.records.draft import Beginning, EntryLine
from casework.records.filled import Filled
from casework.services.form import FORM as SERVICE
from casework.services.form import service_entry
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act, demand, may
from forms.document import FormDoc
from forms.merging import merged
from forms.progress import answered_groups, groups_of
from forms.reopening import reopen_session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.records.draft import Draft
    from casework.team.seat import Seat
    from forms.model import FormModel

__all__ = ["DraftLine", "EntryLine", "FillingDesk", "Sheet"]


# Putting them on record begins nothing else: no task, no pause, nothing that was promised.
NOTHING_FOLLOWS: Final = frozenset({"episode", "note"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a screen needs to open a form, blank or as far as it was filled in.

    `draft_id` is empty while nothing was kept, `case_code` while the case does not exist, and
    `entry_id` names the finished form that is being changed, if one is. `saved_at` and `started_at`
    are moments in UTC, such as `2026-03-10T09:41:00.000000Z`.
    """

    draft_id: str
    entry_id: str
    form_id: str
    case_code: str
    model: FormModel
    doc: FormDoc | None = field(repr=False)
    externals: Mapping[str, Sequence[Mapping[str, str]]] = field(repr=False)
    language: str
    saved_at: str
    started_at: str
    started_by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft as a list shows it: where it belongs, and in how many groups something stands."""

    id: str
    form_id: str
    case_code: str
    entry_id: str
    saved_at: str
    groups_done: int
    groups: int


class FillingDesk:
    """What a worker does with a form from its first answer until it is finished."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open(
        self, case_code: str | None, form_id: str, *, language: str = "", beside: bool = False
    ) -> Sheet:
        """Return the newest draft of a form in a case to carry on with, else a blank form.

        Without a case code the case is made when the form is first kept. What is blank and only
        lies `beside` another form was not opened by anybody yet: that leaves no line.
        """
        with self._seat.begin(act_of(form_id)) as work:
            case = case_of(work, case_code, form_id)
            model = model_of(work, form_id)
            found = None
            if case is not None or needs_no_case(form_id):
                found = work.drafts.newest(case.id if case else "", form_id)
            sheet = _blank(self._seat, work, case, model)
            if found is not None:
                sheet = _drafted(self._seat, work, case, found)
            if case is not None and (found is not None or not beside):
                work.note("form_opened", case.id, form_id)
        return replace(sheet, language=language or sheet.language)

    def carry_on(self, draft_id: str) -> Sheet:
        """Return a draft as it was kept."""
        with self._at(draft_id) as work:
            draft = _draft(work, draft_id)
            case = case_of(work, draft.case_code, draft.doc.form_id)
            sheet = _drafted(self._seat, work, case, draft)
            if case is not None:
                work.note("draft_opened", case.id, draft.doc.form_id)
        return sheet

    def amend(self, case_code: str, entry_id: str) -> Sheet:
        """Return a finished form to be changed, or the draft that changes it already.

        Without a case code that is an entry of the service directory.
        """
        with self._seat.begin(Act.RECORD if case_code else Act.SERVICES) as work:
            case = case_named(work, case_code) if case_code else None
            entry = _entry(self._seat, work, case, entry_id)
            draft = work.drafts.changing(case.id if case else "", entry_id)
            if draft is not None:
                sheet = _drafted(self._seat, work, case, draft)
            else:
                sheet = replace(
                    _blank(self._seat, work, case, entry.model),
                    entry_id=entry_id,
                    doc=entry.doc,
                    language=entry.language,
                )
            if case is not None:
                work.note("entry_opened", case.id, entry.model.form_id)
        return sheet

    def again(self, case_code: str, entry_id: str) -> Sheet:
        """Return a form to be filled in anew from a finished one, or the draft that was begun."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            entry = _entry(self._seat, work, case, entry_id)
            begun = work.drafts.newest(case.id, entry.model.form_id)
            if begun is not None:
                sheet = _drafted(self._seat, work, case, begun)
            else:
                doc = anew(entry.doc, self._seat.now().date())
                blank = _blank(self._seat, work, case, entry.model)
                sheet = replace(blank, doc=doc, language=entry.language)
            work.note("entry_opened", case.id, entry.model.form_id)
        return sheet

    def keep(self, sheet: Sheet, doc: FormDoc) -> Sheet:
        """Keep the answers so far and return the sheet to go on with.

        The first keep makes the draft, and the case when there is none; later ones write only
        what was changed, and leave no line of their own but that of their operations.
        """
        language = doc.language or sheet.language
        if not sheet.draft_id:
            return self._begin(sheet, Filled(sheet.model, doc, language))
        with self._at(sheet.draft_id) as work:
            kept = work.drafts.keep(sheet.draft_id, doc, language, self._seat.now())
            if not kept:
                raise _not_there(work)
            work.save()
        return replace(sheet, doc=doc, language=language, saved_at=kept)

    def finish(self, sheet: Sheet, doc: FormDoc) -> Change:
        """Put a form on record, or its changed answers into the form it changes.

        The answers are checked anew; raises AnswersRefused with every problem, and the draft
        stays as it was kept.
        """
        with self._at(sheet.draft_id, sheet.form_id) as work:
            draft = _draft(work, sheet.draft_id) if sheet.draft_id else None
            if draft is not None:
                form_id, version = draft.doc.form_id, draft.doc.version
                sheet = replace(sheet, case_code=draft.case_code, entry_id=draft.entry_id)
            else:
                form_id, version = sheet.form_id, sheet.model.version
            case = case_of(work, sheet.case_code, form_id)
            language = doc.language or sheet.language
            given = FormDoc(form_id, version, doc.values, language)
            recording = Recording(self._seat, work, sheet.draft_id)
            if sheet.entry_id:
                change = _change(recording, case, (sheet, draft), given)
            else:
                model = model_of(work, form_id, version)
                filled = _checked(self._seat, work, case, model, (given, None))
                change = recording.keep(case, filled)
            work.commit(change)
        return change

    def discard(self, draft_id: str) -> Change:
        """Take a draft away; the finished form that it changes stays as it is."""
        with self._at(draft_id) as work:
            draft = _draft(work, draft_id)
            case = case_of(work, draft.case_code, draft.doc.form_id)
            work.drafts.discard(draft_id)
            change = _of_draft("draft_discarded", case, draft_id, draft.doc.form_id)
            work.commit(change)
        return change

    def take_back(self, case_code: str, entry_id: str) -> Change:
        """Make a draft again of an entry that this worker finished today; no word of it is lost.

        Raises NotFound for any other: that is changed, and stays on record.
        """
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            form_id = _entry(self._seat, work, case, entry_id).model.form_id
            alone = form_id in NOTHING_FOLLOWS
            if not alone or not work.documents.take_back(case.id, entry_id, self._seat.now()):
                raise NotFound("entry_stands")
            change = _of_draft("answers_taken_back", case, entry_id, form_id)
            work.commit(change)
        return change

    def drafts(self) -> Sequence[DraftLine]:
        """Return what this worker began and has not finished, the last kept first."""
        worker = self._seat.worker
        act = Act.RECORD if may(worker, Act.RECORD) else Act.SERVICES
        with self._seat.begin(act) as work:
            return [_line(work, draft) for draft in work.drafts.mine()]

    def entries(self, case_code: str, form_id: str) -> Sequence[EntryLine]:
        """Return the finished forms of one kind in a case, the last recorded first."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            model = model_of(work, form_id)
            found = work.documents.entries(case.id, model.form_id)
            work.note("entries_read", case.id, model.form_id)
        return found

    def _at(self, draft_id: str, form_id: str = "") -> UnitOfWork:
        """Return a piece of work, after asking whether this worker may fill in that form."""
        work = self._seat.store()
        if draft_id:
            form_id = work.drafts.form_of(draft_id)
        demand(self._seat.worker, act_of(form_id))
        return work

    def _begin(self, sheet: Sheet, filled: Filled) -> Sheet:
        """Keep a form for the first time."""
        at, form_id = self._seat.now(), sheet.form_id
        with self._seat.begin(act_of(form_id)) as work:
            case = case_of(work, sheet.case_code, form_id)
            model = model_of(work, form_id, sheet.model.version)
            start = Beginning()
            if sheet.entry_id:
                entry = _entry(self._seat, work, case, sheet.entry_id)
                base = sheet.doc or entry.doc
                start = Beginning(case.id if case else "", sheet.entry_id, base.values)
            elif not needs_no_case(form_id):
                case = case or new_case(self._seat, work)
                start = Beginning(case.id)
            draft_id = work.drafts.begin(start, replace(filled, model=model), at)
            work.commit(_of_draft("draft_begun", case, draft_id, form_id))
            begun = _draft(work, draft_id)
        return replace(
            sheet,
            draft_id=draft_id,
            case_code=begun.case_code,
            doc=filled.doc,
            language=begun.language,
            saved_at=begun.saved_at,
            started_at=begun.started_at,
        )


def _blank(seat: Seat, work: UnitOfWork, case: CaseSummary | None, model: FormModel) -> Sheet:
    return Sheet(
        draft_id="",
        entry_id="",
        form_id=model.form_id,
        case_code=case.code if case else "",
        model=model,
        doc=None,
        externals=lists_for(work, case),
        language="",
        saved_at="",
        started_at="",
        started_by=seat.worker.name,
    )


def _drafted(seat: Seat, work: UnitOfWork, case: CaseSummary | None, draft: Draft) -> Sheet:
    model = model_of(work, draft.doc.form_id, draft.doc.version)
    return replace(
        _blank(seat, work, case, model),
        draft_id=draft.id,
        entry_id=draft.entry_id,
        doc=draft.doc,
        language=draft.language,
        saved_at=draft.saved_at,
        started_at=draft.started_at,
        started_by=draft.started_by,
    )


def _entry(seat: Seat, work: UnitOfWork, case: CaseSummary | None, entry_id: str) -> Filled:
    """Return a finished form: one of a case, or an entry of the service directory."""
    if case is None:
        model, lists = model_of(work, SERVICE), lists_for(work, None)
        return service_entry(work, entry_id, model, seat.now, lists)
    entry = work.documents.entry(case.id, entry_id)
    if entry is None:
        raise NotFound("entry_not_found")
    return entry


def _change(
    recording: Recording,
    case: CaseSummary | None,
    begun: tuple[Sheet, Draft | None],
    given: FormDoc,
) -> Change:
    """Put what was changed since the beginning into the finished form as it is now."""
    sheet, draft = begun
    entry = _entry(recording.seat, recording.work, case, sheet.entry_id)
    base = draft.base if draft else (sheet.doc or entry.doc).values
    together = replace(given, values=merged(base, given.values, entry.doc.values))
    filled = _checked(recording.seat, recording.work, case, entry.model, (together, entry.doc))
    return recording.change(case, sheet.entry_id, filled)


def _checked(
    seat: Seat,
    work: UnitOfWork,
    case: CaseSummary | None,
    model: FormModel,
    docs: tuple[FormDoc, FormDoc | None],
) -> Filled:
    """Return answers from a screen as a finished form, everything computed and asked anew."""
    language = docs[0].language
    session = reopen_session(model, docs, seat.now, language, lists_for(work, case))
    return filled_in(session, session.problems(), language)


def _draft(work: UnitOfWork, draft_id: str) -> Draft:
    draft = work.drafts.find(draft_id)
    if draft is None:
        raise _not_there(work)
    return draft


def _not_there(work: UnitOfWork) -> NotFound:
    """Return why there is no draft, after keeping that somebody asked for it."""
    work.note("draft_not_opened")
    return NotFound("draft_not_found")


def _of_draft(kind: str, case: CaseSummary | None, draft_id: str, form_id: str) -> Change:
    if case is None:
        return Change(kind, subject_id=draft_id, reason=form_id)
    return Change(kind, case.id, case.code, draft_id, form_id)


def _line(work: UnitOfWork, draft: Draft) -> DraftLine:
    model = model_of(work, draft.doc.form_id, draft.doc.version)
    return DraftLine(
        id=draft.id,
        form_id=model.form_id,
        case_code=draft.case_code,
        entry_id=draft.entry_id,
        saved_at=draft.saved_at,
        groups_done=answered_groups(model, draft.doc),
        groups=len(groups_of(model)),
    )
