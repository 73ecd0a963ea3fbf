"""The desk for tasks: what is for today, for this week, or waits for somebody else."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.changes import Change
from casework.ids import new_id
from casework.records.uncalled import MASKED, UNDECIDED, undecided_cases
from casework.refused import DeskRefused
from casework.tasks.computed import (
    agree_step,
    breach_step,
    computed,
    due_steps,
    finish_step,
    hold_agree_step,
    hold_step,
    is_computed,
    look_step,
    offer_step,
    opening_step,
    override_step,
    recoded_step,
    request_step,
    review_step,
    step_of,
)
from casework.tasks.standing import standing
from casework.tasks.task import Task, TaskKind, TaskStatus, step
from casework.team.masking import masked
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from casework.cases.caseline import CaseCard, NextStep
    from casework.ports.stores import UnitOfWork
    from casework.team.seat import Seat

_WEEK: Final = 7
_WORKING_DAYS: Final = 5


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as it is shown: what, in which case, by when, and how she may be reached.

    `title` is what somebody typed; without one the kind says what it is, and `subject` names
    the service, or the form that was begun. `carried` says that its day has passed.
    """

    id: str
    kind: TaskKind
    title: str = field(repr=False)
    case_code: str
    due: date | None
    at: time | None
    safe_way: str
    code_word: str = field(repr=False)
    subject: str = field(repr=False)
    carried: bool


@dataclass(frozen=True, slots=True)
class TodayView:
    """What is to be done, in three groups; what comes from earlier days stands first."""

    on: date
    today: tuple[TaskLine, ...]
    this_week: tuple[TaskLine, ...]
    waiting: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many tasks are still due on a day, and how many were done on it."""

    day: date
    due: int
    done: int


class TaskRefused(DeskRefused):
    """Raised for a task that cannot be kept; never tells its title."""


class TasksDesk:
    """What a worker may ask and do about tasks."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def today(self) -> TodayView:
        """Return what this worker has to do, today, this week, or once somebody has answered."""
        now = self._seat.now()
        day = now.date()
        last = _last_day(day)
        with self._seat.begin(Act.RECORD) as work:
            found = list(_steps(work, now, last))
            seen = work.caselist.cards({case_id for case_id, _ in found if case_id})
            cards = {key: _masked(card) if card.masked else card for key, card in seen.items()}
            cards |= {
                key: replace(cards[key], safe_way=UNDECIDED, code_word="")
                for key in undecided_cases(work) & cards.keys()
            }
            work.note("tasks_listed", reason=str(len(found)))
        lines = _sorted(_lines(found, cards, day))
        mine = [line for line in lines if line.kind is not TaskKind.REPLY]
        return TodayView(
            on=day,
            today=tuple(line for line in mine if line.due is None or line.due <= day),
            this_week=tuple(line for line in mine if line.due and day < line.due <= last),
            waiting=tuple(line for line in lines if line.kind is TaskKind.REPLY),
        )

    def week(self, first: date | None = None) -> Sequence[DayCount]:
        """Return five days with their counts, from a day on, or those of this week.

        They count what is listed, and what an earlier day left undone is listed today.
        """
        now = self._seat.now()
        first = first or _first_day(now.date())
        days = [first + timedelta(days=number) for number in range(_WORKING_DAYS)]
        with self._seat.begin(Act.RECORD) as work:
            found = list(_dated(work, now, days[-1]))
            seen = work.caselist.cards({case_id for case_id, _ in found})
            done = work.tasks.done_on(days[0], days[-1])
        mine = [one for case_id, one in found if case_id in seen and one.kind is not TaskKind.REPLY]
        due = [max(one.due, now.date()) for one in mine if one.due is not None]
        return [DayCount(day, due.count(day), done.get(day, 0)) for day in days]

    def add(
        self, case_code: str, title: str, due: date | None = None, at: time | None = None
    ) -> Change:
        """Keep a task in the worker's own words, for a day and an hour of it, or for any time."""
        title = " ".join(title.split())
        if not title or len(title) > lengths.TASK:
            raise TaskRefused("task_title_long" if title else "task_title_missing")
        if at is not None and due is None:
            raise TaskRefused("task_hour_without_day")
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            task = Task(
                id=new_id().hex(),
                case_id=case.id,
                kind=TaskKind.OWN,
                title=title,
                due=due,
                at=at,
                status=TaskStatus.OPEN,
                worker_id=self._seat.worker.id,
            )
            work.tasks.keep(task)
            change = Change("task_added", case.id, case.code, task.id, task.kind)
            work.commit(change)
        return change

    def done(self, task_id: str) -> Change:
        """Keep that a task is done; one that was computed is kept only now."""
        now = self._seat.now()
        with self._seat.begin(Act.RECORD) as work:
            known = computed(work, task_id, now)
            task = replace(known, worker_id=self._seat.worker.id) if known else None
            done = replace(task or _named(work, task_id), done_on=now.date())
            return _moved(self._seat, work, done, TaskStatus.DONE, "task_done")

    def cancel(self, task_id: str) -> Change:
        """Keep that a task is not to be done any more."""
        with self._seat.begin(Act.RECORD) as work:
            return _moved(
                self._seat, work, _named(work, task_id), TaskStatus.CANCELLED, "task_cancelled"
            )

    def reopen(self, task_id: str) -> Change:
        """Take back that a task was done or cancelled."""
        with self._seat.begin(Act.RECORD) as work:
            told = is_computed(task_id)
            task = work.tasks.done_from(task_id) if told else _named(work, task_id)
            if task is None:
                raise NotFound("task_not_found")
            # What is computed comes back by itself once nothing says that it was done.
            status = TaskStatus.CANCELLED if told else TaskStatus.OPEN
            opened = replace(task, status=TaskStatus.OPEN) if told else task
            return _moved(self._seat, work, replace(opened, done_on=None), status, "task_reopened")


