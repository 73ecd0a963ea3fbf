"""The desk for the list of cases: views with counts, numbers in order, lines block by block."""

from __future__ import annotations

from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Final

from casework.cases.caseline import (
    OWN_VIEWS,
    SOMETIMES,
    TEAM_VIEWS,
    WHOLE,
    WITHOUT_STATUS,
    Listed,
    Sort,
    View,
    ViewCount,
)
from casework.cases.desk import note_kept_back
from casework.consent.agreement import REVIEW_AHEAD
from casework.records.uncalled import MASKED, UNDECIDED, undecided_cases
from casework.tasks.computed import due_steps, in_time, step_of
from casework.tasks.standing import standing
from casework.team.masking import masked
from casework.team.seat import NotFound
from casework.team.worker import Act, demand, may

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence
    from datetime import date

    from casework.cases.caseline import CaseLine, Narrowing, NextStep
    from casework.team.seat import Seat

# How many cases a narrowed list shows at most, and how many of their codes the log names.
_MOST: Final = 500
_NAMED: Final = 50


class CaseListDesk:
    """What a worker may ask of the list.

    Opening a view is recorded once, with its size; a search with the codes it showed first,
    as `CasesDesk` does. The lines of a list that is open leave nothing more.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def views(self) -> Sequence[ViewCount]:
        """Return the views of this worker, with how many cases each holds."""
        today, horizon = self._days()
        with self._seat.begin(Act.READ_CASES) as work:
            counted = [
                ViewCount(view, work.caselist.count(view, today, horizon))
                for view in self._allowed()
            ]
        return [one for one in counted if one.view not in SOMETIMES or one.count]

    def numbers(
        self,
        view: View,
        *,
        words: str = "",
        narrowed: Narrowing = WHOLE,
        sort: Sort = Sort.CHANGED,
        limit: int = -1,
    ) -> array[int]:
        """Return the numbers of the cases of a view, in order, narrowed to those matching words.

        With a limit only the first ones: what can be painted before the whole list is known.
        """
        days = self._days()
        asked = Listed(view, sort, days, narrowed)
        with self._seat.begin(Act.READ_CASES) as work:
            self._demand(view)
            if not words.strip():
                found = work.caselist.numbers(asked, limit)
                to = "".join(f" {part}" for part in astuple(narrowed) if part)
                work.note("cases_listed", reason=f"{view.value} {len(found)}{to}")
                return found
            found = work.caselist.found(asked, words, _MOST)
            # By their ids: a log is for ever, and a code would outlive a case that is erased.
            ids = [line.id for line in work.caselist.lines(found[:_NAMED], days[0])]
            work.note("cases_searched", reason=" ".join(ids))
            note_kept_back(work, words)
            return found

    def lines(self, numbers: Sequence[int]) -> Sequence[CaseLine]:
        """Return the lines of some cases, in the order of the numbers."""
        now = self._seat.now()
        with self._seat.begin(Act.READ_CASES) as work:
            lines = work.caselist.lines(numbers, now.date())
            ids = [line.id for line in lines]
            tasks = standing(work, work.tasks.of(ids), now)
            steps = [(task.case_id, step_of(task, tasks.subjects)) for task in tasks.open]
            steps += due_steps(work, work.tasks.due_in(ids, now), now)
            waits = undecided_cases(work)
        first: dict[str, NextStep] = {}
        for case_id, one in sorted(steps, key=lambda found: in_time(found[1])):
            first.setdefault(case_id, one)
        whole = [
            _with_step(_uncalled(line) if line.id in waits else line, first.get(line.id))
            for line in lines
        ]
        return [_masked(line) if line.masked else line for line in whole]

    def _demand(self, view: View) -> None:
        if view in {*OWN_VIEWS, View.SHARED, View.MINE}:
            demand(self._seat.worker, Act.RECORD)
        elif view not in {*map(_without_status, self._allowed()), *self._allowed()}:
            raise NotFound("view_not_found")

    def _allowed(self) -> tuple[View, ...]:
        worker = self._seat.worker
        own = (*OWN_VIEWS, View.SHARED) if may(worker, Act.RECORD) else ()
        return (*own, *TEAM_VIEWS) if worker.sees_all_cases else own

    def _days(self) -> tuple[date, date]:
        today = self._seat.now().date()
        return today, today + REVIEW_AHEAD


def _without_status(view: View) -> View:
    return WITHOUT_STATUS.get(view, view)


def _with_step(line: CaseLine, step: NextStep | None) -> CaseLine:
    """Return a line with its next step; most have none, and to copy them all would be felt."""
    return line if step is None else replace(line, next=step)


def _masked(line: CaseLine) -> CaseLine:
    return replace(masked(line), safe_way=MASKED)


def _uncalled(line: CaseLine) -> CaseLine:
    """Return the line of a case in which nobody is called until somebody has decided."""
    return replace(line, safe_way=UNDECIDED, code_word="")
