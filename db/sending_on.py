"""What came too late of a case that is at home elsewhere by now is said once more to there.

By whoever had brought it to where it was said, and has it no longer: whoever has it by now may not
read that stream, or had to let go of what was said before it was brought out there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.cells import read_op
from db.guards import unguarded
from db.homes import homes, said_again_by
from db.leaving import empty_out, going_home, keep_going
from ledger.ops import PLACE, encode, encode_parents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Cursor

    from db.homes import Homes
    from db.oplog import OpLog
    from ledger.ops import Op, OpId

# From which stream something left at last.
_LEFT_BY: Final = (
    "select l.stream from cell_meta as c join op as o using (lane, aseq, idx)"
    " join lane as l on l.id = c.lane where c.entity = ? and c.field = ? and o.kind = 5"
)
_LANE: Final = "select stream, author from lane where id = ?"


def keep_to_send_on(cursor: Cursor, late: Iterable[tuple[Op, bytes]]) -> set[OpId]:
    """Keep what came too late of what was brought out from here and is at home elsewhere since.

    Each with that of which it is a part.
    """
    rows = list(late)
    ours = homes(cursor) if rows else None
    some = {op.id: root for op, root in rows if ours and _goes_to(cursor, op, root, ours)}
    if some:
        keep_going(cursor, going_home(cursor) | some)
    return {*some}


def send_on(cursor: Cursor, log: OpLog) -> int:
    """Say once more where it is read at home what came too late, and keep it no longer.

    Return how much that was.
    """
    ours, going = homes(cursor, log.author), going_home(cursor)
    found = [(op, going[op.id]) for op in filter(None, (read_op(cursor, one) for one in going))]
    some = [(op, _goes_to(cursor, op, root, ours)) for op, root in found]
    passed = {op.id: going.pop(op.id) for op, stream in some if stream}
    for op, stream in some:
        if stream:
            what = (op.kind, op.entity, op.table, op.field, encode(op.value))
            stamp = (op.hlc, encode_parents([op.id]))
            going[log.add(cursor, stream, what, stamp)] = passed[op.id]
    if passed:
        log.write(cursor)
        with unguarded(cursor):
            empty_out(cursor, passed)
        keep_going(cursor, going)
    return len(passed)


def _goes_to(cursor: Cursor, op: Op, root: bytes, ours: Homes) -> bytes:
    """Return in which stream something is said once more for whoever has its case at home."""
    ((said, author),) = cursor.execute(_LANE, (op.id.lane,)).fetchall()
    left = cursor.execute(_LEFT_BY, (root, PLACE)).fetchone()
    by = said_again_by(cursor, root, said)
    if left is None or not by:
        return b""
    if ours.are(*by[0]):
        # It went home from the stream to which it was brought over here.
        return bytes(left[0]) if left[0] != said else b""
    # One alone says it again: two would do so to each other for ever.
    is_ours = author not in ours.own and any(ours.are(*one) for one in by[1:2])
    return said if is_ours else b""
