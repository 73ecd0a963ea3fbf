"""What is done with the tasks of Today: mark, open, add; each can be taken back."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

import texts
from casework.records.unfinished import Spot
from casework.tasks.task import TaskKind
from desktop.frame.places import ASKED
from desktop.imports import Later
from desktop.pages.form.place import Wanted

if TYPE_CHECKING:
    from casework.changes import Change
    from casework.tasks.desk import TaskLine
    from desktop.frame import unfinished
    from desktop.frame.room import Room
    from desktop.frame.unfinished import UnfinishedFields
    from desktop.pages.today.new import NewTask, Planned
else:
    # Nobody has begun anything when the window opens.
    unfinished = Later("desktop.frame.unfinished")

# The spot of a new task.
TASK: Final = "task"

# What is done by saying yes or no, and on which page.
_ANSWERED: Final = {
    TaskKind.SUPERVISOR_REVIEW: "team",
    TaskKind.GLASS_REVIEW: "team",
    TaskKind.CASE_OFFERED: "handing",
    TaskKind.HOLD_AGREE: "erasure",
    TaskKind.HOLD_REVIEW: "erasure",
    TaskKind.BREACH: "breaches",
    TaskKind.OUTSIDE_REQUEST: "requests",
    TaskKind.FIGURES_AGREE: "figures",
    TaskKind.OVERRIDE_DECIDE: "consent",
    TaskKind.OVERRIDE_SEND: "consent",
    TaskKind.OVERRIDE_REVIEW: "consent",
}
# Where the keyboard comes to the one thing among others that wait there.
_ONE_OF: Final = frozenset(
    {
        *(TaskKind.SUPERVISOR_REVIEW, TaskKind.GLASS_REVIEW),
        *(TaskKind.BREACH, TaskKind.OUTSIDE_REQUEST, TaskKind.FIGURES_AGREE),
    }
)
# Where that page shows several cases in one list.
_IN_A_LIST: Final = frozenset(
    {
        *(TaskKind.SUPERVISOR_REVIEW, TaskKind.CASE_OFFERED),
        *(TaskKind.OUTSIDE_REQUEST, TaskKind.BREACH, TaskKind.GLASS_REVIEW),
        TaskKind.FIGURES_AGREE,
    }
)


class Doing(QObject):
    """Changes tasks for the page.

    The room asks, not the page: what is taken back later is told to whatever page is there then.
    """

    added = Signal()
    refused = Signal(str)

    def __init__(self, page: QObject, room: Room, case: str = "") -> None:
        super().__init__(page)
        self._room, self._desk, self._case = room, room.office.tasks, case

    def over(self, new: NewTask) -> NewTask:
        """Add what is typed into some fields, and tell them what came of it."""
        typed = unfinished.UnfinishedFields(
            self._room, Spot(TASK, self._case), new, new.fields(), new.case_typed
        )
        new.adding.connect(partial(self.add, typed))
        new.dropping.connect(partial(_drop, new, typed))
        self.added.connect(partial(_forget, new, typed))
        self.refused.connect(new.wrong)
        return new

    def mark(self, task: TaskLine | None) -> None:
        """Mark a task done; a form that was begun is done by finishing it."""
        if task is None:
            return
        if task.kind is TaskKind.FINISH_FORM:
            self._room.done(texts.say("today.by_finishing"))
            return
        if task.kind in _ANSWERED:
            # It is done by saying yes or no to it.
            self.open(task)
            return
        act, back = partial(self._desk.done, task.id), partial(self._desk.reopen, task.id)
        self._room.do(self._room, act, texts.say("today.done"), back)

    def open(self, task: TaskLine | None) -> None:
        """Go to the case of a task, or to the form that was begun."""
        if task is None:
            return
        if task.kind is TaskKind.FINISH_FORM:
            _, _, draft = task.id.partition(".")
            self._room.go("form", task.case_code, Wanted(task.subject, draft).subject())
        elif task.kind in _ANSWERED:
            case = "" if task.kind in _IN_A_LIST else task.case_code
            subject = task.id.partition(".")[2] if task.kind in _ONE_OF else ""
            if task.kind is TaskKind.FIGURES_AGREE:
                subject = f"{ASKED} {subject}"
            self._room.go(_ANSWERED[task.kind], case, subject)
        elif task.kind in {TaskKind.REPLY, TaskKind.APPOINTMENT}:
            self._room.go("referrals", task.case_code)
        else:
            self._room.go("case", task.case_code)

    def add(self, typed: UnfinishedFields, planned: Planned) -> None:
        """Add a task, or say at the form why not."""
        act = typed.once(partial(self._desk.add, *planned))
        self._room.jobs.try_to(self, act, self._kept, self._refused)

    def _kept(self, change: Change) -> None:
        self.added.emit()
        undo = partial(
            self._room.jobs.do, self._room, partial(self._desk.cancel, change.subject_id)
        )
        self._room.done(texts.say("today.added"), undo)
        self._room.jobs.changed.emit(change)

    def _refused(self, error: Exception) -> None:
        refusal = importlib.import_module("desktop.saying.words").refusal_of(error)
        if refusal is None:
            self._room.jobs.failed.emit(error)
        else:
            self.refused.emit("\n".join(refusal.sentences))


def _forget(new: NewTask, typed: UnfinishedFields) -> None:
    """Begin with empty fields the next time."""
    new.forget()
    typed.settle()


def _drop(new: NewTask, typed: UnfinishedFields) -> None:
    """Want nothing more of what was typed."""
    _forget(new, typed)
    new.closing.emit()
