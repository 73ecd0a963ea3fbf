"""The desk for what is to decide: reading both answers, and saying which of them holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from casework.answers.history import answers_anew, put_back
from casework.answers.outside import outside, whole_outside
from casework.answers.past import AnswerChange
from casework.answers.recording import Recording, lists_for
from casework.changes import Change
from casework.records.conflict import ConflictRefused, DecideLine, ToDecide, fields_of
from casework.records.contact import AREA
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act
from forms.answers import questions
from forms.document import ID, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from casework.answers.history import Anew
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.records.conflict import Found, Head, Place
    from casework.team.seat import Seat
    from forms.document import Answer
    from forms.model import FormModel, Question

FORMS: Final = frozenset({"form_instance", "form_repeat"})
# What a second person, or the one whom it protects, has a say in: here the stricter value is
# confirmed, and whatever loosens it goes the way it always goes.
_STRICT: Final = frozenset(
    {
        *("conflict_link", "consent_event", "consent_grant", "erasure", "glass", "handing"),
        *("hold", "override", "review"),
    }
)
_LONGEST: Final = 500
_NOT_TYPED: Final = frozenset(
    {"calculate", "file", "geopoint", "geoshape", "geotrace", "hidden", "note"}
)


def _words(typed: str) -> str:
    words = " ".join(typed.split())
    if not words or len(words) > _LONGEST:
        raise ConflictRefused("conflict_words")
    return words


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed.strip()).isoformat()
    except ValueError:
        raise ConflictRefused("conflict_day") from None


# Columns into which something new may be written here, and what it has to be.
_WRITTEN: Final[Mapping[tuple[str, str], Callable[[str], str]]] = {
    ("casefile", "opened_on"): _day,
    ("referral", "appointment_on"): _day,
    ("referral", "appointment_place"): _words,
    ("referral", "reason"): _words,
    ("task", "due"): _day,
    ("task", "title"): _words,
}


class ConflictsDesk:
    """What a worker may ask about answers that two laptops gave, and decide."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self, language: str) -> Sequence[DecideLine]:
        """Return what is to decide without any value: safe contact first, then the newest.

        Of a case that she sees masked there is the code alone.
        """
        with self._seat.begin(Act.READ_CASES) as work:
            asked = _Asked(work, language)
            lines = [asked.line(one) for one in work.conflicts.found()]
            lines += [asked.line(one) for one in outside(work, self._seat.worker)]
            masked = [DecideLine(code, masked=True) for code in work.conflicts.masked()]
            work.note("conflicts_listed", reason=str(len(lines)))
        lines.sort(key=lambda line: max(one.at for one in line.who), reverse=True)
        lines.sort(key=lambda line: not line.is_safety)
        return [*lines, *masked]

    def of(self, case_code: str, language: str, name: str = "") -> Sequence[ToDecide]:
        """Return what is to decide in a case, or without one outside of all cases, in full.

        With a name only what may be meant by it: its id, or the field if one alone is called so.
        """
        if not case_code:
            with self._seat.begin(Act.READ_SERVICES) as work:
                asked = _Asked(work, language)
                waiting = whole_outside(work, self._seat.worker, name)
                return [asked.whole(one) for one in waiting]
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            asked = _Asked(work, language)
            found = [asked.whole(one) for one in work.conflicts.whole(case.id, name)]
            work.note("conflicts_read", case.id)
        found.sort(key=lambda one: not one.line.is_safety)
        return found

    def take(self, case_code: str, name: str, number: int) -> Change:
        """Let one of the values hold, by its place in the list; the others stay in the history."""
        if not case_code:
            return self._take_outside(name, number)
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            one = _named(work, case, name)
            if not 1 <= number <= len(one.heads):
                raise NotFound("conflict_value_not_found")
            head = one.heads[number - 1]
            if not _may_take(one, head):
                raise ConflictRefused("conflict_strict")
            if not one.is_life:
                self._set(work, case, one, head.value)
            elif head.is_gone:
                self._let_go(work, case, one.place)
            else:
                work.conflicts.keep(one.place)
            return _decided(work, case, one.place)

    def _take_outside(self, name: str, number: int) -> Change:
        """Let one of the values hold of what belongs to no case."""
        with self._seat.begin(Act.READ_SERVICES) as work:
            one = _only(whole_outside(work, self._seat.worker, name))
            if not 1 <= number <= len(one.heads):
                raise NotFound("conflict_value_not_found")
            if not one.heads[number - 1].fits:
                raise ConflictRefused("conflict_strict")
            value, place = one.heads[number - 1].value, one.place
            if value != one.shown:
                work.conflicts.write(place, value)
            work.conflicts.settle(place, value)
            change = Change("conflict_decided", subject_id=place.entity, reason=place.table)
            work.commit(change)
        return change

    def write(self, case_code: str, name: str, answer: Answer) -> Change:
        """Record a new answer in place of all; it is checked as if it were recorded now.

        Raises AnswersRefused when it does not fit its form.
        """
        if not case_code:
            raise ConflictRefused("conflict_take_one")
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            one = _named(work, case, name)
            place = one.place
            if not _may_write(one):
                raise ConflictRefused("conflict_take_one")
            check = _WRITTEN.get((place.table, place.name))
            self._set(work, case, one, check(str(answer)) if check else answer)
            return _decided(work, case, place)

    def _set(self, work: UnitOfWork, case: CaseSummary, one: Found, value: Answer | None) -> None:
        """Set a field, and record that this holds in place of all that was said."""
        place = one.place
        # What is shown already stands there: no other answer of the form is touched.
        if value != one.shown and place.table in FORMS:
            told = AnswerChange("", place.entry_id, place.row, place.name, value, None)
            self._anew(work, case, place, partial(put_back, earlier=told))
        elif value != one.shown:
            work.conflicts.write(place, value)
        work.conflicts.settle(place, value)

    def _let_go(self, work: UnitOfWork, case: CaseSummary, place: Place) -> None:
        """Let a thing go that was taken away elsewhere, with what was said of it since."""
        if place.row:
            self._anew(work, case, place, partial(_without, row=place.row))
        else:
            work.drafts.discard(place.entry_id)

    def _anew(self, work: UnitOfWork, case: CaseSummary, place: Place, anew: Anew) -> None:
        if not place.is_draft:
            answers_anew(Recording(self._seat, work), case, place.entry_id, anew)
            return
        draft = work.drafts.find(place.entry_id)
        if draft is None:
            raise NotFound("draft_not_found")
        # What is not finished is checked when it is.
        kept = replace(draft.doc, values=anew(draft.doc.values))
        work.drafts.keep(place.entry_id, kept, draft.language, self._seat.now())


