"""What figures need from the store: who may be counted, and what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from casework.figures.happened import Done
    from casework.figures.people import Person
    from casework.figures.released import Proposed, Published
    from casework.services.helped import Helped


class Figures(Protocol):
    """Who may be counted, and the register of what was published."""

    def people(self, first: date, last: date, on: date) -> Iterable[Person]:
        """Return everybody whose first case was opened in some days, and who agrees on a day."""
        ...

    def done(self, first: date, last: date, on: date) -> Iterable[Done]:
        """Return, person by person, what was done in some days for those who agree on a day."""
        ...

    def sums(
        self, wanted: Iterable[tuple[str, str]], on: date
    ) -> Iterable[tuple[str, str, str, int]]:
        """Return sums by period and kind, for those who agree on a day: by code, how many."""
        ...

    def helped(self, first: date, last: date) -> Iterable[Helped]:
        """Return every time that somebody without a record was helped in some days."""
        ...

    def propose(self, wanted: Proposed) -> None:
        """Keep what somebody means to publish."""
        ...

    def proposed(self) -> Sequence[Proposed]:
        """Return what waits for a second person, the first first."""
        ...

    def publish(self, release: Published) -> None:
        """Keep what was published, in place of what was proposed."""
        ...

    def take_in(self, release: Published) -> None:
        """Keep what was published elsewhere, or before a backup came back."""
        ...

    def take_out(self, release_id: str) -> None:
        """Keep that what was entered is in the register no more."""
        ...

    def asked(self, acts: tuple[str, str], subject: str) -> Sequence[str]:
        """Return who asked for an act on something since it was last done, the first first.

        `acts` is what the log calls the asking, for which it says who, and what is done then.
        """
        ...

    def logged(self) -> Iterable[tuple[str, str]]:
        """Return what was published here by the log: ids, each with its fingerprint."""
        ...

    def beside(self) -> Sequence[Published]:
        """Return what lists within reach call published, and this store does not."""
        ...

    def note_head(self) -> None:
        """Note in the log what the register holds now."""
        ...

    def noted_head(self) -> tuple[int, str]:
        """Return how much the log says the register holds, and its fingerprint, or nothing."""
        ...

    def returned(self) -> datetime | None:
        """Return since when newer figures may be missing, as a backup came back, or None."""
        ...

    def settled(self) -> None:
        """Keep that nothing is missing any more."""
        ...

    def drop(self, release_id: str) -> None:
        """Keep that what was proposed is not published."""
        ...

    def published(self) -> Sequence[Published]:
        """Return everything that was ever published, the first first."""
        ...
