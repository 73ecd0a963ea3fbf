"""The desk for cases: find them, one line each, codes only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.records.case import CaseStatus
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat

PAGE = 50


class CasesDesk:
    """What a worker may ask about the case list.

    A search tells whose name stands in which case: that it was made and which codes it
    showed is recorded, the words are not. A page of the list tells codes only.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def page(
        self,
        status: CaseStatus = CaseStatus.OPEN,
        limit: int = PAGE,
        after: CaseSummary | None = None,
    ) -> Sequence[CaseSummary]:
        """Return cases of one status that this worker may see, the last changed first."""
        with self._seat.begin(Act.READ_CASES) as work:
            return work.cases.page(status, limit, after)

    def all(self) -> Sequence[CaseSummary]:
        """Return every case this worker may see, A to Z by code."""
        with self._seat.begin(Act.READ_CASES) as work:
            pages = [work.cases.page(status, -1) for status in CaseStatus]
            work.note("cases_listed", reason=str(sum(map(len, pages))))
        return sorted((case for page in pages for case in page), key=lambda case: case.code)

    def find(self, words: str, limit: int = PAGE) -> Sequence[CaseSummary]:
        """Return the newest cases that match words in their code, names or notes."""
        with self._seat.begin(Act.READ_CASES) as work:
            found = work.cases.find(words, limit)
            work.note("cases_searched", reason=" ".join(case.id for case in found))
            note_kept_back(work, words)
        return found


def note_kept_back(work: UnitOfWork, words: str) -> None:
    """Write into each case that a wall kept from a search that somebody looked."""
    for case_id in work.walls.kept_back(words):
        work.note("case_kept_back", case_id)
