"""A form takes a submission: names become questions, texts become answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from forms.checks import Problem
from forms.errors import SourceRefused
from forms.lexical import NO_TEXT
from forms.limits import LIMITS
from forms.model import Item, Question, Repeat
from forms.submissions.asked_here import chosen_apart, names_asked
from forms.submissions.submission import Submission
from forms.submissions.values import ValueUnread, answer_of, moment_of, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from forms.document import Answer
    from forms.limits import Limits
    from forms.model import FormModel
    from forms.submissions.submission import Given, Pairs

    Names = Mapping[str, Item]
    Row = dict[str, Answer]
    # Codes that have a column each, by the id of their question.
    Apart = dict[str, tuple[Question, dict[str, bool]]]

# What programs write beside the answers: by which name a submission is known, the first that holds.
_IDS: Final = ("meta/instanceID", "meta-instanceID", "instanceID", "_uuid", "KEY", "__id")
_EARLIER: Final = ("meta/rootUuid", "meta/deprecatedID", "meta-deprecatedID", "KEY", "__id")
_FORMS: Final = ("_xform_id_string",)
_VERSIONS: Final = ("__version__", "FormVersion", "_version_")
_MOMENTS: Final = ("end", "_submission_time", "SubmissionDate", "__system/submissionDate")
_BESIDE: Final = frozenset(
    {
        *("KEY", "PARENT_KEY", "SubmissionDate", "SubmitterID", "SubmitterName", "Status"),
        *("AttachmentsPresent", "AttachmentsExpected", "ReviewState", "DeviceID", "Edits"),
        *("FormVersion", "instanceID", "instanceName"),
    }
)
_BEGINNINGS: Final = ("_", "meta/", "meta-", "formhub/", "SET-OF-")
_MARK: Final = "uuid:"
_YES: Final = frozenset({"1", "1.0", "true", "yes"})
_NO: Final = frozenset({"0", "0.0", "false", "no"})
_FILES: Final = "upload"


def take(
    model: FormModel, given: Given, limits: Limits = LIMITS, *, same_form: bool = False
) -> Submission:
    """Return what a submission says to a form; raises SourceRefused where it is not one of its.

    Of another form, unless somebody said that it is the same under another name.
    """
    about = {name: value for name, value in given.pairs if isinstance(value, str)}
    form_id = given.form_id or _first(about, _FORMS)
    if form_id not in {"", model.form_id} and not same_form:
        raise SourceRefused("answers.other_form", form=form_id, asked=model.form_id)
    instance_id = _plain_id(_first(about, _IDS))
    earlier = {_plain_id(about.get(name, "")) for name in _EARLIER} - {"", instance_id}
    if not instance_id or any(map(NO_TEXT.search, (instance_id, *earlier))):
        raise SourceRefused("answers.no_id")
    taker = _Taker(model, limits)
    answers = taker.row(model.root.path, model.root.ref, given.pairs)
    if not taker.known:
        raise SourceRefused("answers.nothing_known")
    return Submission(
        place=given.place,
        form_id=form_id,
        version=given.version or _first(about, _VERSIONS),
        instance_id=instance_id,
        earlier_ids=tuple(sorted(earlier)),
        at=taker.at or moment_of(_first(about, _MOMENTS)),
        answers=answers,
        unknown=taker.unknown,
        files=tuple(taker.files),
        problems=tuple(taker.problems),
    )


def _first(about: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((about[name].strip() for name in names if about.get(name, "").strip()), "")


def _plain_id(written: str) -> str:
    """Return an id as every file writes it: JSON of Kobo leaves its beginning out."""
    return written.strip().casefold().removeprefix(_MARK)


@dataclass(slots=True)
class _Taker:
    """Takes the names and values of one submission."""

    model: FormModel
    limits: Limits
    known: int = 0
    at: datetime | None = None
    unknown: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def row(self, holder: tuple[str, ...], ref: str, pairs: Pairs) -> Row:
        """Return the answers of the form, or of one row of a repeat."""
        names = names_asked(self.model)[holder]
        row: Row = {}
        apart: Apart = {}
        for name, value in pairs:
            item = names.get(name)
            if isinstance(item, Repeat):
                self._repeat(item, _placed(ref, holder, item), value, row)
            elif isinstance(item, Question):
                self._question(item, _placed(ref, holder, item), value, row)
            elif not self._apart(chosen_apart(names, name), value, apart):
                self._left(name, value)
        for question, chosen in apart.values():
            whole = row.setdefault(question.qid, list(chosen))
            if isinstance(whole, list) and not all(code in whole for code in chosen):
                self._wrong(question, _placed(ref, holder, question), "said_twice")
        return row

    def _repeat(self, repeat: Repeat, ref: str, value: object, row: Row) -> None:
        """Take the rows of a repeat; an empty cell has none."""
        if value in (None, ""):
            return
        self.known += 1
        if not isinstance(value, list):
            self._wrong(repeat, ref, "not_a_list")
            return
        rows: Answer = [
            self.row(repeat.path, f"{ref}[{number}]", one) for number, one in enumerate(value, 1)
        ]
        if row.setdefault(repeat.qid, rows) != rows:
            self._wrong(repeat, ref, "said_twice")

    def _question(self, question: Question, ref: str, value: object, row: Row) -> None:
        self.known += 1
        try:
            text = plain_text(value)
            self._note_moment(question, text)
            if not _is_asked(question):
                self._not_asked(question, ref, text)
            elif question.control == _FILES:
                self.files += [text] if text.strip() else []
            else:
                self._answer(question, ref, answer_of(question, text, self.limits), row)
        except ValueUnread as unread:
            self._wrong(question, ref, unread.code)

    def _answer(self, question: Question, ref: str, answer: Answer, row: Row) -> None:
        """Keep an answer; two of one question that differ are for people."""
        if answer in ("", []):
            return
        if row.setdefault(question.qid, answer) != answer:
            self._wrong(question, ref, "said_twice")

    def _note_moment(self, question: Question, text: str) -> None:
        """Keep when somebody answered: what a form works out of today meant that day."""
        if question.preload[0] == "timestamp":
            self.at = moment_of(text) or self.at

    def _not_asked(self, question: Question, ref: str, text: str) -> None:
        """Leave what the form works out by itself; anything else that it hides is told."""
        if text.strip() and not (question.is_note or question.holds_a_value):
            self.unknown.setdefault(ref.removeprefix(f"{self.model.root.ref}/"), text)

    def _apart(self, found: tuple[Question, str] | None, value: object, apart: Apart) -> bool:
        """Take a column of a table that stands for one choice; return whether it is one."""
        said = str(value).strip().casefold()
        if found is None or said not in _YES | _NO:
            return False
        question, code = found
        self.known += 1
        if said in _YES:
            apart.setdefault(question.qid, (question, {}))[1][code] = True
        return True

    def _left(self, name: str, value: object) -> None:
        """Keep what the form does not ask, but for what programs write beside the answers."""
        if name in _BESIDE or name.startswith(_BEGINNINGS) or name.endswith("/instanceID"):
            return
        for path, text in _texts(name, value):
            if text.strip():
                self.unknown.setdefault(path, text)

    def _wrong(self, item: Item, ref: str, code: str) -> None:
        self.problems.append(Problem(ref, item.name, item.qid, code))


def _placed(ref: str, holder: tuple[str, ...], item: Item) -> str:
    return ref + "".join(f"/{step}" for step in item.path[len(holder) :])


def _is_asked(question: Question) -> bool:
    """Return whether somebody answers a question, and the form does not work it out."""
    computed = question.calculate or question.readonly == "true()"
    return bool(question.control) and not question.is_note and not computed


def _texts(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Return what stands under a name that the form does not know, rows too."""
    if isinstance(value, list):
        for one in value:
            for inner, below in one:
                yield from _texts(inner, below)
    else:
        yield name, "" if value is None else str(value)
