"""What the desk of erasures needs from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.keeping.erasure import Beyond, Erasure, Hold
    from casework.keeping.retention import Clock
    from casework.records.case import CaseSummary


class Holds(Protocol):
    """What keeps cases from being erased for now."""

    def of(self, case_id: str, today: date) -> Sequence[Hold]:
        """Return the holds on a case that stand on a day, the oldest first."""
        ...

    def standing(self, today: date) -> Sequence[tuple[str, Hold]]:
        """Return the holds that stand on the cases this worker may see, each with its code."""
        ...

    def to_agree(self, today: date) -> Sequence[tuple[str, Hold]]:
        """Return the holds that wait for this worker, whom they name as the second person."""
        ...

    def to_review(self, today: date, last: date) -> Sequence[tuple[str, Hold]]:
        """Return the holds this worker stands for that are looked at again by a last day."""
        ...

    def keep(self, hold: Hold) -> None:
        """Keep a hold as it is now."""
        ...


class Erasures(Protocol):
    """Erasures and holds."""

    @property
    def holds(self) -> Holds:
        """What keeps cases from being erased for now."""
        ...

    def open(self) -> Sequence[tuple[str, Erasure]]:
        """Return what is to be erased of the cases this worker may see, each with its code."""
        ...

    def of(self, case_id: str) -> Erasure | None:
        """Return the erasure of a case that is under way, or None."""
        ...

    def keep(self, erasure: Erasure) -> None:
        """Keep an erasure as it is now."""
        ...

    def extent(self, case_id: str) -> tuple[int, int, int]:
        """Return how many forms, letters and files a case has."""
        ...

    def clock(self, case_id: str) -> Clock:
        """Return from when the time of a case runs."""
        ...

    def closed(self) -> Sequence[CaseSummary]:
        """Return the closed cases this worker may see."""
        ...

    def parts(self, case_id: str, forms: Sequence[str], *, files: bool) -> int:
        """Return how many forms of some kinds, and files, a case has."""
        ...

    def destroy_parts(self, case_id: str, forms: Sequence[str], basis: str, *, files: bool) -> None:
        """Erase the forms of some kinds of a case, and its files; the rest stays as it is."""
        ...

    def beyond(self) -> Beyond:
        """Return what the erasures of this store have not reached so far."""
        ...

    def destroy(self, case_id: str, case_code: str, basis: str) -> None:
        """Erase a whole case and everything that was ever a part of it."""
        ...
