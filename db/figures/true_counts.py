"""What figures ask for: nobody is counted who has not agreed to it, for `countable` says who has.

These are true numbers. They never leave the store as they are: suppression comes
before anything is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.figures.counted import done_in, helped_in, people_in
from db.figures.published import SqlPublished
from db.figures.sums import read_sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from casework.figures.happened import Done
    from casework.figures.people import Person
    from casework.services.helped import Helped


class SqlFigures(SqlPublished):
    """Who may be counted, and the register of what was published."""

    def people(self, first: date, last: date, on: date) -> Iterator[Person]:
        """Yield everybody whose first case was opened in some days, and who agrees on a day."""
        yield from people_in(self._ground.cursor(), first, last, on)

    def done(self, first: date, last: date, on: date) -> Iterator[Done]:
        """Yield, person by person, what was done in some days for those who agree on a day."""
        yield from done_in(self._ground.cursor(), first, last, on)

    def sums(
        self, wanted: Iterable[tuple[str, str]], on: date
    ) -> Iterator[tuple[str, str, str, int]]:
        """Yield sums by period and kind, for those who agree on a day: by code, how many."""
        yield from read_sums(self._ground.cursor(), wanted, on)

    def helped(self, first: date, last: date) -> Iterator[Helped]:
        """Yield every time that somebody without a record was helped in some days."""
        yield from helped_in(self._ground.cursor(), first, last)
