"""What the desks around consent need from the store: decisions, notices, help without a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.consent.override import Override
    from casework.referrals.letter import LetterSent
    from casework.services.helped import Helped


class Overrides(Protocol):
    """Decisions to tell something without consent."""

    def of(self, case_id: str) -> Sequence[Override]:
        """Return the decisions of a case, the first proposed first."""
        ...

    def waiting(self, last: date) -> Sequence[Override]:
        """Return the decisions that wait for this worker, those to look at again by a day."""
        ...

    def keep(self, override: Override) -> None:
        """Keep a decision as it is now."""
        ...


class Notices(Protocol):
    """What was sent of letters, and that they were recalled."""

    def letters(self, case_id: str) -> Sequence[LetterSent]:
        """Return every letter of a case with its recall and its notice, the first issued first."""
        ...

    def sent(self, case_id: str, number: str, on: date, by: str) -> None:
        """Keep that the recipient of a recalled letter was sent a notice."""
        ...


class Unrecorded(Protocol):
    """Help for those who want no record."""

    def add(self, helped: Helped) -> None:
        """Count one person helped."""
        ...

    def all(self) -> Sequence[Helped]:
        """Return everybody counted, the first first."""
        ...

    def forget(self, case_id: str, basis: str) -> None:
        """Erase a case with everything that belongs to it."""
        ...
