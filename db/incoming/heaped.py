"""What waits to be taken in together, out of a summary: no more of it than memory allows.

A few operations may hold as much as many thousand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.summary import size_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.ops import Op

# So many operations at once do not need too much memory, nor does so much text in them.
AT_ONCE: Final = 40_000
MOST: Final = 8 << 20


class Heap:
    """Operations in the order in which they came."""

    def __init__(self) -> None:
        self._ops: list[Op] = []
        self._size = 0

    def add(self, ops: Iterable[Op]) -> None:
        """Put some more on it."""
        for op in ops:
            self._ops.append(op)
            self._size += size_of(op.value)

    @property
    def is_full(self) -> bool:
        """Return whether all of it is to be taken in now."""
        return len(self._ops) >= AT_ONCE or self._size >= MOST

    def emptied(self) -> list[Op]:
        """Return all of it; nothing is left."""
        ops, self._ops, self._size = self._ops, [], 0
        return ops


class Begun:
    """What made things and lacks a part, until that comes which replaced it."""

    def __init__(self) -> None:
        self._ops: dict[bytes, Op] = {}
        self._size = 0

    def keeps(self, op: Op) -> bool:
        """Keep an operation, if there is room; return whether there was."""
        if len(self._ops) >= AT_ONCE or self._size >= MOST:
            return False
        self._ops[op.entity] = op
        self._size += size_of(op.value)
        return True

    def pop(self, entity: bytes) -> Op | None:
        """Return what made a thing, if it is kept; it is no longer."""
        op = self._ops.pop(entity, None)
        self._size -= size_of(op.value) if op else 0
        return op

    def emptied(self) -> list[Op]:
        """Return all that is kept; nothing is any longer."""
        ops, self._ops, self._size = [*self._ops.values()], {}, 0
        return ops
