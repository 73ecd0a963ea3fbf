"""The desk for papers of her own: a plan to take along, and a small one that is unmarked.

They are for herself and tell her what she said, so no agreement to share is asked for; that one
was made stands on record. Notes of the office are in neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.changes import Change
from casework.due import ACTION_PLAN, SAFETY_PLAN
from casework.recording import lists_for
from casework.seat import NotFound, case_named
from casework.worker import Act
from forms.asking import asked
from forms.document import rows_of
from texts.dates import in_own_direction, isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from casework.case import CaseSummary
    from casework.filled import Filled
    from casework.ports import UnitOfWork
    from casework.seat import Seat

# What helps on the way and gives away least: no fear, no safe word, no account of anything.
_POCKET: Final = ("people_to_call", "place_to_go", "signals", "who_collects", "to_take")
_NEVER: Final = frozenset({"staff_notes", "consent_records"})
_POCKET_MADE, _COPY_MADE = "pocket", "copy"


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """What stands on a paper of her own, in her language: lines, or what was asked and answered."""

    language: str
    change: Change
    lines: tuple[str, ...] = field(default=(), repr=False)
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class OwnPapersDesk:
    """What a worker may print for the person herself."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def pocket(self, case_code: str, language: str) -> OwnPaper:
        """Return the few lines of the newest safety plan that one carries along."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            plan = _newest(work, case, SAFETY_PLAN)
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

    def copy(self, case_code: str, form_id: str, language: str) -> OwnPaper:
        """Return the newest version of a plan as it was asked and answered."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            if form_id not in {SAFETY_PLAN, ACTION_PLAN}:
                raise NotFound("entry_not_found")
            plan = _newest(work, case, form_id)
            listed = asked(plan.model, language, lists_for(work, case), self._seat.now)
            categories = {one.name: one.category for one in plan.model.questions()}
            known = [one for one in listed if categories.get(one["name"], "") not in _NEVER]
            answers = tuple(_answers(form_id, known, plan.doc.values, language))
            return OwnPaper(language, _made(work, case, _COPY_MADE), answers=answers)


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
            yield str(one["label"]), _words(one, value, language)


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
