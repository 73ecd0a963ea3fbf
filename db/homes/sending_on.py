"""What came too late of a case that is at home elsewhere by now is said once more to there.

By whoever had brought it to where it was said, and has it no longer: whoever has it by now may not
read that stream, or had to let go of what was said before it was brought out there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.guards.lifting import unguarded
from db.homes.at_home import homes, sent_on_to
from db.homes.going import empty_out, going_home, keep_going, lost_its_home, note_left
from db.homes.scopes import cases_of
from db.log.cells import read_op
from ledger.ops import encode, encode_parents

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from sqlcipher3 import Cursor

    from db.log.oplog import OpLog
    from ledger.ops import Op, OpId


def keep_to_send_on(cursor: Cursor, late: Iterable[tuple[Op, bytes]]) -> set[OpId]:
    """Keep what came too late of what was brought out from here and is at home elsewhere since.

    Each with that of which it is a part.
    """
    rows = list(late)
    ours = homes(cursor) if rows else None
    some = {op.id: root for op, root in rows if ours and sent_on_to(cursor, op, root, ours)}
    if some:
        keep_going(cursor, going_home(cursor) | some)
    return {*some}


def goes_again(cursor: Cursor, some: Iterable[OpId], unsaid: Container[OpId]) -> None:
    """Keep to be said once more, to whoever has it at home, what others have without its words.

    That is what a copy that came back had `unsaid`; and what was written here for a home that was
    let go, as whoever has it at home since may have let go of it before.
    """
    ops = filter(None, (read_op(cursor, one) for one in sorted(some)))
    roots = {op.id: root for op in ops for root in cases_of(cursor, op.entity)}
    sent = lost_its_home(cursor, roots)
    roots = {one: root for one, root in roots.items() if one in sent or one in unsaid}
    if roots:
        keep_going(cursor, going_home(cursor) | roots)
        note_left(cursor, roots)


def send_on(cursor: Cursor, log: OpLog) -> int:
    """Say once more where it is read at home what came too late, and keep it no longer.

    Return how much that was.
    """
    ours, going = homes(cursor, log.author), going_home(cursor)
    found = [(op, going[op.id]) for op in filter(None, (read_op(cursor, one) for one in going))]
    some = [(op, sent_on_to(cursor, op, root, ours)) for op, root in found]
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
