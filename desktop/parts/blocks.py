"""Rows of a long list: every number at once, what they say a span at a time, the last used kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from casework.cases.caseline import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = TypeVar("Row")

# How many rows are asked for together, and how many are kept.
BLOCK: Final = 64
KEPT: Final = 64 * BLOCK
# How many spans may wait: whoever scrolls on no longer needs what she passed.
_WAITING: Final = 4


class Blocks(Generic[Row]):
    """The rows of a list in order; asking for one that is not there sends for those around it.

    One span is asked for at a time, the last wanted first, so that scrolling far through a
    long list never leaves a queue of what nobody looks at any more.
    """

    def __init__(
        self,
        send: Callable[[Sequence[int], Callable[[Iterable[Row]], None]], None],
        number_of: Callable[[Row], int],
        came: Callable[[int, int], None],
    ) -> None:
        self.numbers: array[int] = array(NUMBERS)
        self._send, self._number_of, self._came = send, number_of, came
        self._kept: OrderedDict[int, Row | None] = OrderedDict()
        self._waiting: list[range] = []
        self._asked = range(0)
        self._turn = 0

    def __len__(self) -> int:
        return len(self.numbers)

    def show(self, numbers: array[int]) -> None:
        """Take other numbers and forget what the old ones said."""
        self.numbers = numbers
        self.forget()

    def go_on(self, numbers: array[int]) -> None:
        """Take all numbers of a list whose first ones are there; what those say stays."""
        self.numbers = numbers

    def forget(self) -> None:
        """Forget what rows say: it may have changed."""
        self._kept.clear()
        self._waiting.clear()
        self._asked = range(0)
        self._turn += 1

    def row(self, at: int) -> Row | None:
        """Return a row, or None while it is on its way or is not for this worker."""
        found = self._kept.get(at)
        if found is None and at not in self._kept and at not in self._asked:
            first = at // BLOCK * BLOCK
            self.want(first, first + BLOCK - 1)
        return found

    def has(self, first: int, last: int) -> bool:
        """Return whether all rows of a span are there; those that are will be kept longer."""
        span = range(max(0, first), min(last + 1, len(self.numbers)))
        here = [at for at in span if at in self._kept]
        for at in here:
            self._kept.move_to_end(at)
        return len(here) == len(span)

    def want(self, first: int, last: int) -> None:
        """Send for what is missing of a span, unless it is on its way."""
        span = self._missing(range(first, last + 1))
        if not span or (span[0] in self._asked and span[-1] in self._asked):
            return
        if span in self._waiting:
            self._waiting.remove(span)
        self._waiting.append(span)
        del self._waiting[:-_WAITING]
        self._next()

    def _missing(self, span: range) -> range:
        """Return from the first to the last row of a span that is not there."""
        first, last = max(0, span.start), min(span.stop, len(self.numbers)) - 1
        while first <= last and first in self._kept:
            first += 1
        while last >= first and last in self._kept:
            last -= 1
        return range(first, last + 1)

    def _next(self) -> None:
        while self._waiting and not self._asked:
            # Meanwhile another span may have brought some of it.
            self._asked = self._missing(self._waiting.pop())
            if self._asked:
                self._ask(self._asked)

    def _ask(self, span: range) -> None:
        turn = self._turn
        numbers = self.numbers[span.start : span.stop]

        def take(rows: Iterable[Row]) -> None:
            if turn == self._turn:
                self._take(span, numbers, rows)

        self._send(numbers, take)

    def known(self) -> Iterable[tuple[int, Row]]:
        """Yield the rows that are there, with their places."""
        return ((at, row) for at, row in self._kept.items() if row is not None)

    def _take(self, span: range, numbers: Sequence[int], rows: Iterable[Row]) -> None:
        named = {self._number_of(row): row for row in rows}
        self._kept.update(zip(span, map(named.get, numbers), strict=True))
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._asked = range(0)
        self._came(span[0], span[-1])
        self._next()
