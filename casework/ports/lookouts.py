"""What the desks that look at cases need from the store: lists, overviews, tasks, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from casework.answers.past import AnswerChange, HistoryLine
    from casework.cases.caseline import CaseCard, CaseLine, Listed, View
    from casework.records.record import Record
    from casework.referrals.treaty import Treaty
    from casework.tasks.due import DueLine
    from casework.tasks.task import Task
    from casework.team.wall import ConflictLink


class CaseList(Protocol):
    """The views on the cases, and what the list shows of each."""

    def count(self, view: View, today: date, horizon: date) -> int:
        """Return how many cases a view holds."""
        ...

    def numbers(self, of: Listed, limit: int = -1) -> array[int]:
        """Return the numbers of the cases of a list in order, or of the first ones."""
        ...

    def found(self, of: Listed, words: str, limit: int) -> array[int]:
        """Return the numbers of the cases of a list that match words, in its order."""
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

    def done_among(self, sources: Iterable[str]) -> frozenset[str]:
        """Return which of some computed tasks were done, by their ids."""
        ...

    def due_in(self, case_ids: Iterable[str], now: datetime) -> Sequence[DueLine]:
        """Return all that is due by the forms of some cases, the first due first."""
        ...

    def due_mine(self, last: date, now: datetime) -> Sequence[DueLine]:
        """Return what is due by the forms of this worker's cases up to a day."""
        ...

    def due(self, due_id: str, now: datetime) -> DueLine | None:
        """Return one thing that is due by a form, or None; whose case it is decides."""
        ...

    def keep(self, task: Task) -> None:
        """Keep a task as it is now."""
        ...

    def done_from(self, source: str) -> Task | None:
        """Return the task that was kept when a computed one was done, or None."""
        ...

    def to_agree(self) -> Sequence[str]:
        """Return which figures others mean to publish, for whoever may agree; the first first."""
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


class Walls(Protocol):
    """Who must not see a case, and which services must not hear of it."""

    def of(self, case_id: str) -> Sequence[ConflictLink]:
        """Return the links of a case that stand."""
        ...

    def add(self, link: ConflictLink) -> None:
        """Keep a new link."""
        ...

    def lift(self, link_id: str) -> None:
        """Keep that a link does not stand any more."""
        ...

    def unbuilt(self) -> Sequence[ConflictLink]:
        """Return the links that were set after the backup from which this store was restored."""
        ...

    def built(self) -> None:
        """Forget them, once each of them stands."""
        ...

    def keepers(self, case_id: str) -> frozenset[str]:
        """Return the workers who may open a case."""
        ...

    def hides(self, code: str) -> str:
        """Return the case of a code from which a wall keeps this worker, or nothing."""
        ...

    def kept_back(self, words: str) -> Sequence[str]:
        """Return the cases that match words and that a wall keeps from this worker."""
        ...


class Treaties(Protocol):
    """What the organisation itself says of instruments of law."""

    def all(self) -> Sequence[Treaty]:
        """Return the organisation's own entries."""
        ...

    def keep(self, treaty: Treaty) -> None:
        """Keep an entry as it is now."""
        ...
