"""The desk for papers of a case: what she takes along, a blank form, the paper file of the office.

What is for herself tells her what she said, so no agreement to share is asked for; notes of the
office and what protects somebody else are never in it. That a paper was made stands on record.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import texts
from casework.answers.recording import act_of, lists_for, model_of
from casework.changes import Change
from casework.records.conflict import ConflictRefused, fields_of
from casework.tasks.due import ACTION_PLAN, SAFETY_PLAN
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act
from forms.asking import asked
from forms.document import rows_of
from forms.on_paper import BlankForm, on_paper, title_of
from texts.dates import in_own_direction, isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.records.filled import Filled
    from casework.team.seat import Seat
    from forms.model import FormModel

# What helps on the way and gives away least: no fear, no safe word, no account of anything.
_POCKET: Final = ("people_to_call", "place_to_go", "signals", "who_collects", "to_take")
_NEVER: Final = frozenset({"staff_notes", "consent_records", "alleged_exploiter"})
_PLANS: Final = frozenset({SAFETY_PLAN, ACTION_PLAN})
_POCKET_MADE, _COPY_MADE, _FILE_MADE, _BLANK_MADE = "pocket", "copy", "file", "blank"


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """What stands on a paper of her own, in her language: lines, or what was asked and answered."""

    language: str
    change: Change
    lines: tuple[str, ...] = field(default=(), repr=False)
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    practice: bool = False
    is_plan: bool = False


@dataclass(frozen=True, slots=True)
class FilePaper:
    """A finished form for the paper file, which stays in the office: its answers, and whose."""

    form: str
    title: str
    case_code: str
    own: OwnPaper


@dataclass(frozen=True, slots=True)
class BlankPaper:
    """A form to be filled in by hand; it names a case only if somebody asked for that."""

    form: BlankForm
    case_code: str = ""
    practice: bool = False


class OwnPapersDesk:
    """What a worker may print for the person herself."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def pocket(self, case_code: str, language: str) -> OwnPaper:
        """Return the few lines of the newest safety plan that one carries along."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            plan = _newest(work, case, SAFETY_PLAN)
            # A wrong place or telephone on the way is worse than none: it is decided first.
            if not _waits(work, case, SAFETY_PLAN).isdisjoint(_POCKET):
                raise ConflictRefused("pocket_to_decide")
            said = [str(plan.doc.values.get(f"{SAFETY_PLAN}.{name}") or "") for name in _POCKET]
            lines = tuple(
                _whole(line.strip(), language)
                for one in said
                for line in one.splitlines()
                if line.strip()
            )
            if not lines:
                raise NotFound("nothing_to_take_along")
            return OwnPaper(language, _made(work, case, _POCKET_MADE), lines=lines)

    def copy(self, case_code: str, form_id: str, language: str, entry_id: str = "") -> OwnPaper:
        """Return her copy of a form as it was asked and answered, the newest if none is named."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            found = _wanted(work, case, form_id, entry_id)
            answers = self._answers(work, case, found, (language, _NEVER))
            if not answers:
                raise NotFound("nothing_for_her")
            change, practice = _made(work, case, _COPY_MADE), work.people.office().practice
            is_plan = form_id in _PLANS
            return OwnPaper(language, change, answers=answers, practice=practice, is_plan=is_plan)

    def file(self, case_code: str, form_id: str, language: str, entry_id: str = "") -> FilePaper:
        """Return a finished form for the paper file in the office, notes of the office included."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            found = _wanted(work, case, form_id, entry_id)
            answers = self._answers(work, case, found, (language, frozenset()))
            change, practice = _made(work, case, _FILE_MADE), work.people.office().practice
            own = OwnPaper(language, change, answers=answers, practice=practice)
            title = title_of(found.model, language)
            return FilePaper(_edition(found.model), title, case.code, own)

    def blank(self, form_id: str, language: str, case_code: str = "") -> BlankPaper:
        """Return a form to be filled in by hand; with a case code that stands on it."""
        with self._seat.begin(act_of(form_id)) as work:
            case = case_named(work, case_code) if case_code else None
            # What the store lists is about cases or changes; on paper one writes a name.
            lists = {**lists_for(work, None, language), "services": []}
            form = on_paper(model_of(work, form_id), language, lists, self._seat.now)
            paper = BlankPaper(form, practice=work.people.office().practice)
            if case is not None:
                _made(work, case, _BLANK_MADE)
                paper = replace(paper, case_code=case.code)
            return paper

    def _answers(
        self, work: UnitOfWork, case: CaseSummary, found: Filled, told: tuple[str, frozenset[str]]
    ) -> tuple[tuple[str, str], ...]:
        """Return what was asked and answered in a language, without some categories."""
        language, never = told
        model = found.model
        listed = asked(model, language, lists_for(work, case, language), self._seat.now)
        categories = {one.name: one.category for one in model.questions()}
        known = _marked(_without(listed, categories, never), _waits(work, case, model.form_id))
        return tuple(_answers(model.form_id, known, found.doc.values, language))


def _without(
    listed: list[dict[str, Any]], categories: Mapping[str, str], never: frozenset[str]
) -> list[dict[str, Any]]:
    """Return questions without those of some categories, in repeats too."""
    kept = [one for one in listed if categories.get(one["name"], "") not in never]
    return [
        {**one, "questions": _without(one["questions"], categories, never)}
        if one["type"] == "repeat"
        else one
        for one in kept
    ]


def _waits(work: UnitOfWork, case: CaseSummary, form: str) -> frozenset[str]:
    """Return the questions of a form, by name, to which two laptops gave different answers."""
    if not work.waiting.is_any():
        return frozenset()
    waiting = (one for one in work.conflicts.found(case.id) if one.place.form_id == form)
    return frozenset(qid.rpartition(".")[2] for one in waiting for qid in fields_of(one))


def _marked(listed: list[dict[str, Any]], waits: frozenset[str]) -> list[dict[str, Any]]:
    """Return questions, in repeats too, each with whether its answer waits for a decision."""
    return [
        {
            **one,
            "waits": one["name"] in waits,
            "questions": _marked(one.get("questions", []), waits),
        }
        for one in listed
    ]


def _edition(model: FormModel) -> str:
    return f"{model.form_id}/{model.version}"


def _wanted(work: UnitOfWork, case: CaseSummary, form_id: str, entry_id: str) -> Filled:
    """Return one finished form of a case, the newest of its kind if none is named."""
    if not entry_id:
        return _newest(work, case, form_id)
    found = work.documents.entry(case.id, entry_id)
    if found is None or found.model.form_id != form_id:
        raise NotFound("entry_not_found")
    return found


def _newest(work: UnitOfWork, case: CaseSummary, form_id: str) -> Filled:
    entries = work.documents.entries(case.id, form_id)
    found = work.documents.entry(case.id, entries[0].id) if entries else None
    if found is None:
        raise NotFound("entry_not_found")
    return found


def _made(work: UnitOfWork, case: CaseSummary, kind: str) -> Change:
    """Keep that a paper was made, before anybody sees it."""
    change = Change("own_paper_made", case.id, case.code, case.id, kind)
    work.commit(change)
    return change


def _answers(
    form: str, listed: list[dict[str, Any]], values: Mapping[str, Any], language: str
) -> Iterator[tuple[str, str]]:
    for one in listed:
        value = values.get(f"{form}.{one['name']}")
        if one["type"] == "repeat":
            for row in rows_of(value):
                inner = _answers(form, one["questions"], row, language)
                yield str(one["label"]), "\n".join(words for _, words in inner)
        elif value not in (None, "", []):
            words = _words(one, value, language)
            if one["waits"]:
                words = f"{words}\n{texts.say('own_paper.to_decide', language=language)}"
            yield str(one["label"]), words


def _words(question: Mapping[str, Any], value: object, language: str) -> str:
    labels = {str(one["code"]): str(one["label"]) for one in question.get("choices") or ()}
    if question["type"] == "date":
        return long_date(date.fromisoformat(str(value)), language)
    several = value if isinstance(value, list | tuple) else (value,)
    return ", ".join(labels.get(str(one)) or _whole(str(one), language) for one in several)


def _whole(words: str, language: str) -> str:
    """Return words as they run by themselves; a number is no word, and keeps its order."""
    named = any(sign.isalpha() for sign in words)
    return in_own_direction(words, language) if named else isolate(words, language)
