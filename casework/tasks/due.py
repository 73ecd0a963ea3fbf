"""What is due by what a finished form says: one small function for each form that says such."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from casework.tasks import time_windows
from casework.tasks.task import TaskKind
from forms.document import ID, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SAFETY_PLAN: Final = "safety_plan"
ACTION_PLAN: Final = "action_plan"
FOLLOW_UP: Final = "follow_up"
CONFERENCE: Final = "conference"
LEGAL: Final = "legal"
# Of these the newest counts: what an earlier one said is due no more.
NEWEST_COUNTS: Final = frozenset({SAFETY_PLAN, ACTION_PLAN, FOLLOW_UP, LEGAL, time_windows.FORM})
# What she decided against, and what is done or needed no more, is due no more.
_DECLINED: Final = "declined"
_YES, _NO = "yes", "no"
_OVER: Final = frozenset({"met", "not_applicable"})


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: `key` tells it from others of its form, `until` when it helps no more."""

    kind: TaskKind
    on: date
    key: str = ""
    at: time | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that is due in a case; its id says what it is, `whole` what it is told with."""

    id: str
    whole: str
    case_id: str
    kind: TaskKind
    on: date
    at: time | None
    until: datetime | None
    key: str


def due_id(case_id: str, entry_id: str, due: Due) -> str:
    """Return the id of what is due: another day, or another form, is another thing to do."""
    return ".".join((due.kind.value, case_id, entry_id, due.key or "-", due.on.isoformat()))


def whole_id(case_id: str, entry_id: str, due: Due) -> str:
    """Return the id under which something is told: what helps for a while is told as one."""
    told = replace(due, key="") if due.kind is TaskKind.TIME_WINDOW else due
    return due_id(case_id, entry_id, told)


def dues(form_id: str, answers: Mapping[str, Any], recorded_on: date) -> Iterator[Due]:
    """Yield what is due by the answers of a form."""
    source = _SOURCES.get(form_id)
    if source is not None:
        yield from source(answers, recorded_on)


def _review(answers: Mapping[str, Any], _recorded_on: date) -> Iterator[Due]:
    """Yield when a safety plan is looked at again, unless it has ended."""
    day = _day(answers, "safety_plan.review_on")
    if day is not None and not answers.get("safety_plan.ended"):
        yield Due(TaskKind.PLAN_REVIEW, day)


def _contact(answers: Mapping[str, Any], _recorded_on: date) -> Iterator[Due]:
    """Yield the next contact that was agreed."""
    day = _day(answers, "follow_up.next_on")
    if day is not None:
        hour = str(answers.get("follow_up.next_at") or "")
        at = time.fromisoformat(hour).replace(tzinfo=None) if hour else None
        yield Due(TaskKind.FOLLOW_UP, day, at=at)


def _actions(form: str, kind: TaskKind) -> Callable[[Mapping[str, Any], date], Iterator[Due]]:
    def found(answers: Mapping[str, Any], _recorded_on: date) -> Iterator[Due]:
        for row in rows_of(answers.get(f"{form}.actions")):
            day = _day(row, f"{form}.action_due")
            declined = row.get(f"{form}.decision") == _DECLINED
            if day and not declined and row.get(f"{form}.action_progress") not in _OVER:
                yield Due(kind, day, key=str(row.get(ID, "")))

    return found


def _legal(answers: Mapping[str, Any], _recorded_on: date) -> Iterator[Due]:
    """Yield hearings, deadlines and last days of permits, unless she does not go on."""
    if answers.get("legal.goes_on") == _NO:
        return
    for rows, name, over in (
        ("legal.steps", "legal.step_day", "legal.step_over"),
        ("legal.claims", "legal.claim_until", ""),
    ):
        for row in rows_of(answers.get(rows)):
            day = _day(row, name)
            if day is not None and row.get(over) != _YES:
                yield Due(TaskKind.LEGAL_DAY, day, key=str(row.get(ID, "")))


def _windows(answers: Mapping[str, Any], recorded_on: date) -> Iterator[Due]:
    """Yield what she may want to know, for as long as it may help."""
    for prompt in time_windows.prompts(answers, recorded_on):
        yield Due(TaskKind.TIME_WINDOW, prompt.since, key=prompt.window, until=prompt.until)


_SOURCES: Final[Mapping[str, Callable[[Mapping[str, Any], date], Iterator[Due]]]] = {
    SAFETY_PLAN: _review,
    ACTION_PLAN: _actions(ACTION_PLAN, TaskKind.ACTION),
    FOLLOW_UP: _contact,
    LEGAL: _legal,
    CONFERENCE: _actions(CONFERENCE, TaskKind.CONFERENCE_ACTION),
    time_windows.FORM: _windows,
}
# The forms that say such; nearly all others need not be looked at.
SAY_SO: Final = frozenset(_SOURCES)


def _day(answers: Mapping[str, Any], qid: str) -> date | None:
    said = str(answers.get(qid) or "")
    return date.fromisoformat(said) if said else None
