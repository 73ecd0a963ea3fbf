"""Rows of a long list: every number at once, what they say block by block, the last used kept."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from casework.caseline import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = TypeVar("Row")

BLOCK: Final = 64
KEPT: Final = 64
# How many blocks may wait: whoever scrolls on no longer needs what she passed.
_WAITING: Final = 4


class Blocks(Generic[Row]):
    """The rows of a list in order; asking for one that is not there sends for its block.

    One block is asked for at a time, the last wanted first, so that scrolling far through a
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
        self._kept: OrderedDict[int, tuple[Row | None, ...]] = OrderedDict()
        self._waiting: list[int] = []
        self._asked: int | None = None
        self._turn = 0

    def __len__(self) -> int:
        return len(self.numbers)

    def show(self, numbers: array[int]) -> None:
        """Take other numbers and forget what the old ones said."""
        self.numbers = numbers
        self.forget()

    def forget(self) -> None:
        """Forget what rows say: it may have changed."""
        self._kept.clear()
        self._waiting.clear()
        self._asked = None
        self._turn += 1

    def row(self, at: int) -> Row | None:
        """Return a row, or None while it is on its way or is not for this worker."""
        block, place = divmod(at, BLOCK)
        found = self._kept.get(block)
        if found is None:
            self.want(block)
            return None
        self._kept.move_to_end(block)
        return found[place] if place < len(found) else None

    def has(self, block: int) -> bool:
        """Return whether a block is there."""
        return block in self._kept

    def want(self, block: int) -> None:
        """Send for a block, unless it is there or beyond the end."""
        if block in self._kept or not 0 <= block * BLOCK < len(self.numbers):
            return
        if block in self._waiting:
            self._waiting.remove(block)
        if block != self._asked:
            self._waiting.append(block)
            del self._waiting[:-_WAITING]
        self._next()

    def known(self) -> Iterable[tuple[int, Row]]:
        """Yield the rows that are there, with their places."""
        for block, rows in self._kept.items():
            for place, row in enumerate(rows):
                if row is not None:
                    yield block * BLOCK + place, row

    def _next(self) -> None:
        if self._asked is not None or not self._waiting:
            return
        block = self._asked = self._waiting.pop()
        turn = self._turn
        numbers = self.numbers[block * BLOCK : (block + 1) * BLOCK]

        def take(rows: Iterable[Row]) -> None:
            if turn == self._turn:
                self._take(block, numbers, rows)

        self._send(numbers, take)

    def _take(self, block: int, numbers: Sequence[int], rows: Iterable[Row]) -> None:
        named = {self._number_of(row): row for row in rows}
        self._kept[block] = tuple(named.get(number) for number in numbers)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._asked = None
        first = block * BLOCK
        self._came(first, first + len(numbers) - 1)
        self._next()
