"""The desk for answers given in another program: looked at, and brought in as forms of cases.

Each is checked as if it had been typed, on the day on which it was given. Nobody agreed to anything
by it: a new case stays a draft, and nothing of it may be shared or counted until she was asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from casework.answers.recording import AnswersRefused, filled_in, lists_for, model_of, new_case
from casework.changes import Change
from casework.consent.form import FORM as CONSENT
from casework.consent.unsafe_adults import pause_where_no_adult_is_safe
from casework.ids import as_case_code
from casework.records.family import FORM as FAMILY
from casework.refused import DeskRefused
from casework.services.form import FORM as SERVICE
from casework.team.seat import case_named
from casework.team.worker import Act
from forms.answers import fill
from forms.session import open_session
from forms.submissions.reading import read_submissions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from casework.ports.stores import UnitOfWork
    from casework.records.filled import Filled
    from casework.team.seat import Seat
    from forms.model import FormModel
    from forms.submissions.submission import Submission

# What is an act of its own and not an answer in a case: nobody agrees by a file.
_NOT_BROUGHT: Final = frozenset({CONSENT, SERVICE})
# A list that nobody reads to its end helps nobody; all of it is counted.
MOST_LEFT: Final = 200
_LANGUAGE: Final = "en"
_HAND_WRITTEN: Final = frozenset({"text", "hidden", "calculate"})


class SubmissionRefused(DeskRefused):
    """Raised for a submission, or a form, that cannot be brought in."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks to bring in: files with their names, and the form they answer.

    `case_question` names what holds the code of the case that each belongs to; without it each
    opens a case. `same_form` says that a form of another name is this one.
    """

    files: tuple[tuple[str, bytes], ...] = field(repr=False)
    form_id: str
    case_question: str = ""
    same_form: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One submission, or piece of a file, that is not brought in: where it stands, and why."""

    place: str = field(repr=False)
    why: Exception


@dataclass(frozen=True, slots=True)
class FoundAnswers:
    """What is in some files: how many submissions, how many may come in, and what stays out.

    `unknown` is what the form does not ask, by its name and how often; `named` is all that may
    hold the code of a case; `files` counts pictures and sounds, which do not come with answers.
    """

    submissions: int
    well: int
    here: int
    left: tuple[LeftOut, ...]
    more_left: int
    unknown: tuple[tuple[str, int], ...]
    versions: tuple[str, ...]
    named: tuple[str, ...]
    files: int


@dataclass(frozen=True, slots=True)
class BroughtAnswers:
    """What came in, and under which number it can be undone, where it opened cases."""

    change: Change
    found: FoundAnswers
    bringing: str


@dataclass(slots=True)
class _Checked:
    """What may come in, and what stays out, while files are gone through."""

    model: FormModel
    well: list[tuple[Submission, Filled]] = field(default_factory=list)
    here: int = 0
    left: list[LeftOut] = field(default_factory=list)
    more_left: int = 0

    def leave(self, place: str, why: Exception) -> None:
        """Keep what stays out, without the forms that its traceback would hold on to."""
        if len(self.left) < MOST_LEFT:
            self.left.append(LeftOut(place, why.with_traceback(None)))
        else:
            self.more_left += 1


