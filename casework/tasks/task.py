"""A task: what somebody means to do in a case, its states, and what it rests on."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.consent.grant import Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from casework.consent.grant import Consents, Recipient


class TaskKind(enum.StrEnum):
    """What a task is about; a code that `texts` turns into words, unless a person named it."""

    OWN = "own"
    REPLY = "reply"
    APPOINTMENT = "appointment"
    TELL_WORDS = "passphrase"
    CONSENT_REVIEW = "consent_review"
    FINISH_FORM = "finish_form"
    FOLLOW_UP = "follow_up"
    PLAN_REVIEW = "plan_review"
    ACTION = "action"
    CONFERENCE_ACTION = "conference_action"
    TIME_WINDOW = "time_window"
    LEGAL_DAY = "legal_day"
    TURNING_18 = "turning_18"
    TELL_SERVICE = "tell_service"
    TELL_LAWYER = "tell_lawyer"
    SUPERVISOR_REVIEW = "supervisor_review"
    GLASS_REVIEW = "glass_review"
    CASE_OFFERED = "case_offered"
    HOLD_AGREE = "hold_agree"
    HOLD_REVIEW = "hold_review"
    OVERRIDE_DECIDE = "override_decide"
    OVERRIDE_SEND = "override_send"
    OVERRIDE_REVIEW = "override_review"
    OUTSIDE_REQUEST = "outside_request"
    BREACH = "breach"
    FIGURES_AGREE = "figures_agree"
    CASE_RECODED = "case_recoded"


class TaskStatus(enum.StrEnum):
    """Where a task stands; overdue is computed and no state."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    VOID = "void"


_S = TaskStatus
_NEXT: dict[TaskStatus, frozenset[TaskStatus]] = {
    _S.OPEN: frozenset({_S.DONE, _S.CANCELLED, _S.VOID}),
    _S.DONE: frozenset({_S.OPEN}),
    _S.CANCELLED: frozenset({_S.OPEN}),
    _S.VOID: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One task as it is kept; `rests_on` is the purpose without whose grant it is void.

    `source` is the id of what was computed: such a task is kept only once it is done.
    """

    id: str
    case_id: str
    kind: TaskKind
    title: str = field(repr=False)
    due: date | None
    at: time | None
    status: TaskStatus
    worker_id: str
    service_id: str = ""
    rests_on: str = ""
    done_on: date | None = None
    source: str = ""


class TaskStepNotAllowed(Exception):
    """Raised when a task cannot go from one status to another; carries codes only."""

    def __init__(self, old: TaskStatus, new: TaskStatus) -> None:
        self.old, self.new = old, new
        super().__init__(f"{old.value} {new.value}")


def step(old: TaskStatus, new: TaskStatus) -> TaskStatus:
    """Return the new status of a task; raises TaskStepNotAllowed for an unknown step."""
    if new not in _NEXT[old]:
        raise TaskStepNotAllowed(old, new)
    return new


def stands(task: Task, said: Consents, recipients: Mapping[str, Recipient], now: datetime) -> bool:
    """Return whether a task may still be done by what she says about sharing now."""
    if not task.rests_on:
        return True
    recipient = recipients.get(task.service_id)
    return recipient is not None and bool(said.in_force(Purpose(task.rests_on), recipient, now))
