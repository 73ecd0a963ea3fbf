"""What the list of cases asks of the office: views and numbers first, lines as they are seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from casework.cases.caseline import WHOLE, WITHOUT_STATUS, Sort, View
from desktop.clock import now
from desktop.pages.cases.table import CaseRows
from desktop.parts.blocks import BLOCK

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from casework.cases.caseline import CaseLine, Narrowing, ViewCount
    from desktop.frame.room import Room
    from desktop.parts.table import Column

# The first cases are shown before a long view is known to its end.
FIRST: Final = 2 * BLOCK


class Reading(QObject):
    """One view on the cases, narrowed and sorted, and the rows that the table shows of it."""

    counted = Signal()
    came = Signal(bool)
    # The first cases are in the table: whoever shows it says when they are seen.
    begun = Signal()

    def __init__(self, page: QObject, room: Room, view: View, heads: Sequence[Column]) -> None:
        super().__init__(page)
        self._room, self._desk = room, room.office.caselist
        self.view, self.words, self.sort = view, "", Sort.WHEN
        self.narrowed: Narrowing = WHOLE
        self.counts: Sequence[ViewCount] = ()
        self.rows = CaseRows(heads, self._send, self.today)
        self._turn, self._views_due = 0, False
        self._rest: Callable[[], None] = self._read_views

    def today(self) -> date:
        """Return the day by which dates are told."""
        return now().date()

    def views(self) -> list[View]:
        """Return the views that this worker has."""
        return [one.view for one in self.counts]

    def count(self) -> int:
        """Return how many cases the view holds, narrowed or not, also before all are read."""
        known = len(self.rows.blocks)
        if self.words or self.narrowed:
            return known
        return max(known, *(one.count for one in self.counts if one.view == self.view), 0)

    def start(self) -> None:
        """Read the cases and the views anew."""
        self._views_due = True
        self.load()

    def load(self) -> None:
        """Read the cases anew."""
        self._turn += 1
        self._ask(-1 if self.words else FIRST, partial(self._first_came, self._turn))

    def _read_views(self) -> None:
        """Count what each view holds: among very many cases it takes longer than to show some."""
        if self._views_due:
            self._views_due = False
            self._room.jobs.ask(self, self._desk.views, self._views_came)

    def _refused(self, error: Exception) -> None:
        """Tell what was refused, unless it was a view that this worker does not have."""
        if self._views_due:
            self._views_due = False
            then = partial(self._views_came, refused=error)
            self._room.jobs.ask(self, self._desk.views, then)
        else:
            self._room.jobs.failed.emit(error)

    def _views_came(self, counts: Sequence[ViewCount], refused: Exception | None = None) -> None:
        self.counts = counts
        views = self.views()
        known = {*views, *(WITHOUT_STATUS[one] for one in views if one in WITHOUT_STATUS)}
        if views and self.view not in known:
            self.view = views[0]
            self.load()
        elif refused is not None:
            self._room.jobs.failed.emit(refused)
        self.counted.emit()

    def _ask(self, limit: int, then: Callable[[array[int]], None]) -> None:
        ask = partial(
            self._desk.numbers,
            self.view,
            words=self.words,
            narrowed=self.narrowed,
            sort=self.sort,
            limit=limit,
        )
        self._room.jobs.try_to(self, ask, then, self._refused)

    def _first_came(self, turn: int, numbers: array[int]) -> None:
        if turn != self._turn:
            return
        # Sends for the first lines too: they are seen before all that is counted.
        self.rows.show(numbers)
        whole = bool(self.words) or len(numbers) < FIRST
        self._rest = partial(self._read_rest, turn, whole=whole)
        self.came.emit(whole)
        if numbers:
            self.begun.emit()
        else:
            self.read_rest()

    def read_rest(self) -> None:
        """Count the views and read a long view to its end, once its first cases are seen."""
        self._rest()

    def _read_rest(self, turn: int, *, whole: bool) -> None:
        if turn != self._turn:
            return
        self._read_views()
        if not whole:
            self._ask(-1, partial(self._all_came, turn))

    def _all_came(self, turn: int, numbers: array[int]) -> None:
        if turn == self._turn:
            self.rows.go_on(numbers)
            self.came.emit(True)

    def _send(self, numbers: Sequence[int], take: Callable[[Iterable[CaseLine]], None]) -> None:
        self._room.jobs.ask(self, partial(self._desk.lines, numbers), take)