def _first_day(day: date) -> date:
    """Return the Monday of a week; on Saturday and Sunday, with which it begins elsewhere, these.

    Whoever works on such a day would look back at five days that are over.
    """
    number = day.isoweekday()
    return day if number > _WORKING_DAYS else day - timedelta(days=number - 1)


def _last_day(day: date) -> date:
    """Return up to which day something is for this week: its Sunday, or the last of five days."""
    sunday = day + timedelta(days=_WEEK - day.isoweekday())
    return max(sunday, _first_day(day) + timedelta(days=_WORKING_DAYS - 1))


def _named(work: UnitOfWork, task_id: str) -> Task:
    """Return a task that is kept; forms that were begun are done by finishing them."""
    task = None if "." in task_id else work.tasks.named(task_id)
    if task is None:
        raise NotFound("task_not_found")
    return task


def _moved(seat: Seat, work: UnitOfWork, task: Task, status: TaskStatus, kind: str) -> Change:
    card = work.caselist.cards([task.case_id]).get(task.case_id)
    if card is None:
        work.note("case_not_opened")
        raise NotFound("task_not_found")
    if card.masked and task.worker_id != seat.worker.id:
        work.note("case_masked", task.case_id)
        raise NotFound("case_masked")
    work.tasks.keep(replace(task, status=step(task.status, status)))
    change = Change(kind, task.case_id, card.code, task.id, task.kind)
    work.commit(change)
    return change


def _steps(work: UnitOfWork, now: datetime, last: date) -> Iterator[tuple[str, NextStep]]:
    """Yield what has a day or may have one, and what waits for any time, each with its case."""
    yield from _dated(work, now, last)
    yield from ((one.case_id, look_step(one)) for one in work.reviews.waiting())
    # They come with the last first.
    yield from ((one.case_id, opening_step(one)) for one in reversed(work.glass.waiting()))
    waiting = (one.request for one in work.outside_requests.waiting())
    yield from ((one.case_id, request_step(one.id)) for one in waiting)
    yield from (("", breach_step(one)) for one in work.breaches.waiting())
    yield from (("", agree_step(one)) for one in work.tasks.to_agree())
    holds = work.erasures.holds.to_agree(now.date())
    yield from ((one.case_id, hold_agree_step(one)) for _, one in holds)
    recoded = [(case_id, recoded_step(case_id, code)) for case_id, code in work.cases.recoded()]
    told = work.tasks.done_among([one.id for _, one in recoded])
    yield from ((case_id, one) for case_id, one in recoded if one.id not in told)
    # Of a case that she does not see yet, not even the code stands there.
    yield from (("", offer_step(one)) for one in work.caseload.offers.to_me())
    for draft in work.drafts.mine():
        case = work.cases.by_code(draft.case_code) if draft.case_code else None
        yield case.id if case else "", finish_step(draft.id, draft.doc.form_id)


def _dated(work: UnitOfWork, now: datetime, last: date) -> Iterator[tuple[str, NextStep]]:
    """Yield what was planned, grants that end, and what is due by forms, holds and decisions."""
    kept = standing(work, work.tasks.mine(), now)
    yield from ((task.case_id, step_of(task, kept.subjects)) for task in kept.open)
    ending = work.caselist.reviews(last)
    said = work.consents.those([case_id for case_id, _ in ending]) if ending else {}
    reviews = [(one, review_step(one, until, said[one])) for one, until in ending]
    done = work.tasks.done_among([one.id for _, one in reviews])
    yield from ((case_id, one) for case_id, one in reviews if one.id not in done)
    yield from due_steps(work, work.tasks.due_mine(last, now), now)
    holds = work.erasures.holds.to_review(now.date(), last)
    yield from ((one.case_id, hold_step(one)) for _, one in holds)
    yield from ((one.case_id, override_step(one)) for one in work.overrides.waiting(last))


def _lines(
    found: Iterable[tuple[str, NextStep]], cards: Mapping[str, CaseCard], day: date
) -> Iterator[TaskLine]:
    """Yield the lines of steps, those of cases that are not this worker's any more left out."""
    for case_id, one in found:
        card = cards.get(case_id)
        if case_id and card is None:
            continue
        yield TaskLine(
            id=one.id,
            kind=one.kind,
            title=one.title,
            case_code=card.code if card else "",
            due=one.due,
            at=one.at,
            safe_way=card.safe_way if card else "",
            code_word=card.code_word if card else "",
            subject=one.subject,
            carried=one.due is not None and one.due < day,
        )


def _masked(card: CaseCard) -> CaseCard:
    return replace(masked(card), safe_way=MASKED)


def _sorted(lines: Iterable[TaskLine]) -> list[TaskLine]:
    """Return lines by when they are due; those of any time as they come: the oldest first."""
    return sorted(lines, key=_when_due)


def _when_due(line: TaskLine) -> tuple[date, time, str]:
    return line.due or date.max, line.at or time.max, line.id if line.due else ""
