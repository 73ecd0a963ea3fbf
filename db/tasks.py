"""Tasks in SQL."""

from __future__ import annotations

import json
from datetime import date, time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from casework.task import Task, TaskKind, TaskStatus
from db.listed import list_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.worker import Worker
    from db.ground import Ground
    from db.tables import TaskRow

_TASK: Final = (
    "select id, case_id, kind, title, due, at, status, worker, service_id, rests_on, done_on"
    " from task"
)
# When she ends the work together, nothing is left to do; what is due comes before any time.
_OPEN: Final = (
    "and status = 'open' and not exists"
    " (select 1 from casefile as c where c.id = case_id and c.sharing = 'ended')"
    " order by due = '', due, at = '', at, id"
)
_OF: Final = (_TASK, "where case_id in (select unhex(value) from json_each(?))", _OPEN)
_MINE: Final = (_TASK, "where worker = ?", _OPEN)
_NAMED: Final = (_TASK, "where id = ?")
_REVIEWED: Final = (
    "select case_id, due from task where kind = 'consent_review' and status = 'done'"
    " and case_id in (select unhex(value) from json_each(?))"
)
_REVIEW: Final = (
    _TASK,
    "where case_id = ? and kind = 'consent_review' and status = 'done' and due = ? limit 1",
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

    def reviewed(self, case_ids: Iterable[str]) -> frozenset[tuple[str, date]]:
        """Return for which cases, and which ends of grants, she was asked again."""
        rows = self._ground.cursor().execute(_REVIEWED, (json.dumps(list(case_ids)),))
        return frozenset((case.hex(), date.fromisoformat(due)) for case, due in rows)

    def keep(self, task: Task) -> None:
        """Keep a task as it is now."""
        session, key = self._ground.session, bytes.fromhex(task.id)
        # Imported by whoever first writes one: a look at the list needs no rows.
        row_of: type[TaskRow] = import_module("db.tables").TaskRow
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
        row.done_on = task.done_on.isoformat() if task.done_on else None
        list_tasks(self._ground.cursor(), row.case_id)

    def review(self, case_id: str, until: date) -> Task | None:
        """Return the task of asking her again before an end, if that was done."""
        values = (bytes.fromhex(case_id), until.isoformat())
        rows = self._ground.cursor().execute(" ".join(_REVIEW), values).fetchall()
        return _task(rows[0]) if rows else None

    def done_on(self, first: date, last: date) -> Mapping[date, int]:
        """Return how many of this worker's tasks were done on each of some days."""
        values = (bytes.fromhex(self._worker.id), first.isoformat(), last.isoformat())
        rows = self._ground.cursor().execute(_DONE, values)
        return {date.fromisoformat(day): count for day, count in rows}


def _task(row: tuple[Any, ...]) -> Task:
    key, case, kind, title, due, at, status, worker, service, rests_on, done_on = row
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
    )