class SubmissionsDesk:
    """What a worker may do with answers that were given in another program."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def forms(self) -> Sequence[str]:
        """Return the ids of the forms to which answers may be brought in."""
        with self._seat.begin(Act.RECORD) as work:
            return [one for one in work.documents.form_ids() if one not in _NOT_BROUGHT]

    def look(self, asking: Asking) -> FoundAnswers:
        """Return what bringing in would do, without doing it.

        Raises SourceRefused where nothing can be read, SubmissionRefused for another kind of form.
        """
        read, checked = self._checked(asking)
        with self._seat.begin(Act.RECORD) as work:
            work.note("answers_looked_at", reason=asking.form_id)
        return _found(read, checked)

    def bring_in(self, asking: Asking) -> BroughtAnswers:
        """Make each submission a finished form, one by one; what cannot come in stays out.

        Raises SourceRefused where nothing can be read, SubmissionRefused for another kind of form.
        """
        read, checked = self._checked(asking)
        bringing = ""
        if checked.well and not asking.case_question:
            bringing = self._begun(len(checked.well))
        well, checked.well = checked.well, []
        for submission, filled in well:
            try:
                self._keep(asking, submission, filled, bringing)
            except DeskRefused as why:
                checked.leave(submission.place, why)
            else:
                checked.well.append((submission, filled))
        change = Change("brought_in", subject_id=bringing, reason=asking.form_id)
        with self._seat.begin(Act.RECORD) as work:
            work.commit(change)
        return BroughtAnswers(change, _found(read, checked), bringing)

    def _begun(self, cases: int) -> str:
        """Return under which number it can be undone, also where it ends halfway."""
        with self._seat.begin(Act.RECORD) as work:
            bringing = work.submissions.begin(cases)
            work.save()
        return bringing

    def _keep(self, asking: Asking, submission: Submission, filled: Filled, bringing: str) -> None:
        """Make one submission a form of its case: it comes in whole, or not at all."""
        with self._seat.begin(Act.RECORD) as work:
            code = _case_code(asking, filled.model, submission)
            case = case_named(work, code) if code else new_case(self._seat, work)
            instance = work.documents.add(case.id, filled, self._seat.now())
            if filled.model.form_id == FAMILY:
                pause_where_no_adult_is_safe(self._seat, work, case)
            which = (asking.form_id, submission.instance_id, submission.earlier_ids)
            work.submissions.keep(which, case.id, bringing)
            form_id = filled.model.form_id
            work.commit(Change("answers_brought_in", case.id, case.code, instance, form_id))

    def _checked(self, asking: Asking) -> tuple[tuple[Submission, ...], _Checked]:
        """Return what was read, and what of it may come in."""
        with self._seat.begin(Act.RECORD) as work:
            if asking.form_id in _NOT_BROUGHT:
                raise SubmissionRefused("submissions_other_kind")
            model = model_of(work, asking.form_id)
        reading = read_submissions(model, asking.files, same_form=asking.same_form)
        checked = _Checked(model, more_left=reading.more_unread)
        for one in reading.unread:
            checked.leave(one.place, one.why)
        seen: dict[str, Submission] = {}
        for submission in reading.submissions:
            try:
                self._check(asking, submission, checked, seen)
            except (DeskRefused, AnswersRefused) as why:
                checked.leave(submission.place, why)
        return reading.submissions, checked

    def _check(
        self,
        asking: Asking,
        submission: Submission,
        checked: _Checked,
        seen: dict[str, Submission],
    ) -> None:
        """Check one submission; `seen` are those that may come in, by all their ids."""
        with self._seat.begin(Act.RECORD) as work:
            ids = (submission.instance_id, *submission.earlier_ids)
            before = work.submissions.known(asking.form_id, ids)
            twice = [seen[one] for one in ids if one in seen]
            # What another only says to have been before may be the one that nobody saw yet.
            is_here = before.get(submission.instance_id)
            if is_here or _is_one_of(asking, checked.model, submission, twice):
                checked.here += 1
                return
            if before:
                raise SubmissionRefused("submission_changed")
            if twice:
                raise SubmissionRefused("submission_twice")
            filled = self._filled(work, asking, submission, checked.model)
        seen.update(dict.fromkeys(ids, submission))
        checked.well.append((submission, filled))

    def _filled(
        self, work: UnitOfWork, asking: Asking, submission: Submission, model: FormModel
    ) -> Filled:
        """Return a submission as a finished form, everything asked and worked out anew."""
        code = _case_code(asking, model, submission)
        case = case_named(work, code) if code else None
        moment = self._moment(submission)
        session = open_session(model, None, lambda: moment, _LANGUAGE, lists_for(work, case))
        wrong = fill(session, submission.answers)
        told = {one.ref for one in submission.problems}
        problems = (*submission.problems, *(one for one in wrong if one.ref not in told))
        return filled_in(session, problems, _LANGUAGE)

    def _moment(self, submission: Submission) -> datetime:
        """Return when it was answered, as far as its file says so, and never later than now."""
        now = self._seat.now()
        return min(submission.at, now) if submission.at else now


def _is_one_of(
    asking: Asking, model: FormModel, submission: Submission, others: Sequence[Submission]
) -> bool:
    """Return whether a submission says what another of its ids said, and nothing that is unread.

    What is said of another case is something else.
    """
    same = [one for one in others if one.answers == submission.answers and not submission.problems]
    return bool(same) and _case_code(asking, model, submission) in {
        _case_code(asking, model, one) for one in same
    }


def _case_code(asking: Asking, model: FormModel, submission: Submission) -> str:
    """Return the code of the case that a submission names.

    Raises SubmissionRefused where it names none, and where it names two.
    """
    name = asking.case_question
    if not name:
        return ""
    ends = f"/{name}"
    said = [text for path, text in submission.unknown.items() if f"/{path}".endswith(ends)]
    said += [
        str(submission.answers.get(question.qid, ""))
        for question in model.questions()
        if name in {question.name, question.qid, question.ref}
    ]
    # One code may be written in several ways; what is none is named when it is looked for.
    codes = {as_case_code(one) or one.strip() for one in said if one.strip()}
    if len(codes) > 1:
        raise SubmissionRefused("submission_two_codes")
    if not codes:
        raise SubmissionRefused("submission_no_code")
    return codes.pop()


def _found(read: Sequence[Submission], checked: _Checked) -> FoundAnswers:
    model = checked.model
    unknown = Counter(name for one in read for name in one.unknown)
    asked = [one.name for one in model.questions() if one.type in _HAND_WRITTEN]
    return FoundAnswers(
        submissions=len(checked.well) + checked.here + len(checked.left) + checked.more_left,
        well=len(checked.well),
        here=checked.here,
        left=tuple(checked.left),
        more_left=checked.more_left,
        unknown=tuple(sorted(unknown.items())),
        versions=tuple(sorted({one.version for one in read} - {"", model.version})),
        named=tuple(dict.fromkeys((*unknown, *asked)))[:MOST_LEFT],
        files=sum(len(one.files) for one in read),
    )
