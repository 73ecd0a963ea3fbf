"""Tasks that follow from what is on record: they have no row, and their id says what they are."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

from casework.cases.caseline import NextStep
from casework.consent.agreement import comes_of_age
from casework.consent.override import OverrideStatus
from casework.consent.view import no_contact
from casework.ids import new_id
from casework.tasks.task import Task, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from casework.consent.grant import Consents
    from casework.consent.override import Override
    from casework.keeping.erasure import Hold
    from casework.ports.stores import UnitOfWork
    from casework.tasks.due import DueLine
    from casework.team.supervision import GlassEvent, Offer, ReviewLine

# What somebody has to do next about telling without consent, by where that stands.
_NEXT_OF: Final = {
    OverrideStatus.PROPOSED: TaskKind.OVERRIDE_DECIDE,
    OverrideStatus.DECIDED: TaskKind.OVERRIDE_SEND,
    OverrideStatus.CARRIED_OUT: TaskKind.OVERRIDE_REVIEW,
}


def step_of(task: Task, subjects: Mapping[str, str]) -> NextStep:
    """Return a kept task as a step, with the name of the service it concerns."""
    subject = subjects.get(task.service_id, "")
    return NextStep(task.id, task.kind, task.title, task.due, task.at, subject)


def review_step(case_id: str, until: date, said: Consents) -> NextStep:
    """Return the step of asking her again before the first of her grants ends.

    When it ends because she comes of age, it is her own yes that is asked for.
    """
    kind = TaskKind.TURNING_18 if comes_of_age(said, until) else TaskKind.CONSENT_REVIEW
    step_id = f"{TaskKind.CONSENT_REVIEW.value}.{case_id}.{until.isoformat()}"
    return NextStep(step_id, kind, "", until, None, "")


def finish_step(draft_id: str, form_id: str) -> NextStep:
    """Return the step of finishing a form that was begun; its subject is the form."""
    kind = TaskKind.FINISH_FORM
    return NextStep(f"{kind.value}.{draft_id}", kind, "", None, None, form_id)


def look_step(review: ReviewLine) -> NextStep:
    """Return the step of looking at a form, for whoever looks after the team."""
    kind = TaskKind.SUPERVISOR_REVIEW
    return NextStep(f"{kind.value}.{review.id}", kind, "", None, None, review.form_id)


def opening_step(opened: GlassEvent) -> NextStep:
    """Return the step of looking at why a colleague opened a case, for whoever else leads."""
    kind = TaskKind.GLASS_REVIEW
    return NextStep(f"{kind.value}.{opened.id}", kind, "", None, None, "")


def offer_step(offer: Offer) -> NextStep:
    """Return the step of answering whether one takes a case on."""
    kind = TaskKind.CASE_OFFERED
    return NextStep(f"{kind.value}.{offer.id}", kind, "", None, None, "")


def hold_agree_step(hold: Hold) -> NextStep:
    """Return the step of agreeing to a hold, for whom it names as the second person."""
    kind = TaskKind.HOLD_AGREE
    return NextStep(f"{kind.value}.{hold.id}", kind, "", None, None, "")


def hold_step(hold: Hold) -> NextStep:
    """Return the step of looking again at a hold; it is done by ending it or by another day."""
    kind = TaskKind.HOLD_REVIEW
    # Until the second person agrees, the last day on which it stands without her.
    last = hold.until - timedelta(days=1) if hold.until else hold.review_on
    due = min(hold.review_on, last)
    return NextStep(f"{kind.value}.{hold.id}", kind, "", due, None, "")


def override_step(waits: Override) -> NextStep:
    """Return the step of deciding about telling without consent, telling it, or looking again."""
    kind = _NEXT_OF[waits.status]
    due = waits.review_on if kind is TaskKind.OVERRIDE_REVIEW else None
    return NextStep(f"{kind.value}.{waits.id}", kind, "", due, None, "")


def request_step(request_id: str) -> NextStep:
    """Return the step of answering a request from outside, for whoever looks after the team."""
    kind = TaskKind.OUTSIDE_REQUEST
    return NextStep(f"{kind.value}.{request_id}", kind, "", None, None, "")


def breach_step(breach_id: str) -> NextStep:
    """Return the step of seeing to a breach, for whoever looks after the team."""
    return NextStep(f"{TaskKind.BREACH.value}.{breach_id}", TaskKind.BREACH, "", None, None, "")


def agree_step(release_id: str) -> NextStep:
    """Return the step of looking at figures that a colleague means to publish."""
    kind = TaskKind.FIGURES_AGREE
    return NextStep(f"{kind.value}.{release_id}", kind, "", None, None, "")


def recoded_step(case_id: str, code: str) -> NextStep:
    """Return the step of writing the new code of a case wherever she noted the one before."""
    kind = TaskKind.CASE_RECODED
    return NextStep(f"{kind.value}.{case_id}.{code}", kind, "", None, None, "")


def due_steps(
    work: UnitOfWork, lines: Sequence[DueLine], now: datetime
) -> Iterator[tuple[str, NextStep]]:
    """Yield what is due by forms as steps, each with its case.

    Whom nobody may contact again is not followed up; what helps for a while is for today.
    """
    cases = {line.case_id for line in lines if line.kind is TaskKind.FOLLOW_UP}
    said = work.consents.those(cases) if cases else {}
    quiet = {case_id for case_id, one in said.items() if no_contact(one)}
    told: set[str] = set()
    for line in lines:
        if line.kind is TaskKind.FOLLOW_UP and line.case_id in quiet:
            continue
        waits = line.kind is TaskKind.TIME_WINDOW and line.on > now.date()
        if waits or line.whole in told:
            continue
        told.add(line.whole)
        day = now.date() if line.kind is TaskKind.TIME_WINDOW else line.on
        yield line.case_id, NextStep(line.whole, line.kind, "", day, line.at, "")


def is_computed(task_id: str) -> bool:
    """Return whether a task has no row until it is done; a form is done by finishing it."""
    kind, dot, _ = task_id.partition(".")
    return bool(dot) and kind != TaskKind.FINISH_FORM


def computed(work: UnitOfWork, task_id: str, now: datetime) -> Task | None:
    """Return what was computed as a task that can be kept, or None; its worker is yet to be set."""
    if not is_computed(task_id):
        return None
    kind, _, rest = task_id.partition(".")
    if kind == TaskKind.CONSENT_REVIEW:
        case_id, _, until = rest.partition(".")
        return _kept(task_id, case_id, TaskKind.CONSENT_REVIEW, date.fromisoformat(until))
    for case_id, code in work.cases.recoded() if kind == TaskKind.CASE_RECODED else ():
        if recoded_step(case_id, code).id == task_id:
            return _kept(task_id, case_id, TaskKind.CASE_RECODED, None)
    line = work.tasks.due(task_id, now)
    return _kept(task_id, line.case_id, line.kind, line.on) if line else None


def _kept(task_id: str, case_id: str, kind: TaskKind, due: date | None) -> Task:
    return Task(
        id=new_id().hex(),
        case_id=case_id,
        kind=kind,
        title="",
        due=due,
        at=None,
        status=TaskStatus.OPEN,
        worker_id="",
        source=task_id,
    )


def in_time(step: NextStep) -> tuple[date, time]:
    """Return by what steps are sorted: the first due first, those of any time last."""
    return step.due or date.max, step.at or time.max
