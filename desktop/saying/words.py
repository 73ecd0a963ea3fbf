"""Turn what went wrong into a code and a sentence; whatever has no sentence stays loud."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.answers.desk import AnswersRefused, UnknownForm
from casework.cases.course import NotYetClosed
from casework.disclosure import ConsentMissing
from casework.files.layout import UnknownLayout
from casework.protect.errors import NotProtected
from casework.records.case import StepNotAllowed
from casework.referrals.asked import AskedTooLong
from casework.referrals.letters import UnknownLetterKind
from casework.referrals.referral import ReferralStepNotAllowed
from casework.refused import DeskRefused
from casework.tasks.task import TaskStepNotAllowed
from casework.team.worker import NotPermitted
from desktop.bootstrap import GuardRefused, StoreRefused, store_refusal
from desktop.saying.shown import shown_name
from forms.errors import FormError, LimitExceeded, Where
from reports.errors import MissingGlyph, PaperRefused
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from casework.files.rowreading import RowProblem
    from forms.checks import Problem

_LONGEST_DETAIL: Final = 300
# What is said of the place where a store or a backup lies; other refusals are about people.
OF_BACKUPS: Final = frozenset({"backup_damaged", "backup_newer", "backup_other_shape"})
OF_PLACES: Final = OF_BACKUPS | {
    *("missing", "exists", "not_empty", "no_place", "keys_alone", "plain_store", "damaged"),
    *("read_only", "disk_full", "disk_error", "in_use", "newer", "slots_damaged"),
}
_WHILE_FILLING: Final = frozenset(
    f"limit.{limit}" for limit in ("depth", "nodes", "repeats", "steps", "text", "time")
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done: a code for programs, sentences for people."""

    code: str
    sentences: tuple[str, ...] = field(repr=False)


