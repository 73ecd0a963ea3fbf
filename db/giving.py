"""A case goes to the laptop of whoever works with it: its home, and nobody else, gives it there.

So no two are at home at once. Where the home may not write the stream of her cases, it gives the
case to the laptop at which it was assigned to her; that brings it over, and gives it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.cells import read_op
from db.guards import unguarded
from db.homes import homes
from db.leaving import empty_out, going_home, keep_going
from db.streams import elsewhere, shared_stream
from ledger.ops import PLACE, OpId, encode, encode_parents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Cursor

    from db.homes import Homes
    from db.journal import Journal
    from db.oplog import OpLog
    from ledger.ops import Op

_CASE: Final = "casefile"
_HOME: Final = "home"
_GIVEN: Final = "select worker, home from casefile where id = ?"
_KEEP: Final = "update casefile set home = ? where id = ?"
_BROUGHT_BY: Final = (
    "select l.author from entity as e join lane as l on l.id = e.lane where e.id = ?"
)
# From which stream something left at last, and who took it along out of the one of a lane.
_LEFT_BY: Final = (
    "select l.stream from cell_meta as c join op as o using (lane, aseq, idx)"
    " join lane as l on l.id = c.lane where c.entity = ? and c.field = ? and o.kind = 5"
)
_TAKEN_FROM: Final = (
    "select l.stream, l.id, l.author from op as o join lane as l on l.id = o.lane"
    " where o.entity = ? and o.kind = 5 and l.stream = (select stream from lane where id = ?)"
    " order by o.hlc desc limit 1"
)
_ASSIGNED: Final = (
    "select e.lane, e.aseq, e.idx from assignment as g join entity as e on e.id = g.id"
    " where g.case_id = ? and g.user_id = ? and g.until is null and e.lane is not null"
    " and g.reason not in ('shared', 'cover') order by g.since desc, g.id limit 1"
)
_AUTHOR: Final = "select author from lane where id = ?"


def keep_here(cursor: Cursor, journal: Journal, case: bytes, ours: Homes) -> None:
    """Say that a case is at home here which was given to somebody who was let out since."""
    _worker, given = _of(cursor, case)
    if given and given not in ours.own:
        _say(cursor, journal, case, journal.author)


def give(cursor: Cursor, journal: Journal, case: bytes, stream: bytes, ours: Homes) -> bool:
    """Give a case that is at home here, and lives in a stream, to where its worker works.

    Not what was somebody else's, who was let out. Return whether it was given to anybody.
    """
    worker, given = _of(cursor, case)
    to = elsewhere(cursor, worker)
    if not to or not stream or (given or _brought_by(cursor, case)) not in ours.own:
        return False
    if stream != shared_stream(cursor, worker.hex())[0]:
        to = _assigned_by(cursor, case, worker, ours)
    if to in {b"", given} or to in ours.own:
        return False
    _say(cursor, journal, case, to)
    return True


def _assigned_by(cursor: Cursor, case: bytes, worker: bytes, ours: Homes) -> bytes:
    """Return who said elsewhere that somebody works with a case, also where that was said again."""
    row = cursor.execute(_ASSIGNED, (case, worker)).fetchone()
    made = read_op(cursor, OpId(*row)) if row else None
    said = [made.id, *made.parents] if made else []
    found = (cursor.execute(_AUTHOR, (one.lane,)).fetchone() for one in said)
    return next((bytes(one[0]) for one in found if one and one[0] not in ours.own), b"")


def _brought_by(cursor: Cursor, case: bytes) -> bytes:
    row = cursor.execute(_BROUGHT_BY, (case,)).fetchone()
    return bytes(row[0]) if row else b""


def _of(cursor: Cursor, case: bytes) -> tuple[bytes, bytes]:
    ((worker, given),) = cursor.execute(_GIVEN, (case,)).fetchall()
    return worker or b"", given or b""


def _say(cursor: Cursor, journal: Journal, case: bytes, author: bytes) -> None:
    journal.set(case, _CASE, _HOME, author)
    cursor.execute(_KEEP, (author, case))
    journal.write(cursor)


def keep_to_send_on(cursor: Cursor, late: Iterable[tuple[Op, bytes]]) -> set[OpId]:
    """Keep what came too late of what was brought over from here and went home since.

    Each with that of which it is a part: who has that at home may not read where it was said.
    """
    some = [(op, root) for op, root in late if _went_to(cursor, op, root, homes(cursor))]
    if some:
        keep_going(cursor, going_home(cursor) | {op.id: root for op, root in some})
    return {op.id for op, _root in some}


def send_on(cursor: Cursor, log: OpLog) -> int:
    """Say once more where it is read at home what came too late, and keep it no longer.

    Return how much that was.
    """
    ours, going = homes(cursor, log.author), going_home(cursor)
    found = [(op, going[op.id]) for op in filter(None, (read_op(cursor, one) for one in going))]
    some = [(op, _went_to(cursor, op, root, ours)) for op, root in found]
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


def _went_to(cursor: Cursor, op: Op, root: bytes, ours: Homes) -> bytes:
    """Return from which stream a thing went home that was brought there by this workbook.

    If somebody else wrote of it in the one from which it was brought.
    """
    left = cursor.execute(_LEFT_BY, (root, PLACE)).fetchone()
    over = cursor.execute(_TAKEN_FROM, (root, op.id.lane)).fetchone()
    if left is None or over is None or left[0] == over[0] or not ours.are(*over[1:3]):
        return b""
    return bytes(left[0])
