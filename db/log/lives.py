"""What has become of a thing, by its cells: what others only say once more is nothing new."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from db.log.cells import read_op
from ledger.merge import Life, life, repeats, seen_by, unseen
from ledger.ops import OpId

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from sqlcipher3 import Cursor

    from ledger.ops import Op

_LOCAL: Final = "select 1 from stream where id = ? and kind = 'caseload'"


def life_in(cursor: Cursor, stream: bytes, cells: Mapping[str, frozenset[Op]]) -> Life:
    """Return what has become of a thing that lives in a stream.

    Of what is here alone somebody who does not know that it was deleted may send on, or bring back
    from a backup, what whoever deleted it had seen.
    """
    found = life(cells)
    if found is not Life.DISPUTED or cursor.execute(_LOCAL, (stream,)).fetchone() is None:
        return found
    seen = seen_by(cells)
    known = all(_is_known(cursor, op, seen) for op in unseen(cells, seen))
    return Life.DELETED if known else found


def _is_known(cursor: Cursor, op: Op, seen: Container[OpId]) -> bool:
    passed, todo = set[OpId](), [op]
    while todo:
        last = todo.pop()
        before = [one for one in map(partial(read_op, cursor), last.parents) if one is not None]
        same = [one for one in before if repeats(last, one) and one.id not in passed]
        if any(one.id in seen for one in same):
            return True
        # Whoever means harm may let two name each other.
        passed.update(one.id for one in same)
        todo += same
    return False