class Refused(Exception):
    """Raised by a verb itself, with a code whose sentence is `error.<code>`."""

    def __init__(self, code: str, *, place: Path | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.values = values


class At(Exception):
    """Raised for a refusal that is about a file or a folder which somebody named."""

    def __init__(self, place: Path, refused: Exception) -> None:
        super().__init__()
        self.place, self.refused = place, refused


@contextmanager
def at(place: Path, codes: frozenset[str] = OF_PLACES) -> Iterator[None]:
    """Say of what is refused in the block which file or folder it is about."""
    try:
        yield
    except FormError as refused:
        raise At(place, refused) from None
    except (StoreRefused, Refused) as refused:
        if refused.code in codes:
            raise At(place, refused) from None
        raise


def refusal_of(error: Exception) -> Refusal | None:
    """Return the refusal that an error stands for, or None when it is a fault of ours."""
    for kind, words in _KINDS.items():
        if isinstance(error, kind):
            return words(error)
    refused = store_refusal(error)
    return _store(refused) if refused else None


def _own(error: Refused) -> Refusal:
    sentence = texts.fill_in(f"error.{error.code}", error.values)
    return Refusal(error.code, (_placed(error.place, sentence) if error.place else sentence,))


def _at(error: At) -> Refusal | None:
    said = refusal_of(error.refused)
    if said is None:
        return None
    first, *others = said.sentences
    return Refusal(said.code, (_placed(error.place, first), *others))


def _placed(place: Path, sentence: str) -> str:
    """Return a sentence after the file or folder that it is about, as it was named."""
    named = shown_name(str(place), _LONGEST_DETAIL)
    return texts.say("error.at_place", place=named, sentence=sentence)


def item_words(item: str) -> str:
    """Return how an item is called; one that a newer program knows is shown as it is."""
    text_id = f"item.{item}"
    return texts.say(text_id) if texts.known(text_id) else isolate(item)


def _missing(error: ConsentMissing) -> Refusal:
    items = ", ".join(texts.say(f"item.{item}") for item in error.items)
    return Refusal(error.code, (texts.say(f"error.{error.code}", items=items),))


def _no_sign(error: MissingGlyph) -> Refusal:
    """Return which sign cannot be drawn, and under which label it stands."""
    fields = texts.say("list.join").join(map(texts.say, error.fields))
    code = "missing_glyph_in" if fields else error.code
    said = texts.say(f"error.{code}", characters=error.characters, fields=fields)
    return Refusal(error.code, (said,))


def _not_closed(error: NotYetClosed) -> Refusal:
    reasons = (texts.say(f"missing.{one.value}") for one in error.missing)
    return Refusal("not_yet_closed", (texts.say("error.not_yet_closed"), *reasons))


def _answers(error: AnswersRefused) -> Refusal:
    sentences = [texts.say("error.answers_refused"), *map(_problem, error.problems)]
    return Refusal("answers_refused", tuple(sentences))


def row_words(problem: RowProblem) -> str:
    """Return why a row of a table is refused: sheet, row and column, then the reason."""
    return texts.say("bring.problem", place=row_place(problem), reason=row_reason(problem))


def row_place(problem: RowProblem) -> str:
    """Return sheet, column and row of a problem, as people write them."""
    where = Where(problem.sheet, problem.row, problem.column).words()
    return shown_name(where, _LONGEST_DETAIL)


def row_reason(problem: RowProblem) -> str:
    """Return why a row is refused, by the heading of the column."""
    if problem.code.startswith("table."):
        return texts.say(f"error.{problem.code}")
    return _said_of(problem, shown_name(problem.head) or "-")


def _said_of(problem: RowProblem, head: str) -> str:
    sentence = texts.fill_in(f"problem.{problem.code}", {"question": head})
    if not problem.message:
        return sentence
    return texts.say("problem.own_words", sentence=sentence, message=problem.message)


def _problem(problem: Problem) -> str:
    """Return what is wrong with one answer: our sentence, then the form's own words."""
    sentence = texts.say(f"problem.{problem.code}", question=_place(problem))
    if not problem.message:
        return sentence
    return texts.say("problem.own_words", sentence=sentence, message=problem.message)


def _place(problem: Problem) -> str:
    """Return the name of a question; inside a repeat also which of its rows is meant."""
    row, bracket, _ = problem.ref.rpartition("]")
    if not bracket:
        return shown_name(problem.question)
    return shown_name(f"{row.rpartition('/')[2]}] {problem.question}")


def _store(error: StoreRefused) -> Refusal:
    return Refusal(error.code, (texts.fill_in(error.text_id, error.facts),))


def _form(error: FormError) -> Refusal:
    """Return what is wrong with a form file, and where in it; nothing in it is trusted."""
    details = {
        name: shown_name(detail, _LONGEST_DETAIL) if isinstance(detail, str) else detail
        for name, detail in error.details.items()
    }
    sentence = texts.fill_in(f"error.{error.code}", details)
    return Refusal(error.code, (_in_form(error, sentence),))


def _in_form(error: FormError, sentence: str) -> str:
    """Return a sentence behind the place in the form that it is about, where that is known."""
    place = shown_name(_where(error.where), _LONGEST_DETAIL) if error.where else ""
    return texts.say("error.at_place", place=place, sentence=sentence) if place else sentence


def _where(where: Where) -> str:
    """Return a place in a form in the language in use: a cell, a question, or both."""
    cell = replace(where, question="").words()
    if not where.question:
        return cell
    question = texts.say("error.at_question", question=where.question)
    if where.sheet:
        return texts.say("list.join").join((cell, question))
    return f"{question} ({cell})" if cell else question


def _limit(error: LimitExceeded) -> Refusal:
    """Return which limit a form file passes, or that filling in the form costs too much."""
    if error.code in _WHILE_FILLING:
        return Refusal(error.code, (_in_form(error, texts.say("error.form_limit")),))
    return _form(error)


def _guard(error: GuardRefused) -> Refusal:
    return Refusal(f"{error.rule}:{error.table}", (texts.say(f"error.guard_{error.rule}"),))


def _desk(error: DeskRefused) -> Refusal:
    return Refusal(error.code, (texts.fill_in(f"error.{error.code}", error.facts),))


def _unproved(error: NotProtected) -> Refusal:
    code = f"unprotected_{error.code}"
    return Refusal(code, (texts.say(f"error.{code}"),))


def _paper(error: PaperRefused) -> Refusal:
    said = texts.say(f"error.{error.code}", characters=error.characters)
    return Refusal(error.code, (said,))


# What says by its kind alone why it is raised.
_CODES: dict[type[Exception], str] = {
    AskedTooLong: "asked_too_long",
    NotPermitted: "not_permitted",
    ReferralStepNotAllowed: "referral_step",
    StepNotAllowed: "case_step",
    TaskStepNotAllowed: "task_step",
    UnknownLayout: "unknown_layout",
}


def _kind(error: Exception) -> Refusal:
    code = _CODES[type(error)]
    return Refusal(code, (texts.say(f"error.{code}"),))


def _not_among(code: str, error: UnknownForm | UnknownLetterKind) -> Refusal:
    known = ", ".join(map(isolate, error.known))
    return Refusal(code, (texts.say(f"error.{code}", known=known),))


_KINDS: dict[type[Exception], Callable[..., Refusal | None]] = {
    UnknownForm: partial(_not_among, "unknown_form"),
    UnknownLetterKind: partial(_not_among, "unknown_kind"),
    Refused: _own,
    At: _at,
    ConsentMissing: _missing,
    AnswersRefused: _answers,
    StoreRefused: _store,
    GuardRefused: _guard,
    DeskRefused: _desk,
    NotProtected: _unproved,
    NotYetClosed: _not_closed,
    LimitExceeded: _limit,
    FormError: _form,
    MissingGlyph: _no_sign,
    PaperRefused: _paper,
    **dict.fromkeys(_CODES, _kind),
}
