"""What the desks that look at cases need from the store: lists, overviews, tasks, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from casework.caseline import CaseCard, CaseLine, Sort, View
    from casework.past import AnswerChange, HistoryLine
    from casework.record import Record
    from casework.task import Task


class CaseList(Protocol):
    """The views on the cases, and what the list shows of each."""

    def count(self, view: View, today: date, horizon: date) -> int:
        """Return how many cases a view holds."""
        ...

    def numbers(
        self, view: View, sort: Sort, days: tuple[date, date], limit: int = -1
    ) -> array[int]:
        """Return the numbers of the cases of a view in order, or of the first ones."""
        ...

    def found(
        self, view: View, sort: Sort, days: tuple[date, date], words: str, limit: int
    ) -> array[int]:
        """Return the numbers of the cases of a view that match words, in the order of the view."""
        ...

    def lines(self, numbers: Iterable[int], today: date) -> Sequence[CaseLine]:
        """Return the lines of some cases, in the order asked."""
        ...

    def cards(self, case_ids: Iterable[str]) -> Mapping[str, CaseCard]:
        """Return what stands beside everything that concerns some cases this worker may see."""
        ...

    def reviews(self, until: date) -> Sequence[tuple[str, date]]:
        """Return this worker's open cases in which a grant ends up to a day, and when it ends."""
        ...


class Records(Protocol):
    """What is on record about one person, form by form."""

    def of(self, case_id: str) -> Sequence[Record]:
        """Return the forms of a case, finished and begun, the first recorded first."""
        ...

    def worker_of(self, case_id: str) -> str:
        """Return the name of the worker of a case, or nothing."""
        ...


class Tasks(Protocol):
    """What somebody means to do."""

    def of(self, case_ids: Iterable[str]) -> Sequence[Task]:
        """Return the open tasks of some cases, the first due first, those of any time last."""
        ...

    def mine(self) -> Sequence[Task]:
        """Return this worker's open tasks, the first due first, those of any time last."""
        ...

    def named(self, task_id: str) -> Task | None:
        """Return one task, or None; whose case it is decides who may see it."""
        ...

    def reviewed(self, case_ids: Iterable[str]) -> frozenset[tuple[str, date]]:
        """Return for which cases, and which ends of grants, she was asked again."""
        ...

    def keep(self, task: Task) -> None:
        """Keep a task as it is now."""
        ...

    def review(self, case_id: str, until: date) -> Task | None:
        """Return the task of asking her again before an end, if that was done."""
        ...

    def done_on(self, first: date, last: date) -> Mapping[date, int]:
        """Return how many of this worker's tasks were done on each of some days."""
        ...


class History(Protocol):
    """What happened in one case."""

    def of(self, case_id: str, limit: int, before: int | None) -> Sequence[HistoryLine]:
        """Return what happened in a case, the newest first."""
        ...

    def change(self, case_id: str, change_id: str) -> AnswerChange | None:
        """Return one change of an answer of a case by its id."""
        ...
