"""The desk for cases: find them, one line each, codes only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.people import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.case import CaseSummary
    from casework.seat import Seat

PAGE = 50


class CasesDesk:
    """What a worker may ask about the case list."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def page(self, limit: int = PAGE, after: str = "") -> Sequence[CaseSummary]:
        """Return cases this worker may see, the last changed first; `after` is a case id."""
        with self._seat.begin(Act.READ_CASES) as work:
            return work.cases.page(limit, after)

    def find(self, words: str, limit: int = PAGE) -> Sequence[CaseSummary]:
        """Return the newest cases that match words in their code, names or notes."""
        with self._seat.begin(Act.READ_CASES) as work:
            return work.cases.find(words, limit)
