"""Tasks that follow from what is on record: they have no row, and their id says what they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casework.caseline import NextStep
from casework.task import TaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.task import Task


def step_of(task: Task, subjects: Mapping[str, str]) -> NextStep:
    """Return a kept task as a step, with the name of the service it concerns."""
    subject = subjects.get(task.service_id, "")
    return NextStep(task.id, task.kind, task.title, task.due, task.at, subject)


def review_step(case_id: str, until: date) -> NextStep:
    """Return the step of asking her again before the first of her grants ends."""
    kind = TaskKind.CONSENT_REVIEW
    return NextStep(f"{kind.value}.{case_id}.{until.isoformat()}", kind, "", until, None, "")


def finish_step(draft_id: str, form_id: str) -> NextStep:
    """Return the step of finishing a form that was begun; its subject is the form."""
    kind = TaskKind.FINISH_FORM
    return NextStep(f"{kind.value}.{draft_id}", kind, "", None, None, form_id)


def reviewed_in(step_id: str) -> tuple[str, date] | None:
    """Return which case is to be asked again before which day, if an id says so."""
    kind, _, rest = step_id.partition(".")
    if kind != TaskKind.CONSENT_REVIEW:
        return None
    case_id, _, until = rest.partition(".")
    return case_id, date.fromisoformat(until)
