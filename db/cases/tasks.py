"""Tasks in SQL."""

from __future__ import annotations

import json
from datetime import date, time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from casework.tasks.task import Task, TaskKind, TaskStatus
from casework.team.worker import Act, may
from db.cases.dues import DUE, ORDER, due_line, here
from db.cases.listed import GOING_ON, list_tasks
from db.guards.reach import unwalled
from db.guards.unions import one_persons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from casework.tasks.due import DueLine
    from casework.team.worker import Worker
    from db.log.ground import Ground
    from db.rows.tables import TaskRow

_TASK: Final = (
    "select id, case_id, kind, title, due, at, status, worker, service_id, rests_on, done_on,"
    " source from task"
)
# When the work together ends, nothing is left to do but to tell that; what is due comes before
# any time.
_OPEN: Final = (
    "and status = 'open' and (kind in ('tell_service', 'tell_lawyer') or exists",
    "(select 1 from casefile as c where c.id = case_id and",
    GOING_ON,
    ")) order by due = '', due, at = '', at, id",
)
_OF: Final = (_TASK, "where case_id in (select unhex(value) from json_each(?))", *_OPEN)
# A task of a case that a wall keeps from its own worker is there for nobody.
_SEEN: Final = (
    "and not exists (select 1 from conflict_link as w where w.case_id in {cases}"
    " and w.user_id = task.worker and w.status = 'standing')".replace(
        "{cases}", one_persons("task.case_id")
    )
)
_MINE: Final = (_TASK, "where worker = ?", _SEEN, *_OPEN)
_NAMED: Final = (_TASK, "where id = ?")
_TOLD: Final = (
    "select source from task where source in (select value from json_each(?)) and source <> ''"
    " and status = 'done'"
)
_FROM: Final = (_TASK, "where source = ? and source <> '' and status = 'done' limit 1")
# From the cases that are asked for: without the word the planner looks at every case there is.
_DUE_OF: Final = (
    *(DUE[0], "cross", *DUE[1:]),
    "and d.case_id in (select unhex(value) from json_each(:cases))",
    ORDER,
)
_DUE_MINE: Final = (*DUE, "and c.worker = :worker and", unwalled("c"), ORDER)
_DUE_NAMED: Final = (*DUE, "and :id in (d.id, d.whole)")
_EVER: Final = "9999"
# To be told that they wait nothing of their numbers is read.
_TO_AGREE: Final = (
    "select lower(hex(id)) from figure_release where status = 'proposed' and proposed_by <> ?"
    " order by proposed_at, id"
)
_DONE: Final = (
    "select done_on, count(*) from task where worker = ? and done_on between ? and ?"
    " group by done_on"
)


class SqlTasks:
    """What somebody means to do, in the cases this worker may see."""

    def __init__(self, ground: Ground, worker: Worker) -> None:
        self._ground = ground
        self._worker = worker

    def of(self, case_ids: Iterable[str]) -> Sequence[Task]:
        """Return the open tasks of some cases, the first due first, those of any time last."""
        rows = self._ground.cursor().execute(" ".join(_OF), (json.dumps(list(case_ids)),))
        return [_task(row) for row in rows]

    def mine(self) -> Sequence[Task]:
        """Return this worker's open tasks, the first due first, those of any time last."""
        worker = bytes.fromhex(self._worker.id)
        return [_task(row) for row in self._ground.cursor().execute(" ".join(_MINE), (worker,))]

    def named(self, task_id: str) -> Task | None:
        """Return one task, or None; whose case it is decides who may see it."""
        rows = self._ground.cursor().execute(" ".join(_NAMED), (bytes.fromhex(task_id),)).fetchall()
        return _task(rows[0]) if rows else None

    def done_among(self, sources: Iterable[str]) -> frozenset[str]:
        """Return which of some computed tasks were done, by their ids."""
        rows = self._ground.cursor().execute(_TOLD, (json.dumps(list(sources)),))
        return frozenset(source for (source,) in rows)

    def due_in(self, case_ids: Iterable[str], now: datetime) -> Sequence[DueLine]:
        """Return all that is due by the forms of some cases, the first due first."""
        return self._due(_DUE_OF, now, cases=json.dumps(list(case_ids)))

    def due_mine(self, last: date, now: datetime) -> Sequence[DueLine]:
        """Return what is due by the forms of this worker's cases up to a day."""
        worker = bytes.fromhex(self._worker.id)
        return self._due(_DUE_MINE, now, worker=worker, last=last.isoformat())

    def due(self, due_id: str, now: datetime) -> DueLine | None:
        """Return one thing that is due by a form, or None; whose case it is decides."""
        return next(iter(self._due(_DUE_NAMED, now, id=due_id)), None)

    def _due(self, parts: tuple[str, ...], now: datetime, **values: object) -> list[DueLine]:
        asked = {"last": _EVER, "now": here(now), **values}
        return [due_line(row) for row in self._ground.cursor().execute(" ".join(parts), asked)]

    def keep(self, task: Task) -> None:
        """Keep a task as it is now."""
        session, key = self._ground.session, bytes.fromhex(task.id)
        # Imported by whoever first writes one: a look at the list needs no rows.
        row_of: type[TaskRow] = import_module("db.rows.tables").TaskRow
        row = session.get(row_of, key)
        if row is None:
            row = row_of(id=key, case_id=bytes.fromhex(task.case_id), kind=task.kind.value)
            session.add(row)
        row.worker = bytes.fromhex(task.worker_id)
        row.title = task.title
        row.due = task.due.isoformat() if task.due else ""
        row.at = task.at.isoformat("minutes") if task.at else ""
        row.status = task.status.value
        row.service_id = bytes.fromhex(task.service_id) if task.service_id else None
        row.rests_on = task.rests_on
        row.source = task.source
        row.done_on = task.done_on.isoformat() if task.done_on else None
        list_tasks(self._ground.cursor(), row.case_id)

    def done_from(self, source: str) -> Task | None:
        """Return the task that was kept when a computed one was done, or None."""
        rows = self._ground.cursor().execute(" ".join(_FROM), (source,)).fetchall()
        return _task(rows[0]) if rows else None

    def to_agree(self) -> Sequence[str]:
        """Return which figures others mean to publish, for whoever may agree; the first first."""
        if not may(self._worker, Act.STATISTICS):
            return ()
        rows = self._ground.cursor().execute(_TO_AGREE, (bytes.fromhex(self._worker.id),))
        return [key for (key,) in rows]

    def done_on(self, first: date, last: date) -> Mapping[date, int]:
        """Return how many of this worker's tasks were done on each of some days."""
        values = (bytes.fromhex(self._worker.id), first.isoformat(), last.isoformat())
        rows = self._ground.cursor().execute(_DONE, values)
        return {date.fromisoformat(day): count for day, count in rows}


def _task(row: tuple[Any, ...]) -> Task:
    key, case, kind, title, due, at, status, worker, service, rests_on, done_on, source = row
    return Task(
        id=key.hex(),
        case_id=case.hex(),
        kind=TaskKind(kind),
        title=title,
        due=date.fromisoformat(due) if due else None,
        at=time.fromisoformat(at) if at else None,
        status=TaskStatus(status),
        worker_id=worker.hex(),
        service_id=service.hex() if service else "",
        rests_on=rests_on,
        done_on=date.fromisoformat(done_on) if done_on else None,
        source=source,
    )
