"""What figures need from the store: who may be counted, and what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from casework.figures.people import Person
    from casework.figures.released import Proposed, Published


class Figures(Protocol):
    """Who may be counted, and the register of what was published."""

    def people(self, first: date, last: date, on: date) -> Iterable[Person]:
        """Return everybody whose first case was opened in some days, and who agrees on a day."""
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

    def drop(self, release_id: str) -> None:
        """Keep that what was proposed is not published."""
        ...

    def published(self) -> Sequence[Published]:
        """Return everything that was ever published, the first first."""
        ...
