"""A case goes to the laptop of whoever works with it: its home, and nobody else, gives it there.

So no two are at home at once. Where the home may not write the stream of her cases, it gives the
case to the laptop at which it was assigned to her; that brings it over, and gives it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.log.cells import read_op
from db.log.streams import elsewhere, shared_stream
from ledger.ops import OpId

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

    from db.homes.at_home import Homes
    from db.log.journal import Journal

_CASE: Final = "casefile"
_HOME: Final = "home"
_GIVEN: Final = "select worker, home from casefile where id = ?"
_KEEP: Final = "update casefile set home = ? where id = ?"
_BROUGHT_BY: Final = (
    "select l.author from entity as e join lane as l on l.id = e.lane where e.id = ?"
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