class _Asked:
    """What the forms ask, each read once: the words of a question, and what it is about."""

    def __init__(self, work: UnitOfWork, language: str) -> None:
        self._work, self._language = work, language
        self._forms: dict[tuple[str, str], _Form] = {}

    def line(self, one: Found) -> DecideLine:
        """Return one line of the list."""
        place = one.place
        return DecideLine(
            case_code=place.case_code,
            id=place.id,
            table=place.table,
            name=place.name,
            form_id=place.form_id,
            question=self._question(place, place.name),
            is_safety=self._is_safety(one),
            is_protected=one.is_protected,
            is_life=one.is_life,
            who=tuple(head.who for head in one.heads),
            label=place.label,
        )

    def whole(self, one: Found) -> ToDecide:
        """Return one thing to decide with all that was said."""
        place = one.place
        changed = [pair for head in one.heads for pair in head.changed]
        form = self._form(place)
        asks = form.asks.get(place.name) if form is not None else None
        return ToDecide(
            line=self.line(one),
            heads=one.heads,
            takes=tuple(_may_take(one, head) for head in one.heads),
            shown=one.shown,
            before=one.before,
            may_write=_may_write(one) and (asks is None or _is_typed(asks)),
            asks=asks,
            joined=tuple((each, self._question(place, each.name)) for each in one.joined),
            changed=tuple((self._question(place, qid), qid, value) for qid, value in changed),
        )

    def _is_safety(self, one: Found) -> bool:
        form = self._form(one.place)
        return form is not None and not form.about_contact.isdisjoint(fields_of(one))

    def _question(self, place: Place, qid: str) -> Mapping[str, Any]:
        form = self._form(place)
        return form.questions.get(form.names.get(qid, ""), {}) if form is not None else {}

    def _form(self, place: Place) -> _Form | None:
        key = place.form_id, place.version
        if key not in self._forms:
            model = self._work.documents.model(*key) if place.form_id else None
            if model is None:
                return None
            lists = lists_for(self._work, None, self._language)
            self._forms[key] = _Form(model, questions(model, self._language, lists))
        return self._forms[key]


class _Form:
    """One version of a form: its questions by name, and which of them are about contact."""

    def __init__(self, model: FormModel, asked: Sequence[Mapping[str, Any]]) -> None:
        self.asks = {one.qid: one for one in model.questions()}
        self.names = {qid: one.name for qid, one in self.asks.items()}
        self.about_contact = {one.qid for one in model.questions() if one.map.startswith(AREA)}
        self.questions = dict(_flat(asked))


def _flat(asked: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for one in asked:
        yield str(one["name"]), one
        yield from _flat(one.get("questions") or ())


def _named(work: UnitOfWork, case: CaseSummary, name: str) -> Found:
    """Return what somebody named of a case."""
    return _only(work.conflicts.whole(case.id, name))


def _only(found: Sequence[Found]) -> Found:
    """Return the one that somebody may have meant."""
    if len(found) != 1:
        raise NotFound("conflict_ambiguous" if found else "conflict_not_found")
    return found[0]


def _may_take(one: Found, head: Head) -> bool:
    """Return whether a value may be taken here: what protects is loosened at its own place only."""
    place = one.place
    if not head.fits:
        return False
    if head.is_gone:
        return place.table in FORMS and (bool(place.row) or place.is_draft)
    return one.is_life or place.table not in _STRICT or head.value == one.shown


def _may_write(one: Found) -> bool:
    place = one.place
    return not one.is_life and (place.table in FORMS or (place.table, place.name) in _WRITTEN)


def _is_typed(question: Question) -> bool:
    """Return whether a question is answered by a person, and by words or choices."""
    return not question.calculate and question.type not in _NOT_TYPED


def _without(values: Mapping[str, Answer], row: str) -> dict[str, Any]:
    """Return answers without one row, in whichever repeat it stands."""
    return {
        qid: [_without(one, row) for one in rows_of(value) if one.get(ID) != row] or _kept(value)
        for qid, value in values.items()
    }


def _kept(value: Answer) -> Answer:
    """Return what is no repeat as it is; of a repeat nothing is left."""
    return [] if rows_of(value) else value


def _decided(work: UnitOfWork, case: CaseSummary, place: Place) -> Change:
    subject = place.form_id or place.table
    change = Change("conflict_decided", case.id, case.code, place.entry_id, subject)
    work.commit(change)
    return change
