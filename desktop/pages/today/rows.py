"""The rows of Today: headings with counts, tasks, and what stands where there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

import texts
from casework.tasks.task import TaskKind
from desktop.look import look
from desktop.pages.cases.words import (
    contact_told,
    how_told,
    planned,
    task_words,
    way_icon,
)
from desktop.parts.rows import Rows
from texts.dates import clock_time, isolate, weekday

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from casework.tasks.desk import TaskLine, TodayView
    from desktop.parts.rows import Index

# How long before its hour a task is due.
_SOON: Final = timedelta(hours=1)
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One row: a heading with a count, a quiet sentence, or a task."""

    words: str
    count: str = ""
    task: TaskLine | None = None


def rows_of(view: TodayView) -> list[TodayRow]:
    """Return the rows of a day: Today always, other groups only where something is in them."""
    rows: list[TodayRow] = []
    groups = {"today": view.today, "this_week": view.this_week, "waiting": view.waiting}
    for name, tasks in groups.items():
        if not tasks and name != "today":
            continue
        words = texts.say(f"today.group.{name}")
        rows.append(TodayRow(words, texts.plural("cases.number", len(tasks))))
        rows += [TodayRow(title_of(task), task=task) for task in tasks]
        if not tasks:
            rows.append(TodayRow(texts.say("today.nothing")))
    return rows


def title_of(task: TaskLine) -> str:
    """Return what a task is."""
    return task_words(task.kind, task.title, task.subject)


def contact_of(task: TaskLine, *, open_words: bool) -> tuple[str, str]:
    """Return the icon and the words of the safe contact; its code word only where it may show."""
    if not task.safe_way:
        told = contact_told("", "")
        return told.icon, told.words
    told = (how_told if open_words else contact_told)(task.safe_way, task.code_word)
    return way_icon(task.safe_way), told.words


def when_of(task: TaskLine, now: datetime) -> tuple[str, bool]:
    """Return when a task is due in words, and whether that is now."""
    today = now.date()
    if task.kind is TaskKind.FINISH_FORM:
        return texts.say("step.draft"), False
    if task.due is None:
        return texts.say("step.any_time"), False
    if task.due == today and task.at is not None:
        moment = datetime.combine(task.due, task.at, now.tzinfo)
        return clock_time(task.at), moment - _SOON <= now
    return _day(task, task.due, today), False


def _day(task: TaskLine, due: date, today: date) -> str:
    if task.carried:
        near = (today - due).days < _WEEK
        day = weekday(due) if near else planned(due, today)
        return texts.say("today.carried", day=day)
    if task.kind is TaskKind.REPLY:
        return texts.say("today.remind", day=planned(due, today))
    return texts.say("date.today") if due == today else planned(due, today)


class TodayRows(Rows["TodayRow"]):
    """The rows in order; headings and sentences are passed over by the keys."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.now = now

    def task(self, row: int) -> TaskLine | None:
        """Return the task in a row, or None."""
        return self.rows[row].task if 0 <= row < len(self.rows) else None

    def row_of(self, task_id: str) -> int:
        """Return where a task stands, or -1."""
        return next(
            (n for n, row in enumerate(self.rows) if row.task and row.task.id == task_id), -1
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that only tasks can be gone to."""
        if self.task(index.row()) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def _alone(self, task: TaskLine, words: str, role: int) -> str | None:
        """Return what is in no case in words: nobody is reached about it."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if look().discreet else words
        title = texts.say("mask.name") if look().discreet else words
        return texts.say("list.join").join((title, when_of(task, self.now())[0]))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row in words for whoever listens; what is masked is not said."""
        if role not in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        row = self.rows[index.row()]
        if row.task is None:
            return f"{row.words} {row.count}".strip()
        masked = look().discreet
        if not row.task.case_code:
            return self._alone(row.task, row.words, role)
        _, contact = contact_of(row.task, open_words=not masked)
        if role == Qt.ItemDataRole.ToolTipRole:
            # Both lines: how she may be reached is read to its end before anybody calls.
            return None if masked else f"{row.words}\n{contact}"
        return texts.say(
            "today.task.name",
            title=texts.say("mask.name") if masked else row.words,
            code=isolate(row.task.case_code),
            contact=contact,
            when=when_of(row.task, self.now())[0],
        )
